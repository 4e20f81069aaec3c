import { describe, expect, it } from 'vitest';
import {
  closeExceptions,
  envelopesParkedFor,
  missingKeys,
  openCounts,
  openException,
  openOf,
  openOfAll,
  rewordException,
  subjectsMissing,
} from '../../../src/database/exceptions.ts';
import { exception, freshBooks } from './books.ts';

const books = freshBooks();
type Row = Parameters<typeof openException>[1];
const open = (row: Partial<Row> = {}) => books.database.write((tx) => openException(tx, exception(row)));
const close = (ids: number[]) => books.database.write((tx) => closeExceptions(tx, ids, 99));
const openHere = () => openOf(books.database.read, 'shop/sales-order/1');

describe('an exception', () => {
  it('is there once while it is open, and may come again after it was closed', async () => {
    await open();
    await expect(open({ message: 'again' })).rejects.toThrow(/UNIQUE/);
    const [first] = await openHere();
    await close([first!.id]);
    await open({ message: 'again' });
    expect(await openHere()).toMatchObject([{ message: 'again' }]);
    const rows = await books.database.read.selectFrom('exceptions').select(['state', 'closed_at']).orderBy('id').execute();
    expect(rows).toEqual([
      { state: 'closed', closed_at: 99 },
      { state: 'open', closed_at: null },
    ]);
  });

  it.each([
    ['key', { key: 'location' }],
    ['source', { source: 'connection/erp' }],
  ])('is another one under another %s', async (_what, other) => {
    await open();
    await open(other);
    expect(await openCounts(books.database.read)).toEqual({ 'master-data': 2 });
  });

  it('can be said in other words without becoming another one', async () => {
    await open();
    const [row] = await openHere();
    await books.database.write((tx) => rewordException(tx, row!.id, { message: 'now the tax', code: 'mapping.tax-missing' }));
    expect(await openHere()).toMatchObject([{ id: row!.id, since: 1, message: 'now the tax', code: 'mapping.tax-missing' }]);
  });
});

describe('open exceptions', () => {
  it('are found for many sources at once; sources without any are absent', async () => {
    await open();
    await open({ key: 'location' });
    await open({ source: 'shop/sales-order/2' });
    const found = await openOfAll(books.database.read, ['shop/sales-order/1', 'shop/sales-order/2', 'shop/sales-order/3']);
    expect([...found].map(([source, rows]) => [source, rows.length])).toEqual([
      ['shop/sales-order/1', 2],
      ['shop/sales-order/2', 1],
    ]);
  });

  it('name the orders that wait for a code, each once, and the codes that most orders wait for first', async () => {
    await open();
    await open({ key: 'sku again' });
    await open({ source: 'shop/sales-order/2', subject: 'shop/sales-order/2', order_number: '2' });
    await open({ source: 'shop/sales-order/3', subject: 'shop/sales-order/3', missing_key: 'TEA-02', order_number: '3' });
    await open({ source: 'shop/sales-order/4', subject: 'shop/sales-order/4', missing_connection: 'wms' });
    const key = { kind: 'sku', connection: 'erp', key: 'MUG-01' };
    expect((await subjectsMissing(books.database.read, key)).sort()).toEqual(['shop/sales-order/1', 'shop/sales-order/2']);
    const missing = await missingKeys(books.database.read, 'sku');
    expect(missing[0]).toEqual({ connection: 'erp', key: 'MUG-01', waiting: 3, example: '1' });
    expect(missing).toHaveLength(3);
    await close((await openHere()).map((row) => row.id));
    expect(await subjectsMissing(books.database.read, key)).toEqual(['shop/sales-order/2']);
  });

  it('name the documents that were parked because their order was not known', async () => {
    const parked = { code: 'shipment.unknown-order', subject: null, order_id: '7' };
    await open({ ...parked, source: 'envelope/12' });
    await open({ ...parked, source: 'envelope/13', order_id: '8' });
    await open({ ...parked, source: 'envelope/14', code: 'document.unreadable' });
    expect(await envelopesParkedFor(books.database.read, '7')).toEqual([12]);
  });
});
