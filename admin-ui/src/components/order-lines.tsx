import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import { DataTable } from './data-table.tsx';
import type { Column } from './data-table.tsx';

type Line = OrderDetail['order']['lines'][number];

/** Each line as every party has it. */
export function OrderLines({ lines }: { readonly lines: readonly Line[] }): Element {
  const columns: Column<Line>[] = [
    { id: 'item', header: __('Item', 'crossdock'), names: true, cell: (line) => <Item line={line} /> },
    { id: 'count', header: __('Ordered', 'crossdock'), cell: (line) => line.ordered },
    { id: 'erp', header: __('In the ERP', 'crossdock'), cell: (line) => line.inErp },
    { id: 'wms', header: __('At the warehouse', 'crossdock'), cell: (line) => line.requested },
    { id: 'shipped', header: __('Shipped', 'crossdock'), cell: (line) => line.shipped },
  ];
  return <DataTable caption={__('Lines of the order', 'crossdock')} columns={columns} rows={lines} rowKey={(line) => line.id} />;
}

function Item({ line }: { readonly line: Line }): Element {
  return (
    <>
      <bdi>{line.name}</bdi> <bdi className="crossdock-code">{line.sku}</bdi>
    </>
  );
}
