import { Refusal } from './routing.ts';
import type { WooOrder } from './store-order.ts';
import { wooRefund } from './store-refunds.ts';
import type { ShopBooks } from './store-shop.ts';

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
    {
      method: 'GET',
      path: /^\/wc\/v3\/orders\/(\d+)\/refunds$/,
      run: ({ match, query }) => refunds(shop, Number(match[1]), query),
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
export const STATUSES = ['pending', 'processing', 'on-hold', 'completed', 'cancelled', 'refunded', 'failed'];
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

/** Newest first unless asked otherwise; none for an order that is not there. */
function refunds(shop: ShopBooks, id: number, query: URLSearchParams): unknown {
  const order = shop.orders.get(id);
  if (order === undefined) return [];
  const all = shop.refundsOf(id).toSorted((a, b) => (query.get('order') === 'asc' ? a.id - b.id : b.id - a.id));
  const perPage = Number(query.get('per_page') ?? 10);
  const page = Number(query.get('page') ?? 1);
  return all.slice((page - 1) * perPage, page * perPage).map((refund) => wooRefund(order, refund));
}
