import { rows, text } from './routing.ts';
import type { WooOrder } from './store-order.ts';
import { refuse, STATUSES, type StoreRoute } from './store-rest.ts';
import type { ShopBooks } from './store-shop.ts';
import { writeRefund } from './store-refund-route.ts';

/** The routes of our plugin. */
export function pluginRoutes(shop: ShopBooks, site: () => unknown): readonly StoreRoute[] {
  const order = (id: string | undefined): number =>
    shop.orders.has(Number(id)) ? Number(id) : refuse(404, 'crossdock_order_not_found', `There is no order ${id} in this shop.`);
  return [
    { method: 'GET', path: /^\/wc-crossdock\/v1\/site$/, run: site },
    {
      method: 'POST',
      path: /^\/wc-crossdock\/v1\/feed\/claim$/,
      run: ({ body }) => {
        if (body['resume'] === true) shop.feed.free(text(body, 'worker'));
        return shop.feed.claim(text(body, 'worker'), Number(body['limit']), Number(body['lease_seconds']));
      },
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
    {
      method: 'PUT',
      path: /^\/wc-crossdock\/v1\/orders\/(\d+)\/notes\/([^/]+)$/,
      run: ({ body, match }) => note(shop, order(match[1]), decodeURIComponent(match[2] ?? ''), body),
    },
    {
      method: 'PUT',
      path: /^\/wc-crossdock\/v1\/orders\/(\d+)\/refunds\/([^/]+)$/,
      run: ({ body, match }) => writeRefund(shop, order(match[1]), body),
    },
    { method: 'GET', path: /^\/wc-crossdock\/v1\/orders\/paid$/, run: ({ query }) => paid(shop, query) },
    { method: 'GET', path: /^\/wc-crossdock\/v1\/orders\/counts$/, run: ({ query }) => counts(shop, query) },
  ];
}

/** Refuses what the plugin refuses: lines that the order does not have, and more units than were ordered. */
function ship(shop: ShopBooks, id: number, shipmentId: string, body: Record<string, unknown>): unknown {
  const ordered = new Map(shop.orders.get(id)?.line_items.map((line) => [line.id, line.quantity]));
  if (body['voided'] === true) return { result: shop.ship(id, shipmentId, body), adapter: 'own' };
  const others = [...shop.shipments.values()].filter((known) => known.orderId === id && known.shipmentId !== shipmentId && !known.voided);
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

function note(shop: ShopBooks, id: number, noteId: string, body: Record<string, unknown>): unknown {
  const message = text(body, 'message').trim();
  if (message === '') refuse(400, 'crossdock_request_invalid', 'Invalid parameter(s): message');
  return { result: shop.note(id, noteId, message) };
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
