import type { Books } from './books.ts';
import { created, ok, Refusal, text, type PeerRequest, type Reply, type Route } from './routing.ts';
import type { Desk } from './server.ts';
import { cancelOrder, changeOrder } from './wms-changes.ts';
import type { WmsOrder, WmsStatus } from './wms-documents.ts';
import { checkOrder, newOrder } from './wms-entry.ts';
import { asOf } from './wms-past.ts';
import { ORDERS, type Floor } from './wms-work.ts';

/** The warehouse's order book as its customers see it. */
export interface WmsOrderBook {
  readonly routes: readonly Route[];
  find(idOrReference: string): WmsOrder;
  all(): Iterable<WmsOrder>;
  /** Books an order without a word from a customer. */
  enter(body: Record<string, unknown>): WmsOrder;
  holdAll(held: boolean): void;
  /** Answers reads of this order as it stood at that state, until it changes again. */
  showAsOf(order: WmsOrder, status: WmsStatus): void;
}

export function openWmsOrderBook(desk: Desk, floor: Floor): WmsOrderBook {
  const { books } = desk;
  const orders = (): ReadonlyMap<string, WmsOrder> => books.table<WmsOrder>(ORDERS);
  const byReference = new Map([...orders().values()].map((order) => [order.reference, order.id]));
  const past = new Map<string, { readonly changed: number; readonly status: WmsStatus }>();
  let holdingAll = false;
  for (const order of orders().values()) floor.run(order);
  const find = (id: string): WmsOrder => {
    const order = orders().get(id) ?? orders().get(byReference.get(id) ?? '');
    if (!order) throw new Refusal(404, 'not-found', `There is no fulfillment order "${id}".`);
    return order;
  };
  const shown = (order: WmsOrder): WmsOrder => {
    const old = past.get(order.id);
    return old?.changed === order.changed ? asOf(order, old.status) : order;
  };
  const refuseKnown = (reference: string): void => {
    const known = orders().get(byReference.get(reference) ?? '');
    if (known) throw new Refusal(422, 'reference-exists', `"${known.reference}" is booked already as ${known.number}.`, { id: known.id });
  };
  const enter = (body: Record<string, unknown>): WmsOrder => {
    refuseKnown(text(body, 'reference'));
    const order = newOrder(body, `FO-${String(books.nextNumber(ORDERS)).padStart(6, '0')}`);
    floor.prepare(order);
    order.held = holdingAll || order.script.hold === true || body['hold'] === true;
    order.partial = body['partial'] === true || /\bPARTIAL\b/.test(order.note) || order.script.partial === true;
    byReference.set(order.reference, order.id);
    books.put(ORDERS, order);
    floor.run(order);
    return order;
  };
  const create = ({ body }: PeerRequest): Reply => {
    refuseKnown(text(body, 'reference'));
    checkOrder(books, body);
    return created(enter(body));
  };
  return {
    find,
    enter,
    all: () => orders().values(),
    holdAll(held) {
      holdingAll = held;
    },
    showAsOf(order, status) {
      books.put(ORDERS, order);
      past.set(order.id, { changed: order.changed, status });
    },
    routes: [
      { method: 'POST', path: '/fulfillment-orders', run: create },
      { method: 'GET', path: '/fulfillment-orders', run: ({ query }) => ok(list(books, byReference, query, shown)) },
      { method: 'GET', path: '/fulfillment-orders/:id', run: ({ params }) => ok(shown(find(params['id'] ?? ''))) },
      ...verdictRoutes(books, floor, find),
    ],
  };
}

/** What may come too late is answered with a verdict, not with an error. */
function verdictRoutes(books: Books, floor: Floor, find: (id: string) => WmsOrder): Route[] {
  return [
    {
      method: 'POST',
      path: '/fulfillment-orders/:id/cancel',
      run: ({ params }) => {
        const order = find(params['id'] ?? '');
        return ok({ id: order.id, ...cancelOrder(floor, order), status: order.status });
      },
    },
    {
      method: 'PUT',
      path: '/fulfillment-orders/:id',
      run: ({ params, body }) => {
        const order = find(params['id'] ?? '');
        checkOrder(books, body, 'none');
        const verdict = changeOrder(books, floor, order, body);
        return ok({
          id: order.id,
          ...verdict,
          status: order.status,
          lines: order.lines.map(({ ref, quantity, unit }) => ({ ref, quantity, unit })),
        });
      },
    },
  ];
}

function list(
  books: Books,
  byReference: ReadonlyMap<string, string>,
  query: URLSearchParams,
  shown: (order: WmsOrder) => WmsOrder,
): unknown {
  const reference = query.get('reference');
  if (reference === null) {
    const feed = books.changedAfter<WmsOrder>(ORDERS, query.get('changed_after'), Math.min(Number(query.get('limit') ?? 100), 500));
    return { ...feed, items: feed.items.map(shown) };
  }
  const order = books.table<WmsOrder>(ORDERS).get(byReference.get(reference) ?? '');
  return { items: order ? [order] : [], cursor: null, more: false };
}
