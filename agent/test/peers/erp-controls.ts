import type { Code } from './codes.ts';
import { toMicro } from './decimal.ts';
import { applyTerms } from './erp-changes.ts';
import type { ErpOrder } from './erp-documents.ts';
import { enterLine, sumsOf } from './erp-entry.ts';
import { moveStock } from './erp-stock.ts';
import { amountOf, digitsOf, minorUnits, rescale } from './erp-valuing.ts';
import { itemNamed, lineNamed, orderNamed, refuseLine, type Floor } from './erp-work.ts';
import { ok, Refusal, rows, text, type Route } from './routing.ts';

type Body = Record<string, unknown>;

/** What people do inside the ERP. `reference` is the order's; it may be left out when there is only one. */
export function erpControls(floor: Floor): Route[] {
  const control = (path: string, run: (body: Body) => unknown): Route => ({ method: 'POST', path, run: ({ body }) => ok(run(body)) });
  const onOrder = (path: string, run: (order: ErpOrder, body: Body) => unknown): Route =>
    control(path, (body) => {
      const order = orderNamed(floor, text(body, 'reference'));
      run(order, body);
      return order;
    });
  return [
    control('/_restock', (body) => restock(floor, body)),
    control('/_expect', (body) => expect(floor, body)),
    onOrder('/_edit', (order, body) => edit(floor, order, body)),
    onOrder('/_cancel', (order) => {
      if (floor.cancel(order) === 'too-late') throw new Refusal(422, 'too-late', `Goods of ${order.number} have left.`);
    }),
    onOrder('/_refuse', (order, body) => {
      refuseLine(floor, order, lineNamed(floor, order, body));
      floor.settle(order);
      floor.serve();
    }),
    onOrder('/_invoice', (order) => {
      order.invoicedAt = new Date().toISOString();
      floor.setStatus(order, order.status);
    }),
    onOrder('/_reprice', (order, body) => {
      const digits = digitsOf(order.currency);
      order.total = amountOf(toMicro(order.total) + minorUnits(Number(body['by']), digits), digits);
      floor.setStatus(order, order.status);
    }),
  ];
}

/** Goods come in: they go on the shelf, and to the orders that wait for them. */
function restock(floor: Floor, body: Body): unknown {
  const item = itemNamed(floor, text(body, 'item'));
  const [first] = floor.books.table<Code>('warehouses').keys();
  item['stock'] ??= {};
  moveStock(floor.books, item.code, text(body, 'warehouse') || (first ?? ''), toMicro(body['units']));
  floor.serve();
  return { item: item.code, stock: item['stock'] };
}

/** A new date (or null: nobody knows) for what is on its way; the orders that wait for it tell it. */
function expect(floor: Floor, body: Body): unknown {
  const item = itemNamed(floor, text(body, 'item'));
  floor.books.put('items', { ...item, expectedAt: body['at'] ?? null } as Code);
  floor.serve();
  return { item: item.code, expectedAt: body['at'] ?? null };
}

/** Other quantities (0 takes a line out) and new lines at a price per line; units that have left stay. */
function edit(floor: Floor, order: ErpOrder, body: Body): void {
  if (order.status === 'cancelled') throw new Refusal(422, 'too-late', `${order.number} is cancelled.`);
  const digits = digitsOf(order.currency);
  const quantities = new Map(rows(body, 'lines').map((row) => [lineNamed(floor, order, row).id, toMicro(row['units'])]));
  const kept = order.lines.flatMap((line) => {
    const units = quantities.get(line.id) ?? toMicro(line.quantity);
    if (units < toMicro(line.shipped)) throw new Refusal(422, 'too-late', `${line.shipped} × ${line.item} have left already.`);
    return units === 0n ? [] : units === toMicro(line.quantity) ? [line] : [rescale(line, units, digits)];
  });
  let last = Math.max(...order.lines.map(({ id }) => Number(/(\d+)$/.exec(id)?.[1])));
  const added = rows(body, 'add').map((row) => {
    const line = { ...row, item: itemNamed(floor, text(row, 'item')).code, quantity: row['units'] };
    return enterLine(floor.books, line, `${order.id}-${(last += 1)}`, digits);
  });
  const lines = [...kept, ...added];
  if (lines.length === 0) throw new Refusal(422, 'order-refused', 'The order has no lines.');
  const note = body['note'] === undefined ? order.note : text(body, 'note');
  order.changes.push({ key: null, verdict: 'accepted', reason: text(body, 'reason') || null, at: new Date().toISOString() });
  applyTerms(floor, order, { ...order, note, lines, ...sumsOf({ ...order, lines }) });
}
