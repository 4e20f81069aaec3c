import type { Readable } from '../database/database.ts';
import { listExceptions } from '../database/exceptions.ts';
import { subjectOfOrder, type LedgerRow } from '../database/ledgers.ts';
import { traceOf } from '../database/trace.ts';
import type { OrderView } from '../domain/order-view.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import { plan } from '../ledgers/order/plan.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { viewOf } from '../ledgers/order/view.ts';
import type { OrderDetail } from '../protocol/orders.ts';
import { exceptionRow, traceStep } from './rows.ts';

/** With what eyes a ledger is looked at: the stage depends on policy and time. */
export interface Look {
  readonly policy: OrderPolicy;
  readonly now: number;
}

/** A stored ledger as people see it. */
export function viewOfRow(row: Pick<LedgerRow, 'body'>, look: Look): OrderView {
  const ledger = readLedger(row.body);
  return viewOf(ledger, plan(ledger, look.policy, look.now), look.policy);
}

/** An order by the store's order id with its open exceptions, the newest closed ones and its trace; null when we have never heard of it. */
export async function orderDetail(db: Readable, look: Look, orderId: string, connection: string | null): Promise<OrderDetail | null> {
  const row = await subjectOfOrder(db, orderId, connection);
  if (!row) return null;
  const narrow = { class: null, q: null, orderId: row.order_id, cursor: null, limit: 50 };
  const open = await listExceptions(db, { ...narrow, state: 'open' });
  const closed = await listExceptions(db, { ...narrow, state: 'closed', limit: 20 });
  const ofThis = [...open, ...closed].filter((record) => record.subject === null || record.subject === row.subject);
  return {
    order: viewOfRow(row, look),
    correlationId: row.correlation_id,
    exceptions: ofThis.map(exceptionRow),
    trace: (await traceOf(db, row.subject)).map(traceStep),
  };
}
