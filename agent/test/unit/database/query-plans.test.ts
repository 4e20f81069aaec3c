import SqliteFile from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Readable, Tx } from '../../../src/database/database.ts';
import { claimDue, hurryConnection, nextDue, recoverSending } from '../../../src/database/deliveries.ts';
import { countPending, overdueEnvelopes, pendingEnvelopes, storeReceived, wakeWaiting } from '../../../src/database/envelopes.ts';
import {
  envelopesParkedFor,
  listExceptions,
  oldestOpen,
  openCounts,
  openHolds,
  openOf,
  openOfAll,
  subjectsMissing,
} from '../../../src/database/exceptions.ts';
import { durationsOf, openBySubject, orderCounts, queuedDeliveries } from '../../../src/database/figures.ts';
import { dueToWake, ledgerOf, listLedgers, subjectOfOrder, unmirrored } from '../../../src/database/ledgers.ts';
import { traceOf } from '../../../src/database/trace.ts';
import type { Tables } from '../../../src/database/tables.ts';
import { delivery, freshBooks } from './books.ts';

const books = freshBooks();

/** How SQLite carries out every statement that the call sends, without knowing the values that are bound. */
async function plansOf(call: (tx: Tx) => Promise<unknown>): Promise<string[]> {
  const statements: { sql: string; parameters: readonly unknown[] }[] = [];
  const sqlite = new SqliteFile(books.file);
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: sqlite }),
    log: (event) => void statements.push(event.query),
  });
  await db.transaction().execute(call);
  const plans = statements
    .filter(({ sql }) => /^(select|update|insert|delete)/.test(sql))
    .flatMap(({ sql, parameters }) => sqlite.prepare(`explain query plan ${sql}`).all(parameters.map(() => null)) as { detail: string }[]);
  await db.destroy();
  return plans.map((step) => step.detail);
}

const ALL = { state: 'open', class: null, q: null, orderId: null, cursor: null, limit: 50 } as const;
const received = { connection: 'shop', kind: 'sales-order', foreignId: '1', hash: 'h', payload: '{}', at: 1 };
const hot: [string, string, (db: Readable & Tx) => Promise<unknown>][] = [
  ['pendingEnvelopes', 'envelopes_pending', (db) => pendingEnvelopes(db, 100)],
  ['pendingEnvelopes, some left out', 'envelopes_pending', (db) => pendingEnvelopes(db, 100, ['erp'])],
  ['countPending', 'envelopes_pending', (db) => countPending(db)],
  ['overdueEnvelopes', 'envelopes_overdue', (db) => overdueEnvelopes(db, 1, 100)],
  ['wakeWaiting', 'envelopes_waiting', (db) => wakeWaiting(db, 'shop:1')],
  ['claimDue', 'deliveries_due', (db) => claimDue(db, 'erp', 100, 50)],
  ['nextDue', 'deliveries_due', (db) => nextDue(db, 'erp')],
  ['hurryConnection', 'deliveries_due', (db) => hurryConnection(db, 'erp', 1)],
  ['recoverSending', 'deliveries_sending', (db) => recoverSending(db, 1)],
  ['queuedDeliveries', 'deliveries_due', (db) => queuedDeliveries(db)],
  ['openOf', 'exceptions_open', (db) => openOf(db, 's')],
  ['openOfAll', 'exceptions_open', (db) => openOfAll(db, ['a', 'b'])],
  ['openCounts', 'exceptions_', (db) => openCounts(db)],
  ['openBySubject', 'exceptions_subject', (db) => openBySubject(db, ['a', 'b'])],
  ['subjectsMissing', 'exceptions_missing', (db) => subjectsMissing(db, { kind: 'sku', connection: 'erp', key: 'A' })],
  ['envelopesParkedFor', 'exceptions_order', (db) => envelopesParkedFor(db, '1')],
  ['listExceptions', 'exceptions_list', (db) => listExceptions(db, ALL)],
  ['listExceptions, next page', 'exceptions_list', (db) => listExceptions(db, { ...ALL, cursor: 7 })],
  ['oldestOpen', 'exceptions_since', (db) => oldestOpen(db)],
  ['openHolds', 'exceptions_held', (db) => openHolds(db)],
  ['dueToWake', 'ledgers_wake', (db) => dueToWake(db, 1, 100)],
  ['unmirrored', 'mirrors_behind', (db) => unmirrored(db, 'shop', 200)],
  ['ledgerOf', 'sqlite_autoindex_ledgers_1', (db) => ledgerOf(db, 's')],
  ['subjectOfOrder', 'ledgers_order', (db) => subjectOfOrder(db, '1', null)],
  ['listLedgers', 'ledgers_created', (db) => listLedgers(db, { q: null, cursor: null, limit: 50 })],
  ['listLedgers, next page', 'ledgers_created', (db) => listLedgers(db, { q: null, cursor: '1|s', limit: 50 })],
  ['listLedgers, by number', 'MULTI-INDEX OR', (db) => listLedgers(db, { q: '1001', cursor: null, limit: 50 })],
  ['traceOf', 'trace_subject', (db) => traceOf(db, 's')],
  ['orderCounts', 'ledgers_shipped', (db) => orderCounts(db, 1)],
  ['durationsOf', 'ledgers_accepted', (db) => durationsOf(db, 'capture-to-erp', 1, 100)],
];

describe('a query that runs all the time', () => {
  it.each(hot)('uses its index and never reads a whole table: %s by %s', async (_name, index, call) => {
    await books.database.write((tx) =>
      tx
        .insertInto('deliveries')
        .values(delivery({ due_at: 1 }))
        .execute(),
    );
    const plans = await plansOf((tx) => call(tx));
    expect(plans.join('\n')).toContain(index);
    expect(plans.filter((step) => /^SCAN \w+$/.test(step) && step !== 'SCAN queued')).toEqual([]);
  });

  it('finds a received document by its name', async () => {
    expect((await plansOf((tx) => storeReceived(tx, [received]))).filter((step) => step.startsWith('SCAN'))).toEqual([]);
  });

  it('would be caught here if it read a whole table', async () => {
    expect(await plansOf((tx) => tx.selectFrom('envelopes').selectAll().where('state', '=', 'pending').execute())).toEqual([
      'SCAN envelopes',
    ]);
  });
});
