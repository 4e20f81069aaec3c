import type { SalesOrder, SalesOrderStatus } from '../../domain/sales-order.ts';
import type { OrderPolicy } from './policy.ts';
import { compareTimes } from './time.ts';

const GONE: ReadonlySet<SalesOrderStatus> = new Set<SalesOrderStatus>(['cancelled', 'refunded', 'failed', 'trashed', 'deleted']);
const PAUSED: ReadonlySet<SalesOrderStatus> = new Set<SalesOrderStatus>(['draft', 'pending-payment', 'on-hold']);

/** True when the shop no longer sells the order. */
export function isGone(order: SalesOrder): boolean {
  return GONE.has(order.status) || (order.total.minor > 0 && order.refundedTotal.minor >= order.total.minor);
}

/** True when the shop holds the order back; nothing new is asked of the warehouse meanwhile. */
export function isPaused(order: SalesOrder): boolean {
  return PAUSED.has(order.status);
}

/** True when policy sends the order on in its present state. */
export function isExportable(order: SalesOrder, policy: OrderPolicy): boolean {
  const tooOld = policy.ignoreBefore !== null && compareTimes(order.createdAt, policy.ignoreBefore) < 0;
  return !tooOld && policy.exportStatuses.includes(order.status) && !isGone(order);
}
