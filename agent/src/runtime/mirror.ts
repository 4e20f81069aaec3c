import type { Database } from '../database/database.ts';
import { openOfAll, type ExceptionRecord } from '../database/exceptions.ts';
import { markMirrored, unmirrored, type LedgerRow } from '../database/ledgers.ts';
import type { OrderMirror } from '../domain/order-mirror.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import { plan } from '../ledgers/order/plan.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { mirrorOf, viewOf } from '../ledgers/order/view.ts';
import type { Connection } from './connections.ts';

const BATCH = 200;

/** Writes what has changed since the last time into the shop's own status rows, so that its screens speak while the agent is down. Returns true when there is more. */
export async function mirrorOnce(database: Database, store: Connection, policy: OrderPolicy, now: () => number): Promise<boolean> {
  const rows = await unmirrored(database.read, store.id, BATCH);
  if (rows.length === 0) return false;
  const open = await openOfAll(
    database.read,
    rows.map((row) => row.subject),
  );
  const mirrors = rows.map((row) => mirrorRow(row, open.get(row.subject) ?? [], policy, now()));
  await store.use(async (session) => session.store?.mirror(mirrors));
  await database.write((tx) => markMirrored(tx, rows));
  return rows.length === BATCH;
}

function mirrorRow(row: LedgerRow, open: readonly ExceptionRecord[], policy: OrderPolicy, now: number): OrderMirror {
  const ledger = readLedger(row.body);
  const planned = plan(ledger, policy, now);
  return mirrorOf(viewOf(ledger, planned, policy), open, row.version, now);
}
