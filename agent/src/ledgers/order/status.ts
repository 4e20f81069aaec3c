import type { SalesOrder, SalesOrderStatus } from '../../domain/sales-order.ts';
import { lookupId } from '../../domain/mapping.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { meaningOf } from './meaning.ts';
import type { OrderPolicy } from './policy.ts';
import { compareTimes } from './time.ts';

const GONE: ReadonlySet<SalesOrderStatus> = new Set<SalesOrderStatus>(['cancelled', 'refunded', 'failed', 'trashed', 'deleted']);
const PAUSED: ReadonlySet<SalesOrderStatus> = new Set<SalesOrderStatus>(['draft', 'pending-payment', 'on-hold']);

/** True when the shop no longer sells the order. */
export function isGone(order: SalesOrder): boolean {
  return GONE.has(order.status) || (order.total.minor > 0 && order.refundedTotal.minor >= order.total.minor);
}

/** True when the shop holds the order back; nothing new is asked of the warehouse meanwhile. A status that we set ourselves (waiting for stock may be "on-hold" in a shop) holds nothing back. */
export function isPaused(order: SalesOrder, ledger: Pick<OrderLedger, 'receipts' | 'codes'>): boolean {
  return PAUSED.has(order.status) && statusWeSet(ledger, order) !== order.storeStatus;
}

/** The name, in policy, of the status that the shop was told. */
export function statusTold(told: Told): string {
  return meaningOf(told.fingerprint).replace(/^status:/, '');
}

/** The status that we set last, in the shop's own word; null before any. */
export function statusWeSet(ledger: Pick<OrderLedger, 'receipts' | 'codes'>, { connection }: SalesOrder): string | null {
  const told = own(ledger.receipts, KEYS.storeStatus);
  if (!told) return null;
  const name = statusTold(told);
  return own(ledger.codes, lookupId({ kind: 'status', connection, key: name })) ?? name;
}

/** True when policy sends the order on in its present state. */
export function isExportable(order: SalesOrder, policy: OrderPolicy): boolean {
  const tooOld = policy.ignoreBefore !== null && compareTimes(order.createdAt, policy.ignoreBefore) < 0;
  return !tooOld && policy.exportStatuses.includes(order.status) && !isGone(order);
}
