import type { Element } from '@wordpress/element';
import { __, sprintf } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import { DataTable } from './data-table.tsx';
import type { Column } from './data-table.tsx';
import { formatTime } from './format.ts';

type Line = OrderDetail['order']['lines'][number];

/** Each line as every party has it. */
export function OrderLines({ lines }: { readonly lines: readonly Line[] }): Element {
  const columns: Column<Line>[] = [
    { id: 'item', header: __('Item', 'crossdock'), names: true, cell: (line) => <Item line={line} /> },
    { id: 'count', header: __('Ordered', 'crossdock'), cell: (line) => line.ordered },
    { id: 'erp', header: __('In the ERP', 'crossdock'), cell: (line) => line.inErp },
    { id: 'wms', header: __('At the warehouse', 'crossdock'), cell: (line) => line.requested },
    { id: 'shipped', header: __('Shipped', 'crossdock'), cell: (line) => line.shipped },
    { id: 'open', header: __('Open', 'crossdock'), cell: (line) => <Open line={line} /> },
    { id: 'cancelled', header: __('Cancelled', 'crossdock'), cell: (line) => line.cancelled },
    { id: 'returned', header: __('Returned', 'crossdock'), cell: (line) => line.returned },
    { id: 'refunded', header: __('Refunded', 'crossdock'), cell: (line) => line.refunded },
  ];
  return <DataTable caption={__('Lines of the order', 'crossdock')} columns={columns} rows={lines} rowKey={(line) => line.id} />;
}

function Open({ line }: { readonly line: Line }): Element {
  if (Number(line.backordered) === 0) return <>{line.open}</>;
  const { backordered, expectedAt } = line;
  return (
    <>
      {line.open}
      <div className="crossdock-muted">
        {expectedAt === null
          ? /* translators: %s: units of an item */
            sprintf(__('%s wait for stock', 'crossdock'), backordered)
          : /* translators: 1: units of an item, 2: time */
            sprintf(__('%1$s wait for stock, expected %2$s', 'crossdock'), backordered, formatTime(expectedAt))}
      </div>
    </>
  );
}

function Item({ line }: { readonly line: Line }): Element {
  return (
    <>
      <bdi>{line.name}</bdi> <bdi className="crossdock-code">{line.sku}</bdi>
    </>
  );
}
