import { Button } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { MappingRow } from '../../../../agent/src/protocol/mappings.ts';
import { DataTable } from '../../components/data-table.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatTime, personName } from '../../components/format.ts';
import { kindLabel } from '../../components/labels.ts';
import type { MappingKind } from '../../data/reads.ts';
import { settings } from '../../data/settings.ts';

interface Props {
  readonly kind: MappingKind;
  readonly rows: readonly MappingRow[];
  readonly onEdit: (row: MappingRow) => void;
  readonly onDelete: (row: MappingRow) => void;
}

export function MappingTable({ kind, rows, onEdit, onDelete }: Props): Element {
  const words = kindLabel(kind);
  const columns: Column<MappingRow>[] = [
    { id: 'key', header: words.key, names: true, cell: (row) => <bdi className="crossdock-code">{row.key}</bdi> },
    { id: 'system', header: __('System', 'crossdock'), cell: (row) => row.connection },
    { id: 'value', header: __('Code there', 'crossdock'), cell: (row) => <Value row={row} /> },
    { id: 'changed', header: __('Last change', 'crossdock'), cell: changeText },
  ];
  const actions: Column<MappingRow> = {
    id: 'actions',
    header: __('Actions', 'crossdock'),
    cell: (row) => <Actions row={row} onEdit={onEdit} onDelete={onDelete} />,
  };
  return (
    <DataTable
      caption={words.plural}
      columns={settings().capabilities.manage ? [...columns, actions] : columns}
      rows={rows}
      rowKey={(row) => `${row.connection}|${row.key}`}
    />
  );
}

function Value({ row }: { readonly row: MappingRow }): Element {
  return (
    <>
      <bdi className="crossdock-code">{row.value}</bdi> {row.label !== row.value && <bdi>{row.label}</bdi>}
    </>
  );
}

function changeText(row: MappingRow): string {
  /* translators: 1: time, 2: person */
  return sprintf(__('%1$s by %2$s', 'crossdock'), formatTime(row.updatedAt), personName(row.updatedBy));
}

function Actions({ row, onEdit, onDelete }: { readonly row: MappingRow } & Pick<Props, 'onEdit' | 'onDelete'>): Element {
  return (
    <div className="crossdock-actions">
      <Button variant="secondary" size="small" onClick={() => onEdit(row)}>
        {__('Edit', 'crossdock')} <span className="screen-reader-text">{row.key}</span>
      </Button>
      <Button variant="tertiary" size="small" isDestructive onClick={() => onDelete(row)}>
        {__('Delete', 'crossdock')} <span className="screen-reader-text">{row.key}</span>
      </Button>
    </div>
  );
}
