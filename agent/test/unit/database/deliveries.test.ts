import { describe, expect, it } from 'vitest';
import {
  armDelivery,
  claimDue,
  deliveriesOf,
  hurryConnection,
  nextDue,
  recoverSending,
  setDelivery,
} from '../../../src/database/deliveries.ts';
import { activateShadow, suspendPending } from '../../../src/database/shadow.ts';
import { delivery, freshBooks } from './books.ts';

const books = freshBooks();
const { read } = { read: () => books.database.read };
type Row = Parameters<typeof armDelivery>[1];
const arm = (...rows: Row[]) =>
  books.database.write(async (tx) => {
    for (const row of rows) await armDelivery(tx, row);
  });
const claim = (now: number, limit = 10, connection = 'erp') => books.database.write((tx) => claimDue(tx, connection, now, limit));
const all = () => read().selectFrom('deliveries').selectAll().orderBy('id').execute();

describe('claiming', () => {
  it('takes what is due, the most urgent lane first and in each lane the longest due', async () => {
    await arm(
      delivery({ key: 'late lane', lane: 2, due_at: 10 }),
      delivery({ key: 'orders, due second', lane: 0, due_at: 60 }),
      delivery({ key: 'orders, due first', lane: 0, due_at: 50 }),
      delivery({ key: 'shipments', lane: 1, due_at: 5 }),
      delivery({ key: 'not due', lane: 0, due_at: 101 }),
      delivery({ key: 'of another', connection: 'wms', due_at: 1 }),
      ...(['done', 'refused', 'superseded', 'shadow', 'sending'] as const).map((state) => delivery({ key: state, state, due_at: 1 })),
    );
    expect((await claim(100)).map((row) => row.key)).toEqual(['orders, due first', 'orders, due second', 'shipments', 'late lane']);
    expect(await claim(100)).toEqual([]);
  });

  it('stores that it is being sent, and how often, before anything is sent', async () => {
    await arm(delivery());
    expect(await claim(100)).toMatchObject([{ state: 'sending', attempts: 1 }]);
    expect(await all()).toMatchObject([{ state: 'sending', attempts: 1, updated_at: 100 }]);
  });

  it('takes no more than it was asked for', async () => {
    await arm(...['a', 'b', 'c'].map((key) => delivery({ key })));
    expect(await claim(100, 2)).toHaveLength(2);
    expect((await claim(100, 2)).map((row) => row.key)).toEqual(['c']);
  });

  it('never gives the same delivery to two that ask at once', async () => {
    await arm(...Array.from({ length: 20 }, (_, i) => delivery({ key: `k${i}` })));
    const claimed = (await Promise.all([claim(100), claim(100), claim(100)])).flat();
    expect(claimed).toHaveLength(20);
    expect(new Set(claimed.map((row) => row.id)).size).toBe(20);
  });
});

describe('after a crash', () => {
  it('what was being sent is due again and uncertain, and nothing else is touched', async () => {
    await arm(delivery({ key: 'a' }), delivery({ key: 'b', due_at: 900 }), delivery({ key: 'c', state: 'done' }));
    await claim(100);
    expect(await books.database.write((tx) => recoverSending(tx, 200))).toBe(1);
    expect(await all()).toMatchObject([
      { key: 'a', state: 'pending', uncertain: 1, due_at: 200, attempts: 1 },
      { key: 'b', state: 'pending', uncertain: 0, due_at: 900 },
      { key: 'c', state: 'done', uncertain: 0 },
    ]);
    expect(await books.database.write((tx) => recoverSending(tx, 300))).toBe(0);
  });
});

describe('arming', () => {
  it('again takes the place of the old intent, which keeps its id and its birth', async () => {
    await arm(delivery({ created_at: 1 }));
    const [first] = await all();
    await arm(delivery({ document: '{"n":2}', fingerprint: 'f2', created_at: 50, updated_at: 50 }));
    expect(await all()).toMatchObject([{ id: first!.id, fingerprint: 'f2', document: '{"n":2}', created_at: 1, updated_at: 50 }]);
    expect(await deliveriesOf(read(), 'shop/sales-order/1')).toEqual([
      {
        id: first!.id,
        key: 'erp.customer',
        connection: 'erp',
        state: 'pending',
        fingerprint: 'f2',
        uncertain: 0,
        last_code: null,
        created_at: 1,
      },
    ]);
  });
});

describe('the next due time', () => {
  it('is that of the earliest pending delivery of the connection', async () => {
    expect(await nextDue(read(), 'erp')).toBeNull();
    await arm(
      delivery({ key: 'a', due_at: 900, lane: 0 }),
      delivery({ key: 'b', due_at: 700, lane: 4 }),
      delivery({ key: 'c', due_at: 1, connection: 'wms' }),
      delivery({ key: 'd', due_at: 1, state: 'done' }),
    );
    expect(await nextDue(read(), 'erp')).toBe(700);
  });

  it('is now for all of a connection that works again', async () => {
    await arm(
      delivery({ key: 'a', due_at: 900 }),
      delivery({ key: 'b', due_at: 900, connection: 'wms' }),
      delivery({ key: 'c', due_at: 20 }),
    );
    await books.database.write((tx) => hurryConnection(tx, 'erp', 100));
    expect((await all()).map((row) => row.due_at)).toEqual([100, 900, 20]);
  });
});

it('shadow mode shows what would be sent, and going live gives it all the time that a new write has', async () => {
  await arm(delivery({ key: 'a' }), delivery({ key: 'b', state: 'sending' }), delivery({ key: 'c', state: 'done' }));
  await books.database.write((tx) => suspendPending(tx, 50));
  expect((await all()).map((row) => row.state)).toEqual(['shadow', 'sending', 'done']);
  await books.database.write((tx) => activateShadow(tx, 60, 99_000));
  expect(await all()).toMatchObject([{ state: 'pending', due_at: 60, deadline_at: 99_000 }, { state: 'sending' }, { state: 'done' }]);
});

it('a change concerns one delivery only', async () => {
  await arm(delivery({ key: 'a' }), delivery({ key: 'b' }));
  const [first] = await all();
  await books.database.write((tx) => setDelivery(tx, first!.id, { state: 'done' }));
  expect((await all()).map((row) => row.state)).toEqual(['done', 'pending']);
});
