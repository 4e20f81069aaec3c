import type { Database } from '../database/database.ts';
import { openOf } from '../database/exceptions.ts';
import { markMirrored, unmirrored, type LedgerRow } from '../database/ledgers.ts';
import type { OrderMirror } from '../domain/order-mirror.ts';
import { readLedger } from '../ledgers/order/ledger.ts';
import { plan } from '../ledgers/order/plan.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { mirrorOf, viewOf } from '../ledgers/order/view.ts';
import type { Connection } from './connections.ts';

const BATCH = 200;

/** Writes what has changed since the last time into the shop's own status rows, so that its screens speak while the agent is down. Returns true when there is more. */
export async function mirrorOnce(database: Database, store: Connection, policy: OrderPolicy, now: () => number): Promise<boolean> {
  const rows = await unmirrored(database.read, store.id, BATCH);
  if (rows.length === 0) return false;
  const mirrors = await Promise.all(rows.map((row) => mirrorRow(database, row, policy, now())));
  await store.use(async (session) => session.store?.mirror(mirrors));
  await database.write((tx) => markMirrored(tx, rows));
  return rows.length === BATCH;
}

async function mirrorRow(database: Database, row: LedgerRow, policy: OrderPolicy, now: number): Promise<OrderMirror> {
  const ledger = readLedger(row.body);
  const planned = plan(ledger, policy, now);
  const open = await openOf(database.read, row.subject);
  return mirrorOf(viewOf(ledger, planned), open, row.version, now);
}
