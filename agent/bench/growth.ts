import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { waitUntil } from '../../e2e/setup/wait-until.ts';
import type { Bench } from './result.ts';
import { startSite } from './site.ts';
import { flood, type Flood } from './throughput.ts';

/** Tables that hold something for each order, and which of their columns name it. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  ledgers: ['subject', 'order_id', 'number'],
  mirrors: ['subject'],
  trace: ['subject'],
  deliveries: ['subject'],
  envelopes: ['subject', 'foreign_id'],
};

/** The cost of an order with empty books and with thousands of finished orders in them. */
export async function growth(dir: string, orders: number, held: number): Promise<Bench> {
  const books = join(dir, 'finished.sqlite');
  const empty = await floodWith(dir, orders, null, books);
  const full = await floodWith(dir, orders, (file) => fill(file, books, held), null);
  const rate = ({ seconds }: Flood): number => orders / seconds;
  const cpu = ({ cpuSeconds }: Flood): number => (cpuSeconds / orders) * 1000;
  const figure = (name: string, value: number, unit: string, note = '') => ({ name, value, unit, target: null, note });
  return {
    title: `The cost of an order as the books grow`,
    figures: [
      figure('empty books', rate(empty), 'orders/s', `${cpu(empty).toFixed(1)} ms CPU an order`),
      figure(`${held.toLocaleString('en')} orders in the books`, rate(full), 'orders/s', `${cpu(full).toFixed(1)} ms CPU an order`),
      { name: 'CPU an order, full to empty', value: cpu(full) / cpu(empty), unit: '×', target: { atMost: 1.25 }, note: 'flat means 1' },
    ],
    skipped: null,
  };
}

async function floodWith(dir: string, orders: number, books: ((file: string) => void) | null, keep: string | null): Promise<Flood> {
  const site = await startSite({ dir, latency: 0, ...(books ? { books } : {}) });
  let stopped = false;
  try {
    const result = await flood(site, orders);
    if (keep !== null) await rest(join(site.dir, 'data/crossdock.sqlite'), orders);
    await site.stop();
    stopped = true;
    if (keep !== null) copyFileSync(join(site.dir, 'data/crossdock.sqlite'), keep);
    return result;
  } finally {
    if (!stopped) await site.stop();
  }
}

/** Copies the finished orders of another run into these books, again and again under other ids, with all that belongs to them. */
function fill(file: string, finished: string, held: number): void {
  const db = new SqliteFile(file);
  db.pragma('synchronous = OFF');
  db.exec(`attach '${finished.replaceAll("'", "''")}' as old`);
  db.exec(`create temp table settled as ${atRest('old')}`);
  const { n } = db.prepare('select count(*) as n from settled').get() as { n: number };
  db.transaction(() => {
    for (let copy = 1; (copy - 1) * n < held; copy += 1) {
      for (const [table, named] of Object.entries(TABLES)) copyRows(db, table, named, `0000${copy}`);
    }
  })();
  db.close();
}

/** Orders with nothing left to do; any other would be taken up by the agent and cost time. */
const atRest = (schema: string): string => `select subject from ${schema}.mirrors where version <= shown
  and subject not in (select subject from ${schema}.ledgers where wake_at is not null)
  and subject not in (select subject from ${schema}.deliveries where state not in ('done', 'superseded'))
  and subject not in (select subject from ${schema}.envelopes where state <> 'done' and subject is not null)`;

/** The shop has all it needs before the agent is done with the ERP and with the status rows. */
async function rest(file: string, orders: number): Promise<void> {
  const db = new SqliteFile(file, { readonly: true });
  const settled = db.prepare(`select count(*) as n from (${atRest('main')})`);
  const all = (): boolean => (settled.get() as { n: number }).n === orders;
  await waitUntil(all, { within: 60_000, every: 200, what: `${orders} orders at rest` }).finally(() => db.close());
}

function copyRows(db: SqliteFile.Database, table: string, named: readonly string[], suffix: string): void {
  const columns = (db.pragma(`table_info(${table})`) as { name: string }[]).map(({ name }) => name).filter((name) => name !== 'id');
  const values = columns.map((name) => {
    if (named.includes(name)) return `${name} || '${suffix}'`;
    return name === 'body' ? `replace(${name}, '"' || subject || '"', '"' || subject || '${suffix}"')` : name;
  });
  db.exec(
    `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')} from old.${table} where subject in (select subject from settled)`,
  );
}
