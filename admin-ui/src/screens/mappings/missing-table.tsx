import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { MissingMapping } from '../../../../agent/src/protocol/mappings.ts';
import { DataTable } from '../../components/data-table.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatCount } from '../../components/format.ts';
import { MapButton } from '../../components/map-button.tsx';
import type { Missing } from '../../components/map-button.tsx';

interface Props {
  readonly rows: readonly MissingMapping[];
  readonly onMap: (missing: Missing) => void;
}

/** Keys that orders wait for. */
export function MissingTable({ rows, onMap }: Props): Element {
  const columns: Column<MissingMapping>[] = [
    { id: 'key', header: __('Missing', 'crossdock'), names: true, cell: (row) => <bdi className="crossdock-code">{row.key}</bdi> },
    { id: 'system', header: __('System', 'crossdock'), cell: (row) => row.connection },
    { id: 'count', header: __('Orders that wait', 'crossdock'), cell: (row) => formatCount(row.waiting) },
    { id: 'example', header: __('For example', 'crossdock'), cell: (row) => row.example },
    { id: 'actions', header: __('What to do', 'crossdock'), cell: (row) => <MapButton missing={row} onMap={onMap} /> },
  ];
  return (
    <div className="crossdock-missing">
      <h3>
        <span aria-hidden="true">! </span>
        {__('Missing: orders wait for these', 'crossdock')}
      </h3>
      <DataTable
        caption={__('Missing mappings that orders wait for', 'crossdock')}
        columns={columns}
        rows={rows}
        rowKey={(row) => `${row.connection}|${row.key}`}
      />
    </div>
  );
}
