import { __ } from '@wordpress/i18n';
import type { OrderDetail } from '../../../agent/src/protocol/orders.ts';
import type { Label } from './labels.ts';

type Return = OrderDetail['order']['returns'][number];
type Condition = Return['lines'][number]['conditions'][number]['condition'];

/** How far a return is. */
export function returnLabel(status: Return['status']): Label {
  const labels: Record<Return['status'], Label> = {
    announced: { text: __('Announced', 'crossdock'), tone: 'wait' },
    'partly-received': { text: __('Received in part', 'crossdock'), tone: 'wait' },
    received: { text: __('Received', 'crossdock'), tone: 'wait' },
    refunded: { text: __('Paid back', 'crossdock'), tone: 'good' },
    closed: { text: __('Closed', 'crossdock'), tone: 'good' },
  };
  return labels[status];
}

/** Who began a return. */
export function originLabel(origin: Return['origin']): string {
  const labels: Record<Return['origin'], string> = {
    person: __('asked for by a person', 'crossdock'),
    shop: __('from a refund in the shop', 'crossdock'),
    erp: __('from the ERP', 'crossdock'),
    warehouse: __('came without notice', 'crossdock'),
  };
  return labels[origin];
}

/** How the money of a return stands. */
export function refundLabel(refund: Return['refund']): string {
  const labels: Record<Return['refund'], string> = {
    none: __('Nothing is to be paid back (yet).', 'crossdock'),
    'to-approve': __('The refund waits for approval.', 'crossdock'),
    planned: __('The refund is being made.', 'crossdock'),
    made: __('Paid back', 'crossdock'),
  };
  return labels[refund];
}

/** How goods came back. */
export function conditionLabel(condition: Condition): string {
  const labels: Record<Condition, string> = {
    sellable: __('as new', 'crossdock'),
    damaged: __('damaged', 'crossdock'),
    incomplete: __('incomplete', 'crossdock'),
    unknown: __('not looked at yet', 'crossdock'),
  };
  return labels[condition];
}
