import { z } from 'zod';
import type { Page, RawDocument } from '../../connector/contract.ts';
import { CrossdockError, TransientError } from '../../errors/errors.ts';
import type { Shop } from './client.ts';
import { expectShape, hasReason } from './errors.ts';
import { DECIMALS, rawOrder } from './raw-order.ts';
import { withRefunds } from './read-refunds.ts';
import { Orders } from './sweep.ts';

const CHUNK = 100;
const LEASE_SECONDS = 30;
/** How many claims of nothing but products are passed over before the next turn. */
const ROUNDS = 10;

const Event = z.object({ id: z.number(), topic: z.string(), object_id: z.number(), seq: z.number(), changed_at: z.string() });
type Event = z.output<typeof Event>;
const Claimed = z.object({ events: z.array(Event), waiting: z.number() });

/** Claims changed orders from the plugin's feed and reads them as they are now. Other topics are acknowledged unread. */
export async function claimOrders(shop: Shop, worker: string, limit: number, resume: boolean): Promise<Page> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const ask = { worker, limit: Math.min(limit, 500), lease_seconds: LEASE_SECONDS, resume: resume && round === 0 };
    const claimed = await shop.own.post('feed/claim', ask);
    const { events, waiting } = expectShape(Claimed, claimed, 'feed/claim');
    const orders = distinct(events.filter((event) => event.topic === 'order'));
    const others = events.filter((event) => event.topic !== 'order');
    if (others.length > 0) await acknowledge(shop, worker, others);
    if (orders.length > 0) {
      const documents = await readChanged(shop, orders);
      return { documents, cursor: null, acknowledge: () => acknowledge(shop, worker, orders) };
    }
    if (waiting === 0 || events.length === 0) break;
  }
  return { documents: [], cursor: null };
}

function distinct(events: readonly Event[]): Event[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}

async function acknowledge(shop: Shop, worker: string, events: readonly Event[]): Promise<void> {
  await shop.own.post('feed/ack', { worker, events: events.map(({ id, seq }) => ({ id, seq })) });
}

async function readChanged(shop: Shop, events: readonly Event[]): Promise<RawDocument[]> {
  const chunks = Array.from({ length: Math.ceil(events.length / CHUNK) }, (_, at) => events.slice(at * CHUNK, (at + 1) * CHUNK));
  return (await Promise.all(chunks.map((chunk) => readChunk(shop, chunk)))).flat();
}

async function readChunk(shop: Shop, events: readonly Event[]): Promise<RawDocument[]> {
  try {
    const found = await listed(shop, events, 'any');
    const missing = events.filter((event) => !found.has(event.object_id));
    const trashed = missing.length === 0 ? found : new Map([...found, ...(await listed(shop, missing, 'trash'))]);
    return await Promise.all(events.map((event) => trashed.get(event.object_id) ?? readOrGone(shop, event)));
  } catch (cause) {
    if (events.length === 1 || !isServerError(cause)) throw cause;
    return readOneByOne(shop, events, cause);
  }
}

async function listed(shop: Shop, events: readonly Event[], status: 'any' | 'trash'): Promise<Map<number, RawDocument>> {
  const include = events.map((event) => String(event.object_id)).join(',');
  const given = await shop.v3.get('orders', { include, status, per_page: String(CHUNK), dp: DECIMALS });
  const wanted = new Set(events.map((event) => event.object_id));
  // Parameters that a version does not know are ignored, so an answer may hold orders that nobody asked for.
  const orders = await withRefunds(
    shop,
    expectShape(Orders, given, 'GET orders').filter((order) => wanted.has(order.id)),
  );
  return new Map(orders.map((order) => [order.id, rawOrder(order)]));
}

async function readOrGone(shop: Shop, event: Event): Promise<RawDocument> {
  const id = String(event.object_id);
  return (await readOrder(shop, id)) ?? { id, version: 'deleted', raw: { id, deleted: true, at: event.changed_at } };
}

const OneOrder = Orders.unwrap();

/** One order, also from the trash; null when the shop no longer has it. */
export async function readOrder(shop: Shop, id: string): Promise<RawDocument | null> {
  try {
    const order = expectShape(OneOrder, await shop.v3.get(`orders/${encodeURIComponent(id)}`, { dp: DECIMALS }), `GET orders/${id}`);
    const [whole] = await withRefunds(shop, [order]);
    return rawOrder(whole ?? order);
  } catch (error) {
    if (hasReason(error, 'woocommerce_rest_shop_order_invalid_id', 'woocommerce_rest_invalid_id')) return null;
    throw error;
  }
}

/** One order over which a plugin of the shop stumbles fails the whole list; the others must not wait for it. */
async function readOneByOne(shop: Shop, events: readonly Event[], first: unknown): Promise<RawDocument[]> {
  const documents: RawDocument[] = [];
  const failing: { event: Event; error: TransientError }[] = [];
  for (const event of events) {
    try {
      documents.push(await readOrGone(shop, event));
    } catch (error) {
      if (!isServerError(error)) throw error;
      failing.push({ event, error });
      // Several failures with no success are the shop's own trouble, not that of an order.
      if (documents.length === 0 && failing.length >= 3) throw first;
    }
  }
  if (documents.length === 0) throw first;
  return [...documents, ...failing.map(({ event, error }) => brokenOrder(event, error))];
}

function brokenOrder(event: Event, error: CrossdockError): RawDocument {
  const id = String(event.object_id);
  return { id, version: `unreadable ${event.seq}`, raw: { id, unreadable: error.message } };
}

function isServerError(error: unknown): error is TransientError {
  return error instanceof TransientError && error.code === 'connection.server-error';
}
