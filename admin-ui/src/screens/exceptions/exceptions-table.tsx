import { Button, CheckboxControl } from '@wordpress/components';
import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { ExceptionRow } from '../../../../agent/src/protocol/exceptions.ts';
import { href } from '../../app/route.ts';
import { Age } from '../../components/age.tsx';
import { Choices } from '../../components/choices.tsx';
import type { Choice } from '../../components/choices.tsx';
import { DataTable } from '../../components/data-table.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ExceptionCell } from '../../components/exception-cell.tsx';
import { classLabel, ownerLabel } from '../../components/labels.ts';
import { MapButton } from '../../components/map-button.tsx';
import type { Missing } from '../../components/map-button.tsx';
import { settings, shopOrderUrl } from '../../data/settings.ts';

interface Props {
  readonly rows: readonly ExceptionRow[];
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onRetry: (rows: readonly ExceptionRow[]) => void;
  readonly busy: boolean;
  readonly onChoose: (row: ExceptionRow, choice: Choice) => void;
  readonly onMap: (missing: Missing) => void;
}

export function ExceptionsTable(props: Props): Element {
  const mayRetry = settings().capabilities.retry && props.rows.some((row) => row.retriable);
  const columns: Column<ExceptionRow>[] = [
    ...(mayRetry ? [selectColumn(props)] : []),
    { id: 'problem', header: __('Problem', 'crossdock'), names: true, cell: (row) => <ExceptionCell row={row} /> },
    { id: 'order', header: __('Order', 'crossdock'), cell: (row) => <OrderLink row={row} /> },
    { id: 'owner', header: __('Owner', 'crossdock'), cell: (row) => `${ownerLabel(row.owner)} · ${classLabel(row.class)}` },
    { id: 'since', header: __('Since', 'crossdock'), cell: (row) => <Age iso={row.since} /> },
    { id: 'actions', header: __('What to do', 'crossdock'), cell: (row) => <Actions row={row} {...props} /> },
  ];
  return (
    <DataTable caption={__('Open exceptions, newest first', 'crossdock')} columns={columns} rows={props.rows} rowKey={(row) => row.id} />
  );
}

function selectColumn({ rows, selected, onSelect }: Props): Column<ExceptionRow> {
  const retriable = rows.filter((row) => row.retriable);
  const all = retriable.length > 0 && retriable.every((row) => selected.has(row.id));
  const toggle = (row: ExceptionRow, on: boolean): void => {
    const next = new Set(selected);
    if (on) next.add(row.id);
    else next.delete(row.id);
    onSelect(next);
  };
  return {
    id: 'select',
    header: (
      <CheckboxControl
        __nextHasNoMarginBottom
        aria-label={__('Select all that can be retried', 'crossdock')}
        checked={all}
        onChange={(on) => onSelect(new Set(on ? retriable.map((row) => row.id) : []))}
      />
    ),
    cell: (row) =>
      row.retriable && (
        <CheckboxControl
          __nextHasNoMarginBottom
          aria-label={selectLabel(row)}
          checked={selected.has(row.id)}
          onChange={(on) => toggle(row, on)}
        />
      ),
  };
}

function selectLabel(row: ExceptionRow): string {
  /* translators: 1: title of an exception, 2: order number or id of the exception */
  return sprintf(__('Select %1$s, %2$s', 'crossdock'), row.title, row.orderNumber ?? row.id);
}

function OrderLink({ row }: { readonly row: ExceptionRow }): Element {
  if (row.orderId === null) return <>–</>;
  return <a href={href('orders', row.orderId, { connection: row.subject?.split('/')[0] })}>{row.orderNumber ?? row.orderId}</a>;
}

type ActionsProps = { readonly row: ExceptionRow } & Pick<Props, 'busy' | 'onChoose' | 'onMap' | 'onRetry'>;

function Actions({ row, busy, onChoose, onMap, onRetry }: ActionsProps): Element {
  const shopUrl = row.missing || row.orderId === null ? null : shopOrderUrl(row.orderId);
  return (
    <div className="crossdock-actions">
      {shopUrl && <a href={shopUrl}>{__('Open the order in the shop', 'crossdock')}</a>}
      {row.missing && <MapButton missing={row.missing} onMap={onMap} />}
      <Choices row={row} busy={busy} onChoose={onChoose} />
      {row.retriable && settings().capabilities.retry && (
        <Button variant="secondary" size="small" onClick={() => onRetry([row])}>
          {__('Retry', 'crossdock')} <span className="screen-reader-text">{row.orderNumber ?? row.title}</span>
        </Button>
      )}
    </div>
  );
}
