import { __ } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import type { Label } from './labels.ts';

type Order = OrderDetail['order'];
export type Milestone = NonNullable<Order['fulfillments'][number]['milestone']>;
export type Verdict = Order['changes'][number]['verdict'];

/** How far a warehouse is, in words. */
export function milestoneLabel(milestone: Milestone): string {
  const labels: Record<Milestone, string> = {
    allocated: __('allocated', 'crossdock'),
    released: __('released for picking', 'crossdock'),
    picked: __('picked', 'crossdock'),
    packed: __('packed', 'crossdock'),
    'partially-shipped': __('partly shipped', 'crossdock'),
    shipped: __('shipped', 'crossdock'),
    backordered: __('waits for stock', 'crossdock'),
    exception: __('has a problem', 'crossdock'),
    cancelled: __('cancelled', 'crossdock'),
    returned: __('came back', 'crossdock'),
  };
  return labels[milestone];
}

/** What a party said to a change; null while it has not answered. */
export function verdictLabel(verdict: Verdict): Label {
  if (verdict === null) return { text: __('Asked', 'crossdock'), tone: 'wait' };
  const labels: Record<NonNullable<Verdict>, Label> = {
    accepted: { text: __('Accepted', 'crossdock'), tone: 'good' },
    partly: { text: __('Accepted in part', 'crossdock'), tone: 'wait' },
    'too-late': { text: __('Too late', 'crossdock'), tone: 'bad' },
    refused: { text: __('Refused', 'crossdock'), tone: 'bad' },
  };
  return labels[verdict];
}
