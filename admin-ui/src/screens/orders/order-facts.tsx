import type { Element } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import type { ReactNode } from 'react';
import type { OrderDetail } from '../../../../agent/src/protocol/orders.ts';
import { formatMoney, formatTime } from '../../components/format.ts';

type Order = OrderDetail['order'];

/** Numbers, amounts and times of an order as a list of terms. */
export function OrderFacts({ order, correlationId }: { readonly order: Order; readonly correlationId: string }): Element {
  const { times } = order;
  return (
    <dl className="crossdock-facts">
      <Fact term={__('Customer', 'crossdock')}>{order.customer}</Fact>
      <Fact term={__('Total', 'crossdock')}>{order.total && formatMoney(order.total)}</Fact>
      <Fact term={__('Payment', 'crossdock')}>{order.paid ? __('Paid', 'crossdock') : __('Not paid', 'crossdock')}</Fact>
      <Fact term={__('Status in the shop', 'crossdock')}>{order.storeStatus}</Fact>
      <Fact term={__('Number in the ERP', 'crossdock')}>{order.erp?.number ?? order.erp?.id}</Fact>
      <Fact term={__('Number at the warehouse', 'crossdock')}>{order.wms?.number ?? order.wms?.id}</Fact>
      <Fact term={__('Paid', 'crossdock')}>{times.paidAt && formatTime(times.paidAt)}</Fact>
      <Fact term={__('Accepted by the ERP', 'crossdock')}>{times.acceptedAt && formatTime(times.acceptedAt)}</Fact>
      <Fact term={__('Given to the warehouse', 'crossdock')}>{times.releasedAt && formatTime(times.releasedAt)}</Fact>
      <Fact term={__('Shipped', 'crossdock')}>{times.shippedAt && formatTime(times.shippedAt)}</Fact>
      {order.exchangeFor !== null && <Fact term={__('Goes out for the return', 'crossdock')}>{order.exchangeFor}</Fact>}
      <Fact term={__('Correlation id', 'crossdock')}>{correlationId}</Fact>
    </dl>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }): Element {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <bdi>{children || '–'}</bdi>
      </dd>
    </div>
  );
}
