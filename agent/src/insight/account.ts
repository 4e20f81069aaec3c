import type { Readable } from '../database/database.ts';
import { openOf } from '../database/exceptions.ts';
import { bodiesOf, knownOrders, openBySubject, type KnownOrder } from '../database/figures.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { isExportable } from '../ledgers/order/status.ts';
import type { Unsettled } from './proof-state.ts';

/** How one paid order is accounted for. `policy`: explained for good, because policy leaves it alone. */
export type Account = 'in-erp' | 'policy' | 'explained' | 'young' | 'unexplained';

/** With what paid orders are compared. */
export interface AccountContext {
  readonly db: Readable;
  readonly store: ConnectionId;
  readonly policy: OrderPolicy;
  readonly mode: 'live' | 'shadow';
  readonly slaMs: number;
  readonly now: number;
}

/** Says for each paid order how it is accounted for, in the same order. */
export async function accountFor(context: AccountContext, orders: readonly Unsettled[]): Promise<Account[]> {
  const { db, store, policy } = context;
  const known = new Map(
    (
      await knownOrders(
        db,
        store,
        orders.map(([id]) => id),
      )
    ).map((order) => [order.orderId, order]),
  );
  const late = [...known.values()].filter((order) => !order.inErp);
  const open = await openBySubject(
    db,
    late.map((order) => order.subject),
  );
  const bodies = await bodiesOf(
    db,
    late.filter((order) => LEFT_ALONE.has(order.stage)).map((order) => order.subject),
  );
  const erpIsDown = (await openOf(db, `connection/${policy.erp}`)).length > 0;
  return orders.map(([id, firstSeen, status]) => {
    const order = known.get(id);
    if (order?.inErp) return 'in-erp';
    if (order && open.has(order.subject)) return 'explained';
    if (order && leftAlone(bodies.get(order.subject), order, status, policy)) return 'policy';
    if (order && !LEFT_ALONE.has(order.stage) && (erpIsDown || context.mode === 'shadow')) return 'explained';
    return context.now - firstSeen < context.slaMs ? 'young' : 'unexplained';
  });
}

const LEFT_ALONE: ReadonlySet<string> = new Set(['ignored', 'held', 'cancelled', 'cancelling']);

/** Only a ledger that knows the shop's present state explains anything: an older one means that we missed a change. */
function leftAlone(body: string | undefined, { stage }: KnownOrder, status: string, policy: OrderPolicy): boolean {
  const order = body === undefined ? null : readLedger(body).order;
  if (!order || order.storeStatus !== status) return false;
  return stage !== 'ignored' || !isExportable(order, policy);
}
