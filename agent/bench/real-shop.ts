import { freePort } from '../../e2e/setup/free-port.ts';
import { seed } from '../../e2e/setup/seed.ts';
import { callStore, createKey } from '../../e2e/setup/store-client.ts';
import type { Site as Shop } from '../../e2e/setup/site.ts';
import { millisecondsUntil, spread, waitFor } from './latency.ts';
import { percentile, type Bench } from './result.ts';
import { startSite, type ShopSettings } from './site.ts';
import { databases, startShop } from './wordpress.ts';

const ORDERS = 30;
const PAUSE_MS = 300;

/** A real WordPress with the plugin: how soon the agent knows of an order that was placed there, by doorbell and feed. */
export async function realShop(dir: string): Promise<Bench> {
  const title = 'One order at a time, real WordPress with the plugin';
  const { usable, why } = await databases();
  const [database] = usable;
  if (database === undefined) return { title, figures: [], skipped: why };
  const { site: shop, words } = await startShop(dir, database);
  try {
    const port = await freePort();
    const settings = await pair(shop, `http://127.0.0.1:${port}`);
    const [product] = await seed(shop, 'products', [{ name: 'Cap', sku: 'CAP', regular_price: '10', type: 'simple' }]);
    const site = await startSite({ dir, latency: 50, shop: settings, port });
    try {
      await place(shop, product?.id ?? 0, 3);
      const { moments, answers } = await place(shop, product?.id ?? 0, ORDERS);
      await waitFor(site, moments);
      const seen = await millisecondsUntil(site, moments, 'fact');
      const accepted = await millisecondsUntil(site, moments, 'accepted');
      const own = `the shop's own answer to the request is in it: p50 ${percentile(answers, 0.5).toFixed(0)} ms`;
      return {
        title: `${title} (${words}), the ERP answers in 50 ms`,
        figures: [
          ...spread('change in the shop → fact in the agent', seen, 1000).map((figure) => ({ ...figure, note: own })),
          ...spread('paid → accepted by the ERP', accepted, 2000),
        ],
        skipped: null,
      };
    } finally {
      await site.stop();
    }
  } finally {
    await shop.stop();
  }
}

/** The handshake of `crossdock pair`, with the agent's address known before it starts. */
async function pair(shop: Shop, agentUrl: string): Promise<ShopSettings> {
  const { headers } = await shop.login();
  const call = async (path: string, body: unknown, more: Readonly<Record<string, string>>): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${shop.url}/wp-json/wc-crossdock/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`POST ${path}: HTTP ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as Record<string, unknown>;
  };
  const { code } = await call('admin/pairing-code', {}, headers);
  const paired = await call('pair', { code, agent_url: agentUrl, agent_version: '0.1.0' }, {});
  return {
    url: shop.url,
    consumerKey: paired['consumer_key'],
    consumerSecret: paired['consumer_secret'],
    sharedSecret: paired['shared_secret'],
  };
}

async function place(shop: Shop, product: number, orders: number): Promise<{ moments: Map<number, number>; answers: number[] }> {
  const key = await createKey(shop);
  const moments = new Map<number, number>();
  const answers: number[] = [];
  const address = { first_name: 'Ada', last_name: 'King', address_1: 'Hauptstraße 5', city: 'Köln', postcode: '50667', country: 'DE' };
  const body = {
    status: 'processing',
    set_paid: true,
    payment_method: 'bacs',
    billing: { ...address, email: 'ada@shop.example' },
    shipping: address,
    line_items: [{ product_id: product, quantity: 1 }],
    shipping_lines: [{ method_id: 'flat_rate', method_title: 'Flat rate', total: '4.90' }],
  };
  for (let n = 0; n < orders; n += 1) {
    const at = Date.now();
    const answer = await callStore(shop, key, 'POST', 'wc/v3/orders', { body });
    if (answer.status >= 300) throw new Error(`The shop refused an order: ${JSON.stringify(answer.body).slice(0, 300)}`);
    answers.push(Date.now() - at);
    moments.set((answer.body as { id: number }).id, at);
    await new Promise((next) => setTimeout(next, PAUSE_MS));
  }
  return { moments, answers };
}
