import { describe, expect, it } from 'vitest';
import { listExceptions, openException } from '../../../src/database/exceptions.ts';
import { cursorAfter, dueToWake, listLedgers, markMirrored, saveLedger, unmirrored } from '../../../src/database/ledgers.ts';
import { listMappings, saveMapping } from '../../../src/database/mappings.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { exception, freshBooks, ledgerRow } from './books.ts';

const books = freshBooks();
type LedgerRow = Parameters<typeof saveLedger>[1];
const addLedgers = (...rows: LedgerRow[]) =>
  books.database.write(async (tx) => {
    for (const row of rows) await saveLedger(tx, row, undefined);
  });

/** Reads a list page by page, and lets `between` change it after every page. */
async function readAll<Row>(page: (cursor: Row | undefined) => Promise<Row[]>, between: (n: number) => Promise<unknown>): Promise<Row[]> {
  const all: Row[] = [];
  for (let n = 0; n < 100; n += 1) {
    const rows = await page(all.at(-1));
    if (rows.length === 0) return all;
    all.push(...rows);
    await between(n);
  }
  throw new Error('the list never ends');
}

describe('a list that is read while rows come in has no gap and no repeat', () => {
  it('of orders, newest first, many of them of the same moment', async () => {
    const ids = Array.from({ length: 25 }, (_, i) => String(100 + i));
    await addLedgers(...ids.map((id, i) => ledgerRow(id, { created_at: 1000 + Math.floor(i / 7) })));
    const rows = await readAll<LedgerRow>(
      (last) => listLedgers(books.database.read, { q: null, cursor: last ? cursorAfter(last) : null, limit: 4 }),
      (n) => addLedgers(ledgerRow(`new${n}`, { created_at: 2000 + n })),
    );
    const expected = ids.toReversed().sort((a, b) => Math.floor((Number(b) - 100) / 7) - Math.floor((Number(a) - 100) / 7));
    expect(rows.map((row) => row.order_id)).toEqual(expected);
  });

  it('of exceptions, newest first', async () => {
    const open = (source: string) => books.database.write((tx) => openException(tx, exception({ source })));
    const sources = Array.from({ length: 11 }, (_, i) => `s${i}`);
    for (const source of sources) await open(source);
    const page = (cursor: number | null) =>
      listExceptions(books.database.read, { state: 'open', class: null, q: null, orderId: null, cursor, limit: 3 });
    const rows = await readAll<Awaited<ReturnType<typeof page>>[number]>(
      (last) => page(last?.id ?? null),
      (n) => open(`new${n}`),
    );
    expect(rows.map((row) => row.source)).toEqual(sources.toReversed());
  });

  it('of mappings, by key and then by party, with any sign in the key', async () => {
    const save = (key: string, connection: string) =>
      books.database.write((tx) =>
        saveMapping(tx, { kind: 'sku', connection: ConnectionId.parse(connection), key, value: 'V', label: '' }, null, 'ada', 1),
      );
    const keys = ['A', 'A|B', 'B', 'C|', 'Ü', '💡'];
    for (const key of keys) for (const connection of ['erp', 'wms', 'a']) await save(key, connection);
    const page = (cursor: string | null) => listMappings(books.database.read, { kind: 'sku', q: null, cursor, limit: 2 });
    const rows = await readAll<Awaited<ReturnType<typeof page>>[number]>(
      (last) => page(last ? `${last.key}|${last.connection}` : null),
      (n) => save(`0${n}`, 'erp'),
    );
    expect(rows.map((row) => `${row.key}@${row.connection}`)).toEqual(keys.flatMap((key) => [`${key}@a`, `${key}@erp`, `${key}@wms`]));
  });
});

describe('searching orders', () => {
  it.each([
    ['7001', ['by id']],
    ['#W-7', ['by number']],
    ['SO-7', ['by ERP number']],
    ['FO-7', ['by WMS number']],
    ['0034', ['by tracking']],
    ['Grace', ['by customer']],
    ['grace h', ['by customer']],
    ['hopper', []],
    ['%', []],
    ['  ', ['all']],
  ])('"%s" finds what stands there', async (q, found) => {
    const rows = [
      ledgerRow('7001', { stage: 'by id' }),
      ledgerRow('1', { number: 'W-7', stage: 'by number' }),
      ledgerRow('2', { erp_number: 'SO-7', stage: 'by ERP number' }),
      ledgerRow('3', { wms_number: 'FO-7', stage: 'by WMS number' }),
      ledgerRow('4', { tracking: '0034', stage: 'by tracking' }),
      ledgerRow('5', { customer: 'grace hopper', stage: 'by customer' }),
    ];
    await addLedgers(...rows);
    const stages = (await listLedgers(books.database.read, { q, cursor: null, limit: 10 })).map((row) => row.stage);
    if (found[0] === 'all') expect(stages).toHaveLength(rows.length);
    else expect(stages).toEqual(found);
  });

  it.each(['', 'nonsense', '|shop/sales-order/1', 'abc|x'])('with the broken cursor "%s" begins at the start', async (cursor) => {
    await addLedgers(ledgerRow('1'));
    expect(await listLedgers(books.database.read, { q: null, cursor, limit: 10 })).toHaveLength(1);
  });
});

describe('searching exceptions', () => {
  it.each([
    [{ q: '#4711' }, 1],
    [{ q: 'TEA-02' }, 1],
    [{ q: 'mapping.sku-missing' }, 2],
    [{ q: 'not mapped' }, 2],
    [{ q: '%' }, 2],
    [{ q: 'nothing of that' }, 0],
    [{ class: 'business' }, 0],
    [{ class: 'master-data' }, 2],
    [{ orderId: '2' }, 1],
    [{ state: 'closed' as const }, 0],
  ])('by %o finds %d', async (filter, n) => {
    await books.database.write(async (tx) => {
      await openException(tx, exception({ order_number: '4711' }));
      await openException(tx, exception({ source: 's2', order_id: '2', missing_key: 'TEA-02' }));
    });
    const none = { state: 'open' as const, class: null, q: null, orderId: null, cursor: null, limit: 10 };
    expect(await listExceptions(books.database.read, { ...none, ...filter })).toHaveLength(n);
  });
});

describe('the mirror of a shop', () => {
  it('is behind from a new version on until that version is shown', async () => {
    const first = ledgerRow('1');
    await addLedgers(first, ledgerRow('2', { connection: 'shop-2', subject: 'shop-2/sales-order/2' }));
    const behind = async () => (await unmirrored(books.database.read, 'shop', 10)).map((row) => row.version);
    expect(await behind()).toEqual([1]);
    const second = { ...first, version: 2, stage: 'shipped' };
    await books.database.write((tx) => saveLedger(tx, second, first));
    await books.database.write((tx) => markMirrored(tx, [first])); // what was read before the second came
    expect(await behind()).toEqual([2]);
    await books.database.write((tx) => markMirrored(tx, [second]));
    expect(await behind()).toEqual([]);
    expect(await books.database.read.selectFrom('ledgers').select('stage').where('order_id', '=', '1').executeTakeFirst()).toEqual({
      stage: 'shipped',
    });
  });
});

it('orders are woken when their time has come, the longest overdue first', async () => {
  await addLedgers(ledgerRow('1', { wake_at: 50 }), ledgerRow('2', { wake_at: 40 }), ledgerRow('3', { wake_at: 101 }), ledgerRow('4'));
  expect(await dueToWake(books.database.read, 100, 10)).toEqual(['shop/sales-order/2', 'shop/sales-order/1']);
  expect(await dueToWake(books.database.read, 100, 1)).toEqual(['shop/sales-order/2']);
});
