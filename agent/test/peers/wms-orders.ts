import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import { created, ok, Refusal, rows, text, type PeerRequest, type Reply, type Route } from './routing.ts';
import type { Desk } from './server.ts';
import type { WmsLine, WmsOrder } from './wms-documents.ts';
import { ORDERS, type Floor } from './wms-work.ts';

/** The warehouse's order book as its customers see it. */
export interface WmsOrderBook {
  readonly routes: readonly Route[];
  find(idOrReference: string): WmsOrder;
  /** Books an order without a word from a customer. */
  enter(body: Record<string, unknown>): WmsOrder;
  holdAll(held: boolean): void;
}

export function openWmsOrderBook(desk: Desk, floor: Floor): WmsOrderBook {
  const { books } = desk;
  const orders = (): ReadonlyMap<string, WmsOrder> => books.table<WmsOrder>(ORDERS);
  const byReference = new Map([...orders().values()].map((order) => [order.reference, order.id]));
  let holdingAll = false;
  for (const order of orders().values()) floor.run(order);
  const find = (id: string): WmsOrder => {
    const order = orders().get(id) ?? orders().get(byReference.get(id) ?? '');
    if (!order) throw new Refusal(404, 'not-found', `There is no fulfillment order "${id}".`);
    return order;
  };
  const enter = (body: Record<string, unknown>): WmsOrder => {
    const order = newOrder(body, `FO-${String(books.nextNumber(ORDERS)).padStart(6, '0')}`);
    order.held = holdingAll || floor.ruled(order, 'hold');
    order.partial = body['partial'] === true || /\bPARTIAL\b/.test(order.note) || floor.ruled(order, 'partial');
    byReference.set(order.reference, order.id);
    books.put(ORDERS, order);
    floor.run(order);
    return order;
  };
  const create = ({ body }: PeerRequest): Reply => {
    const known = orders().get(byReference.get(text(body, 'reference')) ?? '');
    if (known) throw new Refusal(422, 'reference-exists', `"${known.reference}" is booked already as ${known.number}.`, { id: known.id });
    checkCodes(books, body);
    return created(enter(body));
  };
  return {
    find,
    enter,
    holdAll(held) {
      holdingAll = held;
    },
    routes: [
      { method: 'POST', path: '/fulfillment-orders', run: create },
      { method: 'GET', path: '/fulfillment-orders', run: ({ query }) => ok(list(books, byReference, query)) },
      { method: 'GET', path: '/fulfillment-orders/:id', run: ({ params }) => ok(find(params['id'] ?? '')) },
      {
        method: 'POST',
        path: '/fulfillment-orders/:id/cancel',
        run: ({ params }) => {
          const order = find(params['id'] ?? '');
          return ok({ id: order.id, verdict: cancel(floor, order), status: order.status });
        },
      },
    ],
  };
}

function list(books: Books, byReference: ReadonlyMap<string, string>, query: URLSearchParams): unknown {
  const reference = query.get('reference');
  if (reference === null)
    return books.changedAfter<WmsOrder>(ORDERS, query.get('changed_after'), Math.min(Number(query.get('limit') ?? 100), 500));
  const order = books.table<WmsOrder>(ORDERS).get(byReference.get(reference) ?? '');
  return { items: order ? [order] : [], cursor: null, more: false };
}

function checkCodes(books: Books, body: Record<string, unknown>): void {
  if (text(body, 'reference') === '') throw new Refusal(422, 'order-refused', 'The order has no reference.');
  if (!books.table('warehouses').has(text(body, 'warehouse')))
    throw new Refusal(422, 'warehouse-unknown', `There is no warehouse "${text(body, 'warehouse')}".`);
  const service = text(body, 'service');
  if (service !== '' && !books.table('services').has(service))
    throw new Refusal(422, 'service-unknown', `There is no shipping service "${service}".`);
  if (rows(body, 'lines').length === 0) throw new Refusal(422, 'order-refused', 'The order has no lines.');
  for (const line of rows(body, 'lines')) {
    if (!books.table('items').has(text(line, 'item'))) throw new Refusal(422, 'item-unknown', `There is no item "${text(line, 'item')}".`);
    if (toMicro(line['quantity']) <= 0n)
      throw new Refusal(422, 'order-refused', `The quantity of "${text(line, 'item')}" is not positive.`);
  }
  const shipTo = (body['shipTo'] ?? {}) as Record<string, unknown>;
  if (text(shipTo, 'line1') === '' || text(shipTo, 'country') === '')
    throw new Refusal(422, 'address-incomplete', 'The address lacks a street or a country.');
}

function newOrder(body: Record<string, unknown>, id: string): WmsOrder {
  const now = new Date().toISOString();
  const lines = rows(body, 'lines').map((line): WmsLine => ({
    ref: text(line, 'ref'),
    item: text(line, 'item'),
    sku: text(line, 'sku') || text(line, 'item'),
    name: text(line, 'name'),
    quantity: fromMicro(toMicro(line['quantity'])),
    unit: text(line, 'unit') || 'C62',
    shipped: '0',
  }));
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    orderReference: text(body, 'orderReference'),
    orderNumber: text(body, 'orderNumber'),
    warehouse: text(body, 'warehouse'),
    service: text(body, 'service') || null,
    shipTo: (body['shipTo'] ?? {}) as Record<string, unknown>,
    note: text(body, 'note'),
    status: 'allocated',
    reason: null,
    held: false,
    partial: false,
    lines,
    shipments: [],
    history: [{ status: 'allocated', at: now }],
    createdAt: now,
    updatedAt: now,
  };
}

function cancel(floor: Floor, order: WmsOrder): 'accepted' | 'too-late' {
  if (order.status === 'cancelled') return 'accepted';
  if (order.status !== 'allocated' && order.status !== 'released' && order.status !== 'exception') return 'too-late';
  floor.setStatus(order, 'cancelled');
  return 'accepted';
}
