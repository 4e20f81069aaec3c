import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { openDatabase, type Database } from '../src/database/database.ts';
import { saveMapping } from '../src/database/mappings.ts';
import { receiptFor } from '../src/domain/receipt.ts';
import { ConnectionId } from '../src/domain/reference.ts';
import { OutboundDocument } from '../src/domain/outbound.ts';
import type { OrderFact } from '../src/ledgers/order/facts.ts';
import { ReplanRequest } from '../src/protocol/replan.ts';
import { replan, type ReplanContext } from '../src/runtime/replan.ts';
import { recordFacts } from '../src/runtime/subject.ts';
import { at, CODES, erpState, order, policy, SUBJECT, wmsState } from '../test/support/orders.ts';
import type { Bench } from './result.ts';

const QUIET = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const NOW = Date.parse(at(120));

/** Planning many open orders again: first when nothing has changed, then when a mapping that all of them use has. */
export async function replanning(dir: string, orders: number): Promise<Bench> {
  const file = join(dir, 'replanning', 'crossdock.sqlite');
  mkdirSync(join(dir, 'replanning'), { recursive: true });
  await seed(file, orders);
  const database = await openDatabase(file);
  try {
    const same = await all(contextOf(database), orders, 0);
    await database.write((tx) => saveMapping(tx, { ...row('tax|erp|DE-VAT-1'), value: 'VAT-NEW' }, 1, 'bench', NOW));
    const changed = await all(contextOf(database), orders, orders);
    const figure = (name: string, seconds: number) => ({
      name,
      value: seconds,
      unit: 's',
      target: { atMost: 60 },
      note: `${Math.round(orders / seconds)} orders/s`,
    });
    return {
      title: `Planning ${orders.toLocaleString('en')} open orders again`,
      figures: [figure('nothing has changed', same), figure('each has a new code, written', changed)],
      skipped: null,
    };
  } finally {
    await database.close();
  }
}

async function all(context: ReplanContext, orders: number, expected: number): Promise<number> {
  const began = performance.now();
  let looked = 0;
  let changed = 0;
  let after: string | null = null;
  do {
    const page = await replan(context, ReplanRequest.parse({ after, limit: 500 }));
    looked += page.looked;
    changed += page.changed.length;
    after = page.next;
  } while (after !== null);
  if (looked !== orders || changed !== expected)
    throw new Error(`${looked} were looked at and ${changed} changed; ${expected} should have`);
  return (performance.now() - began) / 1000;
}

function contextOf(database: Database): ReplanContext {
  return { database, policy: policy(), mode: 'live', deadlineMs: 3_600_000, now: () => NOW, log: QUIET, onRecorded: () => undefined };
}

/** One order that is picked at the warehouse, and all others as copies of it. */
async function seed(file: string, orders: number): Promise<void> {
  const database = await openDatabase(file);
  const context = contextOf(database);
  await database.write(async (tx) => {
    for (const [id, value] of Object.entries(CODES))
      if (!id.includes('#')) await saveMapping(tx, { ...row(id), value }, null, 'bench', NOW);
  });
  const tell = (...facts: OrderFact[]) => database.write((tx) => recordFacts(tx, context, SUBJECT, facts));
  await tell({ kind: 'captured', at: at(11), order: order() });
  await acknowledgeAll(database, tell);
  await tell({ kind: 'order-state', at: at(21), state: erpState() });
  await acknowledgeAll(database, tell);
  await tell({ kind: 'fulfillment-state', at: at(31), state: wmsState({ milestone: 'picked' }) });
  await database.close();
  copy(file, orders);
}

async function acknowledgeAll(database: Database, tell: (fact: OrderFact) => Promise<unknown>): Promise<void> {
  for (;;) {
    const [due] = await database.read.selectFrom('deliveries').selectAll().where('state', '=', 'pending').limit(1).execute();
    if (!due) return;
    const { id, key, fingerprint, connection } = due;
    await database.write((tx) => tx.updateTable('deliveries').set({ state: 'done' }).where('id', '=', id).execute());
    const document = OutboundDocument.parse(JSON.parse(due.document));
    await tell({
      kind: 'acknowledged',
      at: at(40),
      key,
      fingerprint,
      receipt: receiptFor(`id-${key}`),
      document,
      connection: ConnectionId.parse(connection),
    });
  }
}

function copy(file: string, orders: number): void {
  const db = new SqliteFile(file);
  db.pragma('synchronous = OFF');
  const named = (column: string): string =>
    ['subject', 'order_id', 'number', 'body', 'document'].includes(column) ? `replace(${column}, '1001', :id)` : column;
  const inserts = ['ledgers', 'deliveries', 'mirrors'].map((table) => {
    const columns = (db.prepare(`select name from pragma_table_info('${table}')`).all() as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name !== 'id');
    return db.prepare(
      `insert into ${table} (${columns.join(', ')}) select ${columns.map(named).join(', ')} from ${table} where subject = '${SUBJECT}'`,
    );
  });
  db.transaction(() => {
    for (let id = 0; id < orders - 1; id += 1) for (const insert of inserts) insert.run({ id: String(2_000_000 + id) });
  })();
  db.close();
}

function row(id: string) {
  const [kind = '', connection = '', key = ''] = id.split('|');
  return { kind: kind as 'sku', connection: ConnectionId.parse(connection), key, label: '' };
}
