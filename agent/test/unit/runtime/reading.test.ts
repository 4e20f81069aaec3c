import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONNECTORS } from '../../../src/connectors/index.ts';
import { cursorOf } from '../../../src/database/cursors.ts';
import { pendingEnvelopes } from '../../../src/database/envelopes.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { Loop } from '../../../src/runtime/loop.ts';
import { readingLoops } from '../../../src/runtime/reading.ts';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { QUIET } from '../../support/world.ts';
import { freshBooks } from '../database/books.ts';
import { ERP, erpAt } from './party.ts';

const books = freshBooks();
let erp: SandboxErp;
let received: number;
beforeEach(async () => {
  received = 0;
  erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
});
afterEach(() => erp.close());

async function book(reference: string): Promise<void> {
  const call = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${erp.key}`, 'content-type': 'application/json', 'idempotency-key': `${path} ${reference}` };
    const answer = await fetch(erp.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return (await answer.json()) as { id: string };
  };
  const customer = await call('/customers', { name: 'Ada', email: 'ada@example.com' });
  const lines = [{ ref: '1', item: 'ERP-1001', description: 'Mug', quantity: '1', unit: 'C62', net: '1.00', discount: '0.00', taxes: [] }];
  const order = { reference, number: reference, currency: 'EUR', customer: customer.id, warehouse: 'WH1', lines, charges: [] };
  await call('/sales-orders', { ...order, billTo: {}, shipTo: {}, payment: {}, note: '', expectedTotal: '1.00', expectedTaxTotal: '0.00' });
}

/** The loops by their names, each with its work to be run by hand. */
function loopsOf(active: Parameters<typeof readingLoops>[0], now = Date.now) {
  const works = new Map<string, () => Promise<number | null>>();
  const intake = { database: books.database, now, onReceived: () => void (received += 1) };
  const kicked = readingLoops(active, intake, (name, work) => {
    works.set(name, work);
    return new Loop(name, work, QUIET, now);
  });
  return { works, kicked };
}

describe('reading', () => {
  it('polls what a party tells us about, and nothing that it cannot tell', () => {
    const { works, kicked } = loopsOf([erpAt(erp.url)]);
    const told = ['erp/sales-order-state', 'erp/return-authorization', 'erp/credit-memo'];
    expect([...kicked.keys()].sort()).toEqual(told.sort());
    expect([...works.keys()].sort()).toEqual(told.map((name) => `poll ${name}`).sort());
  });

  it('takes a feed where the party keeps one, with a sweep under it that is never kicked', () => {
    const store = { ...erpAt(erp.url), id: ConnectionId.parse('shop'), connector: CONNECTORS.find(({ id }) => id === 'woocommerce')! };
    const { works, kicked } = loopsOf([store]);
    expect([...works.keys()]).toEqual(['feed shop/sales-order', 'sweep shop/sales-order']);
    expect([...kicked.keys()]).toEqual(['shop/sales-order']);
  });

  it('stores documents and cursor, looks again after its time, and reads nothing twice', async () => {
    await book('shop:1');
    const now = () => 5_000;
    const { works } = loopsOf([erpAt(erp.url, { config: { pollSeconds: 20 } })], now);
    const poll = works.get('poll erp/sales-order-state')!;
    expect(await poll()).toBe(25_000);
    expect(await pendingEnvelopes(books.database.read, 10)).toMatchObject([
      { connection: 'erp', kind: 'sales-order-state', received_at: 5_000 },
    ]);
    const cursor = await cursorOf(books.database.read, ERP, 'sales-order-state');
    expect(cursor).not.toBeNull();
    expect(received).toBe(1);
    await poll();
    expect([received, await cursorOf(books.database.read, ERP, 'sales-order-state')]).toEqual([1, cursor]);
    await book('shop:2');
    await poll();
    expect(await pendingEnvelopes(books.database.read, 10)).toHaveLength(2);
  });

  it('takes a party that is down for a later try, and then leaves it alone as long as its health says', async () => {
    const connection = erpAt('http://127.0.0.1:9', { config: { pollSeconds: 20 }, now: () => 5_000 });
    const { works } = loopsOf([connection], () => 5_000);
    const poll = works.get('poll erp/sales-order-state')!;
    expect(await poll()).toBe(25_000);
    expect(connection.health.trouble).toMatchObject({ code: 'connection.unreachable' });
    for (let failed = 1; failed < 5; failed += 1) expect(await poll()).toBe(25_000);
    expect(await poll()).toBe(6_000);
  });

  it('keeps the cursor where it was when a page could not be read to its end', async () => {
    await book('shop:1');
    erp.fault({ mode: 'malformed', path: '/sales-orders' });
    const { works } = loopsOf([erpAt(erp.url)]);
    const poll = works.get('poll erp/sales-order-state')!;
    await poll();
    expect(await cursorOf(books.database.read, ERP, 'sales-order-state')).toBeNull();
    erp.clearFault();
    await poll();
    expect(await pendingEnvelopes(books.database.read, 10)).toHaveLength(1);
  });
});
