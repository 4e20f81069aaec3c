import { useCallback } from '@wordpress/element';
import type { Element } from '@wordpress/element';
import { _n, __, sprintf } from '@wordpress/i18n';
import type { OrderList } from '../../../../agent/src/protocol/orders.ts';
import { href, replaceRoute } from '../../app/route.ts';
import type { Route } from '../../app/route.ts';
import { Age } from '../../components/age.tsx';
import { Badge } from '../../components/badge.tsx';
import { DataTable } from '../../components/data-table.tsx';
import type { Column } from '../../components/data-table.tsx';
import { formatMoney } from '../../components/format.ts';
import { stageLabel } from '../../components/labels.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Pager } from '../../components/pager.tsx';
import { ScreenHeading } from '../../components/screen-heading.tsx';
import { SearchBox } from '../../components/search-box.tsx';
import { useOrders } from '../../data/reads.ts';

type OrderRow = OrderList['items'][number];

export function OrdersScreen({ query }: Route): Element {
  const { q = '', cursor = '' } = query;
  const live = useOrders({ q, cursor });
  const search = useCallback((text: string) => replaceRoute(href('orders', null, { q: text })), []);
  return (
    <section>
      <ScreenHeading title={__('Orders', 'crossdock')} />
      <div className="crossdock-filters">
        <SearchBox
          label={__('Search by order, ERP, warehouse or tracking number, or by customer', 'crossdock')}
          value={q}
          onSearch={search}
        />
      </div>
      <Loaded live={live}>
        {(list) => (
          <>
            {list.items.length > 0 ? (
              <DataTable
                caption={__('Orders, newest first', 'crossdock')}
                columns={columns()}
                rows={list.items}
                rowKey={(row) => row.subject}
              />
            ) : (
              <p className="crossdock-empty">
                {q ? __('No order fits.', 'crossdock') : __('No order has come yet. The first one appears here by itself.', 'crossdock')}
              </p>
            )}
            <Pager
              label={__('Pages of orders', 'crossdock')}
              first={cursor ? href('orders', null, { q }) : null}
              next={list.next && href('orders', null, { q, cursor: list.next })}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

function columns(): Column<OrderRow>[] {
  return [
    { id: 'order', header: __('Order', 'crossdock'), names: true, cell: (row) => <a href={linkTo(row)}>{row.number}</a> },
    { id: 'stage', header: __('Stage', 'crossdock'), cell: (row) => <Stage row={row} /> },
    { id: 'customer', header: __('Customer', 'crossdock'), cell: (row) => <bdi>{row.customer}</bdi> },
    { id: 'total', header: __('Total', 'crossdock'), cell: (row) => (row.total ? formatMoney(row.total) : '–') },
    { id: 'erp', header: __('ERP', 'crossdock'), cell: (row) => row.erp?.number ?? row.erp?.id ?? '–' },
    { id: 'wms', header: __('Warehouse', 'crossdock'), cell: (row) => row.wms?.number ?? row.wms?.id ?? '–' },
    { id: 'created', header: __('Ordered', 'crossdock'), cell: (row) => (row.times.createdAt ? <Age iso={row.times.createdAt} /> : '–') },
  ];
}

function linkTo(row: OrderRow): string {
  return href('orders', row.orderId, { connection: row.subject.split('/')[0] });
}

function Stage({ row }: { readonly row: OrderRow }): Element {
  const label = stageLabel(row.stage);
  return (
    <>
      <Badge tone={label.tone} text={label.text} />
      {row.exceptions > 0 && (
        <div className="crossdock-muted">
          {
            /* translators: %d: number of open exceptions */
            sprintf(_n('%d open exception', '%d open exceptions', row.exceptions, 'crossdock'), row.exceptions)
          }
        </div>
      )}
    </>
  );
}
