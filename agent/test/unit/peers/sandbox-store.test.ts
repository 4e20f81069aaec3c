import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_SKEW_SECONDS, signedText } from '../../../src/protocol/signature.ts';
import { listen, readBody, stop } from '../../peers/listening.ts';
import { startSandboxStore, type SandboxStore } from '../../peers/sandbox-store.ts';

let store: SandboxStore;
beforeEach(async () => {
  store = await startSandboxStore();
});
afterEach(() => store.close());

interface Signing {
  readonly nonce?: string;
  readonly at?: number;
  readonly secret?: string;
  readonly host?: string;
}

/** OAuth 1.0a by hand, so that the store is not checked with the library that the connector uses. */
function signedUrl(path: string, query: Record<string, string>, { nonce, at, secret, host }: Signing = {}): string {
  const parameters: Record<string, string> = {
    ...query,
    oauth_consumer_key: store.settings.consumerKey,
    oauth_nonce: nonce ?? Math.random().toString(36),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(Math.floor((at ?? Date.now()) / 1000)),
  };
  const text = Object.keys(parameters)
    .toSorted()
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(parameters[name] ?? '')}`)
    .join('&');
  const base = ['GET', encodeURIComponent((host ?? store.url) + path), encodeURIComponent(text)].join('&');
  const key = `${secret ?? store.settings.consumerSecret}&`;
  const signature = createHmac('sha256', key).update(base).digest('base64');
  return `${store.url}${path}?${text}&oauth_signature=${encodeURIComponent(signature)}`;
}

const PATH = '/wp-json/wc/v3/orders';
const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

describe('who the sandbox store lets in', () => {
  it('is a call signed with its key, once', async () => {
    const url = signedUrl(PATH, { per_page: '5', status: 'any' });
    expect(await statusOf(url)).toBe(200);
    expect(await statusOf(url)).toBe(401);
  });

  it.each<[string, Signing]>([
    ['another secret', { secret: 'cs_other' }],
    ['another home URL', { host: 'http://localhost:1' }],
    ['a clock that is 16 minutes off', { at: Date.now() - 16 * 60_000 }],
  ])('is not one signed with %s', async (_what, signing) => {
    expect(await statusOf(signedUrl(PATH, {}, signing))).toBe(401);
  });

  it('is not one without a signature', async () => {
    expect(await statusOf(store.url + PATH)).toBe(401);
  });
});

describe('the doorbell of the sandbox store', () => {
  it('rings once, rightly signed, for orders that are placed together', async () => {
    const rings: { headers: Record<string, unknown>; body: string; path: string }[] = [];
    const agent = createServer((incoming, response) => {
      void readBody(incoming).then((body) => {
        rings.push({ headers: incoming.headers, body, path: incoming.url ?? '' });
        response.end();
      });
    });
    store.ringAt(`http://127.0.0.1:${await listen(agent, 0)}`);
    for (let n = 0; n < 50; n += 1) store.placeOrder();
    await expect.poll(() => rings.length).toBeGreaterThan(0);
    await stop(agent);
    expect(rings.length).toBeLessThanOrEqual(2);
    const [ring] = rings;
    const timestamp = String(ring?.headers['x-crossdock-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(MAX_SKEW_SECONDS);
    const nonce = String(ring?.headers['x-crossdock-nonce']);
    const bodyHash = createHash('sha256')
      .update(ring?.body ?? '')
      .digest('hex');
    const text = signedText({ timestamp, nonce, method: 'POST', path: ring?.path ?? '', bodyHash, actor: '' });
    const expected = createHmac('sha256', store.settings.sharedSecret).update(text).digest('hex');
    expect(ring?.headers['x-crossdock-signature']).toBe(expected);
  });
});

describe('orders of the sandbox store', () => {
  it('tie to the cent in all their varieties', () => {
    for (let n = 0; n < 40; n += 1) {
      const order = store.placeOrder() as unknown as Record<string, { total: string; total_tax: string }[]> & { total: string };
      const parts = ['line_items', 'shipping_lines', 'fee_lines'].flatMap((list) => order[list] ?? []);
      const cents = parts.reduce((sum, part) => sum + Math.round(Number(part.total) * 100) + Math.round(Number(part.total_tax) * 100), 0);
      expect(cents).toBe(Math.round(Number(order.total) * 100));
    }
  });

  it('are counted without being copied', () => {
    store.placeOrder();
    store.placeOrder({ order: { status: 'pending' } });
    expect(store.counts()).toEqual({ orders: 2, byStatus: { processing: 1, pending: 1 }, shipments: 0, mirrored: 0, feed: 2 });
  });
});

describe('what people do in the sandbox store', () => {
  const lines = [
    { sku: 'MUG', quantity: 3, cents: 1000 },
    { sku: 'CAP', quantity: 1, cents: 1500 },
  ];
  const plain = { lines, discountPercent: 0, feeCents: 0, shipping: null };
  const totalOf = (id: number): string | undefined => store.books().orders.find((order) => order.id === id)?.total;

  it('edits lines, and the total follows', () => {
    const order = store.placeOrder(plain);
    const [mugs = 0, caps = 0] = order.line_items.map(({ id }) => id);
    expect(order.total).toBe('54.00');
    store.editLine(order.id, mugs, 2);
    expect(totalOf(order.id)).toBe('42.00');
    store.editLine(order.id, caps, 0);
    expect(totalOf(order.id)).toBe('24.00');
    store.addLine(order.id, { sku: 'TEE', quantity: 2, cents: 500 });
    expect(totalOf(order.id)).toBe('36.00');
  });

  it('sells in currencies with no or three decimals, under several taxes', () => {
    expect(store.placeOrder({ ...plain, currency: 'JPY', taxPercent: 10 }).total).toBe('4950');
    expect(store.placeOrder({ ...plain, currency: 'KWD', taxPercents: [5, 2.5] }).total).toBe('4.838');
  });

  it('sells at prices that include the tax, which the total then still is', () => {
    const order = store.placeOrder({ ...plain, lines: [{ sku: 'SOCKS', quantity: 3, cents: 999 }], pricesIncludeTax: true });
    expect(order).toMatchObject({ total: '29.97', prices_include_tax: true, line_items: [{ total: '24.975000', total_tax: '4.995000' }] });
    store.editLine(order.id, order.line_items[0]?.id ?? 0, 2);
    expect(totalOf(order.id)).toBe('19.98');
  });

  it('takes gift cards off the total', () => {
    expect(store.placeOrder({ ...plain, giftCards: [{ code: 'GC-1234', cents: 1000 }] }).total).toBe('44.00');
  });

  it('refunds, and is a refunded order when nothing is left', () => {
    const order = store.placeOrder(plain);
    store.refund(order.id, { lines: [{ id: order.line_items[0]?.id ?? 0, quantity: 3 }] });
    expect(store.books().orders.at(-1)).toMatchObject({ status: 'processing', refunds: [{ total: '-36.00' }] });
    store.refund(order.id, { cents: 1800 });
    const { orders, emails, gateway } = store.books();
    expect(orders.at(-1)).toMatchObject({ status: 'refunded', refunds: [{ total: '-18.00' }, { total: '-36.00' }] });
    expect(emails.filter(({ about }) => about === 'refund')).toHaveLength(2);
    expect(gateway).toEqual([]);
  });
});
