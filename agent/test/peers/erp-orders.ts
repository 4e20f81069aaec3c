import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import { enterOrder } from './erp-entry.ts';
import type { ErpOrder, ErpShipment, ErpStatus } from './erp-documents.ts';
import { release, reserve } from './erp-stock.ts';
import { created, ok, Refusal, rows, text, type PeerRequest, type Reply, type Route } from './routing.ts';
import type { Desk } from './server.ts';

const TABLE = 'sales-orders';

/** The ERP's order book and the work that goes on in it. */
export interface OrderBook {
  readonly routes: readonly Route[];
  /** Tries again to reserve what was short, after stock came in. */
  restock(): void;
  refuseCancel(references: readonly string[]): void;
}

export function openOrderBook(desk: Desk): OrderBook {
  const { books } = desk;
  const orders = (): ReadonlyMap<string, ErpOrder> => books.table<ErpOrder>(TABLE);
  const byReference = new Map([...orders().values()].map((order) => [order.reference, order.id]));
  const uncancellable = new Set<string>();
  const work = (order: ErpOrder): void => advance(desk, order);
  for (const order of orders().values()) work(order);
  const find = (request: PeerRequest): ErpOrder => {
    const order = orders().get(request.params['id'] ?? '');
    if (!order) throw new Refusal(404, 'not-found', `There is no sales order "${request.params['id'] ?? ''}".`);
    return order;
  };
  const create = ({ body, headers }: PeerRequest): Reply => {
    const reference = text(body, 'reference');
    if (reference === '') throw new Refusal(422, 'order-refused', 'The order has no reference.');
    const known = orders().get(byReference.get(reference) ?? '');
    // The reference is what makes an order unique; the idempotency key only says that the sender knows it repeats itself.
    if (known && headers['idempotency-key'] === undefined)
      throw new Refusal(409, 'reference-exists', `"${reference}" is booked already.`, { id: known.id });
    if (known) return ok({ ...known, existed: true });
    const order = enterOrder(books, body, `SO-${String(books.nextNumber(TABLE)).padStart(6, '0')}`, new Date().toISOString());
    byReference.set(reference, order.id);
    books.put(TABLE, order);
    work(order);
    return created({ ...order, existed: false });
  };
  return {
    routes: [
      { method: 'POST', path: '/sales-orders', run: create },
      { method: 'GET', path: '/sales-orders', run: ({ query }) => ok(list(books, byReference, query)) },
      { method: 'GET', path: '/sales-orders/:id', run: (request) => ok(find(request)) },
      {
        method: 'POST',
        path: '/sales-orders/:id/cancel',
        run: (request) => {
          const order = find(request);
          return ok({ id: order.id, verdict: uncancellable.has(order.reference) ? 'refused' : cancel(books, order) });
        },
      },
      { method: 'POST', path: '/sales-orders/:id/shipments', run: (request) => ship(books, find(request), request.body) },
    ],
    restock() {
      for (const order of orders().values())
        if (order.status === 'backordered' && reserve(books, order)) setStatus(books, order, 'reserved');
    },
    refuseCancel: (references) => references.forEach((reference) => uncancellable.add(reference)),
  };
}

function list(books: Books, byReference: ReadonlyMap<string, string>, query: URLSearchParams): unknown {
  const reference = query.get('reference');
  if (reference === null)
    return books.changedAfter<ErpOrder>(TABLE, query.get('changed_after'), Math.min(Number(query.get('limit') ?? 100), 500));
  const order = books.table<ErpOrder>(TABLE).get(byReference.get(reference) ?? '');
  return { items: order ? [order] : [], cursor: null, more: false };
}

function setStatus(books: Books, order: ErpOrder, status: ErpStatus): void {
  order.updatedAt = new Date().toISOString();
  if (order.status !== status) order.history.push({ status, at: order.updatedAt });
  order.status = status;
  books.put(TABLE, order);
}

/** received → accepted → reserved or backordered, each after its time. */
function advance(desk: Desk, order: ErpOrder): void {
  if (order.status !== 'received' && order.status !== 'accepted') return;
  desk.later(() => {
    if (order.status === 'received') setStatus(desk.books, order, 'accepted');
    else if (order.status === 'accepted') setStatus(desk.books, order, reserve(desk.books, order) ? 'reserved' : 'backordered');
    else return;
    advance(desk, order);
  });
}

function cancel(books: Books, order: ErpOrder): 'accepted' | 'too-late' {
  if (order.status === 'cancelled') return 'accepted';
  if (order.status === 'closed' || order.shipments.length > 0) return 'too-late';
  release(books, order);
  setStatus(books, order, 'cancelled');
  return 'accepted';
}

function ship(books: Books, order: ErpOrder, body: Record<string, unknown>): Reply {
  const id = text(body, 'id');
  if (id === '') throw new Refusal(422, 'shipment-refused', 'The shipment has no id.');
  const known = order.shipments.find((shipment) => shipment.id === id);
  if (known) return ok({ id: known.id, number: known.number, existed: true, order: order.status });
  if (order.status === 'cancelled') throw new Refusal(422, 'order-cancelled', `${order.number} is cancelled, so nothing can leave for it.`);
  const lines = rows(body, 'lines').map((line) => shippedLine(order, line));
  if (lines.length === 0) throw new Refusal(422, 'shipment-refused', 'The shipment has no lines.');
  // All lines are checked before the first is booked; one line may come in several rows.
  const sums = new Map<string, bigint>();
  for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0n) + toMicro(quantity));
  for (const line of order.lines) {
    const shipped = toMicro(line.shipped) + (sums.get(line.id) ?? 0n);
    if (shipped > toMicro(line.quantity))
      throw new Refusal(
        422,
        'quantity-exceeded',
        `${fromMicro(shipped)} of "${line.item}" would have left, but only ${line.quantity} were ordered.`,
      );
  }
  for (const line of order.lines) line.shipped = fromMicro(toMicro(line.shipped) + (sums.get(line.id) ?? 0n));
  const shipment: ErpShipment = {
    id,
    number: `${order.number}/S${order.shipments.length + 1}`,
    shippedAt: text(body, 'shippedAt'),
    lines,
    packages: rows(body, 'packages'),
  };
  order.shipments.push(shipment);
  const done = order.lines.every((line) => toMicro(line.shipped) === toMicro(line.quantity));
  setStatus(books, order, done ? 'closed' : order.status);
  return created({ id: shipment.id, number: shipment.number, existed: false, order: order.status });
}

function shippedLine(order: ErpOrder, row: Record<string, unknown>): ErpShipment['lines'][number] {
  const line =
    order.lines.find((known) => known.id === text(row, 'line')) ??
    order.lines.find((known) => known.ref !== '' && known.ref === text(row, 'ref'));
  if (!line) throw new Refusal(422, 'line-unknown', `${order.number} has no line "${text(row, 'line') || text(row, 'ref')}".`);
  if (toMicro(row['quantity']) <= 0n) throw new Refusal(422, 'shipment-refused', `The quantity of "${line.item}" is not positive.`);
  return {
    line: line.id,
    item: line.item,
    quantity: fromMicro(toMicro(row['quantity'])),
    lots: (row['lots'] ?? []) as string[],
    serials: (row['serials'] ?? []) as string[],
  };
}
