import { describe, expect, it } from 'vitest';
import {
  countPending,
  envelopeById,
  overdueEnvelopes,
  pendingEnvelopes,
  reviveEnvelope,
  settleEnvelope,
  storeReceived,
  wakeWaiting,
  type Received,
} from '../../../src/database/envelopes.ts';
import { freshBooks } from './books.ts';

const books = freshBooks();
const document = (overrides: Partial<Received> = {}): Received => ({
  connection: 'shop',
  kind: 'sales-order',
  foreignId: '1',
  hash: 'h1',
  payload: 'first',
  at: 10,
  ...overrides,
});
const store = (...documents: Received[]) => books.database.write((tx) => storeReceived(tx, documents));
const pending = (except: string[] = []) => pendingEnvelopes(books.database.read, 100, except);
const settle = (row: Parameters<typeof settleEnvelope>[1], outcome: Parameters<typeof settleEnvelope>[2]) =>
  books.database.write((tx) => settleEnvelope(tx, row, outcome));
const DONE = { state: 'done', subject: 'shop/sales-order/1' } as const;
const WAITING = { state: 'waiting', waitFor: 'shop:1', waitUntil: 500 } as const;
const one = async (foreignId = '1') =>
  books.database.read.selectFrom('envelopes').selectAll().where('foreign_id', '=', foreignId).executeTakeFirstOrThrow();

describe('a received document', () => {
  it('waits to be read, and goes no further when it comes again unchanged', async () => {
    expect(await store(document())).toEqual({ fresh: 1, unchanged: 0 });
    await settle(await one(), DONE);
    expect(await store(document({ at: 99 }))).toEqual({ fresh: 0, unchanged: 1 });
    expect(await one()).toMatchObject({ state: 'done', received_at: 10 });
  });

  it('of a newer version takes the place of the older one and is read again', async () => {
    await store(document());
    const { id } = await one();
    await settle(await one(), DONE);
    expect(await store(document({ hash: 'h2', payload: 'second', at: 20 }))).toEqual({ fresh: 1, unchanged: 0 });
    expect(await pending()).toMatchObject([{ id, hash: 'h2', payload: 'second', received_at: 20 }]);
  });

  it('of a newer version no longer waits for what the older one waited for', async () => {
    await store(document());
    await settle(await one(), WAITING);
    await store(document({ hash: 'h2' }));
    expect(await one()).toMatchObject({ state: 'pending', wait_for: null, wait_until: null });
  });

  it.each([
    ['connection', { connection: 'shop-2' }],
    ['kind', { kind: 'sales-order-state' }],
    ['id', { foreignId: '2' }],
  ])('is another one when its %s differs', async (_what, other) => {
    expect(await store(document(), document(other))).toEqual({ fresh: 2, unchanged: 0 });
    expect(await countPending(books.database.read)).toBe(2);
  });

  it('counts each of a page by itself', async () => {
    await store(document());
    expect(await store(document(), document({ foreignId: '2' }), document({ hash: 'h2' }))).toEqual({ fresh: 2, unchanged: 1 });
  });
});

describe('documents that wait to be read', () => {
  it('come oldest first, without those of connections that are closed', async () => {
    await store(
      document({ foreignId: 'c', at: 30 }),
      document({ foreignId: 'a', at: 10 }),
      document({ foreignId: 'b', at: 10, connection: 'erp' }),
      document({ foreignId: 'd', at: 10 }),
    );
    expect((await pending()).map((row) => row.foreign_id)).toEqual(['a', 'b', 'd', 'c']);
    expect((await pending(['shop'])).map((row) => row.foreign_id)).toEqual(['b']);
    expect(await pendingEnvelopes(books.database.read, 2)).toHaveLength(2);
  });
});

describe('settling', () => {
  it.each([
    [DONE, { state: 'done', subject: 'shop/sales-order/1', wait_for: null, wait_until: null }],
    [{ state: 'parked', subject: null } as const, { state: 'parked', subject: null, wait_for: null }],
    [WAITING, { state: 'waiting', subject: null, wait_for: 'shop:1', wait_until: 500 }],
  ])('notes what became of the document: %o', async (outcome, row) => {
    await store(document());
    await settle(await one(), outcome);
    expect(await one()).toMatchObject(row);
    expect(await pending()).toEqual([]);
  });

  it('does nothing when a newer version has come in meanwhile', async () => {
    await store(document());
    const old = await one();
    await store(document({ hash: 'h2' }));
    await settle(old, DONE);
    expect(await pending()).toMatchObject([{ hash: 'h2', state: 'pending', subject: null }]);
  });
});

describe('a document that waits for an order', () => {
  it('is read again when that order comes, and only then', async () => {
    await store(document());
    await settle(await one(), WAITING);
    await books.database.write((tx) => wakeWaiting(tx, 'shop:2'));
    expect(await pending()).toEqual([]);
    await books.database.write((tx) => wakeWaiting(tx, 'shop:1'));
    expect(await pending()).toMatchObject([{ foreign_id: '1', wait_for: null, wait_until: null }]);
  });

  it('is overdue when its time is up', async () => {
    await store(document());
    await settle(await one(), WAITING);
    expect(await overdueEnvelopes(books.database.read, 499, 10)).toEqual([]);
    expect(await overdueEnvelopes(books.database.read, 500, 10)).toHaveLength(1);
  });

  it('that was parked can be read again by its own id', async () => {
    await store(document());
    const { id } = await one();
    await settle(await one(), { state: 'parked', subject: null });
    await books.database.write((tx) => reviveEnvelope(tx, id));
    expect(await pending()).toMatchObject([{ id }]);
    expect(await envelopeById(books.database.read, id + 1)).toBeUndefined();
  });
});
