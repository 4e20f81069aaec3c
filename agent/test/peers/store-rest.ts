import { rows, Refusal, text } from './routing.ts';
import type { ShopBooks } from './store-shop.ts';
import type { WooOrder } from './store-order.ts';

/** A call to one of the shop's routes. */
export interface StoreCall {
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly match: readonly string[];
}

export interface StoreRoute {
  readonly method: string;
  readonly path: RegExp;
  readonly run: (call: StoreCall) => unknown;
}

/** The part of wc/v3 that the connector uses. */
export function wooRoutes(shop: ShopBooks): readonly StoreRoute[] {
  return [
    { method: 'GET', path: /^\/wc\/v3\/orders$/, run: ({ query }) => list(shop, query) },
    {
      method: 'GET',
      path: /^\/wc\/v3\/orders\/(\d+)$/,
      run: ({ match }) => shop.orders.get(Number(match[1])) ?? refuse(404, 'woocommerce_rest_shop_order_invalid_id', 'Invalid ID.'),
    },
    { method: 'GET', path: /^\/wc\/v3\/shipping\/zones$/, run: () => ZONES },
    { method: 'GET', path: /^\/wc\/v3\/shipping\/zones\/(\d+)\/methods$/, run: ({ match }) => (match[1] === '1' ? METHODS : []) },
    { method: 'GET', path: /^\/wc\/v3\/payment_gateways$/, run: () => GATEWAYS },
    { method: 'GET', path: /^\/wc\/v3\/taxes$/, run: () => TAXES },
    { method: 'GET', path: /^\/wc\/v3\/reports\/orders\/totals$/, run: () => STATUSES.map((slug) => ({ slug, name: slug, total: 0 })) },
    { method: 'GET', path: /^\/wc\/v3\/products$/, run: ({ query }) => products(query) },
  ];
}

const ZONES = [
  { id: 0, name: 'Rest of the world', order: 0 },
  { id: 1, name: 'Europe', order: 0 },
];
const METHODS = [
  { instance_id: 1, title: 'Flat rate', method_id: 'flat_rate', method_title: 'Flat rate', enabled: true },
  { instance_id: 2, title: 'Express', method_id: 'flat_rate', method_title: 'Flat rate', enabled: true },
  { instance_id: 3, title: 'Free shipping', method_id: 'free_shipping', method_title: 'Free shipping', enabled: true },
];
const GATEWAYS = [
  { id: 'bacs', title: 'Direct bank transfer', method_title: 'Direct bank transfer', enabled: false },
  { id: 'cod', title: 'Cash on delivery', method_title: 'Cash on delivery', enabled: true },
  { id: 'stripe', title: 'Card', method_title: 'Stripe', enabled: true },
];
const TAXES = [{ id: 1, country: '', state: '', rate: '20.0000', name: 'VAT', priority: 1, class: 'standard' }];
const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed'];
const PRODUCTS = [
  { id: 501, sku: 'MUG-BLUE', name: 'Mug, blue' },
  { id: 502, sku: 'TEE-M', name: 'T-shirt, medium' },
  { id: 503, sku: '', name: 'Gift card' },
];

export function refuse(status: number, code: string, message: string): never {
  throw new Refusal(status, code, message, { data: { status } });
}

function products(query: URLSearchParams): unknown {
  const search = (query.get('search') ?? '').toLowerCase();
  const skus = query.get('sku')?.split(',');
  return PRODUCTS.filter((product) => (skus ? skus.includes(product.sku) : product.name.toLowerCase().includes(search)));
}

/** As WooCommerce lists: "any" leaves the trash out, "modified_after" is strict and knows whole seconds only. */
function list(shop: ShopBooks, query: URLSearchParams): unknown {
  const perPage = Number(query.get('per_page') ?? 10);
  if (!(perPage >= 1 && perPage <= 100)) refuse(400, 'rest_invalid_param', 'Invalid parameter(s): per_page');
  const page = Number(query.get('page') ?? 1);
  const status = query.get('status') ?? 'any';
  const after = query.get('modified_after');
  const found: WooOrder[] = [];
  for (const order of candidates(shop, query.get('include'))) {
    const listed = status === 'any' ? order.status !== 'trash' && order.status !== 'checkout-draft' : order.status === status;
    if (listed && (after === null || order.date_modified_gmt > after)) found.push(order);
  }
  const byModified = query.get('orderby') === 'modified';
  const sign = query.get('order') === 'asc' ? 1 : -1;
  const key = (order: WooOrder): string => (byModified ? order.date_modified_gmt : order.date_created_gmt);
  found.sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id - b.id));
  const shown = found.slice((page - 1) * perPage, page * perPage);
  const fields = query.get('_fields')?.split(',');
  return fields ? shown.map((order) => Object.fromEntries(fields.map((field) => [field, order[field]]))) : shown;
}

function candidates(shop: ShopBooks, include: string | null): Iterable<WooOrder> {
  if (include === null) return shop.orders.values();
  return include.split(',').flatMap((id) => shop.orders.get(Number(id)) ?? []);
}

/** The routes of our plugin. */
export function pluginRoutes(shop: ShopBooks, site: () => unknown): readonly StoreRoute[] {
  const order = (id: string | undefined): number =>
    shop.orders.has(Number(id)) ? Number(id) : refuse(404, 'crossdock_order_not_found', `There is no order ${id} in this shop.`);
  return [
    { method: 'GET', path: /^\/wc-crossdock\/v1\/site$/, run: site },
    {
      method: 'POST',
      path: /^\/wc-crossdock\/v1\/feed\/claim$/,
      run: ({ body }) => shop.feed.claim(text(body, 'worker'), Number(body['limit']), Number(body['lease_seconds'])),
    },
    {
      method: 'POST',
      path: /^\/wc-crossdock\/v1\/feed\/ack$/,
      run: ({ body }) => shop.feed.acknowledge(text(body, 'worker'), rows(body, 'events') as unknown as { id: number; seq: number }[]),
    },
    { method: 'POST', path: /^\/wc-crossdock\/v1\/mirror$/, run: ({ body }) => writeMirror(shop, rows(body, 'rows')) },
    {
      method: 'PUT',
      path: /^\/wc-crossdock\/v1\/orders\/(\d+)\/shipments\/([^/]+)$/,
      run: ({ body, match }) => ship(shop, order(match[1]), decodeURIComponent(match[2] ?? ''), body),
    },
    {
      method: 'PUT',
      path: /^\/wc-crossdock\/v1\/orders\/(\d+)\/status$/,
      run: ({ body, match }) => setStatus(shop, order(match[1]), body),
    },
    { method: 'GET', path: /^\/wc-crossdock\/v1\/orders\/paid$/, run: ({ query }) => paid(shop, query) },
    { method: 'GET', path: /^\/wc-crossdock\/v1\/orders\/counts$/, run: ({ query }) => counts(shop, query) },
  ];
}

/** Refuses what the plugin refuses: lines that the order does not have, and more units than were ordered. */
function ship(shop: ShopBooks, id: number, shipmentId: string, body: Record<string, unknown>): unknown {
  const ordered = new Map(shop.orders.get(id)?.line_items.map((line) => [line.id, line.quantity]));
  const others = [...shop.shipments.values()].filter((known) => known.orderId === id && known.shipmentId !== shipmentId);
  const before = others.flatMap((known) => rows(known.given, 'lines'));
  for (const { line_id, quantity } of rows(body, 'lines')) {
    const most = ordered.get(Number(line_id));
    if (most === undefined) refuse(422, 'crossdock_quantity_invalid', 'The order has no such line.');
    const sum = before.reduce((units, line) => units + (line['line_id'] === line_id ? Number(line['quantity']) : 0), Number(quantity));
    if (sum > most)
      refuse(422, 'crossdock_quantity_invalid', `With this shipment ${sum} units would be shipped, but only ${most} were ordered.`);
  }
  return { result: shop.ship(id, shipmentId, body), adapter: 'own' };
}

function setStatus(shop: ShopBooks, id: number, body: Record<string, unknown>): unknown {
  const status = text(body, 'status');
  if (!STATUSES.includes(status)) refuse(422, 'crossdock_status_invalid', `This shop has no order status "${status}".`);
  if (shop.orders.get(id)?.status === 'trash')
    refuse(409, 'crossdock_order_trashed', 'The order lies in the trash; its status cannot be changed.');
  const note = typeof body['note'] === 'string' ? body['note'] : null;
  return { result: shop.setStatus(id, status, note), status };
}

function writeMirror(shop: ShopBooks, given: readonly Record<string, unknown>[]): unknown {
  if (given.length > 200) refuse(400, 'rest_invalid_param', 'At most 200 rows at a time.');
  const written = given.filter((row) => shop.mirrorRow(row)).length;
  return { written, stale: given.length - written };
}

function since(shop: ShopBooks, query: URLSearchParams): WooOrder[] {
  const from = Date.parse(query.get('since') ?? '1970-01-01');
  return [...shop.orders.values()].filter((order) => Date.parse(`${order.date_created_gmt}Z`) >= from);
}

function paid(shop: ShopBooks, query: URLSearchParams): unknown {
  const all = since(shop, query).filter(({ status }) => status === 'processing' || status === 'completed');
  const after = Number(query.get('after_id') ?? 0);
  const page = all.filter(({ id }) => id > after).sort((a, b) => a.id - b.id);
  const orders = page.slice(0, Number(query.get('limit') ?? 1000));
  return {
    orders: orders.map(({ id, status, date_modified_gmt }) => ({ id, status, modified_at: `${date_modified_gmt}Z` })),
    total: all.length,
  };
}

function counts(shop: ShopBooks, query: URLSearchParams): unknown {
  const found: Record<string, number> = {};
  for (const { status } of since(shop, query)) found[status] = (found[status] ?? 0) + 1;
  return { counts: found };
}
