import type { Code } from './codes.ts';
import { toMicro } from './decimal.ts';
import type { ErpLine, ErpOrder, ErpStatus } from './erp-documents.ts';
import type { Rules } from './erp-rules.ts';
import { isReserved, release, reserve, trim } from './erp-stock.ts';
import type { Register } from './register.ts';
import { Refusal, text } from './routing.ts';
import type { Desk } from './server.ts';

export const ORDERS = 'sales-orders';

/** The ERP's order book and the work that goes on in it. */
export interface Floor extends Desk {
  readonly orders: Register<ErpOrder>;
  readonly rules: Rules;
  /** Books the order with its new state. */
  setStatus(order: ErpOrder, status: ErpStatus): void;
  /** received → accepted → reserved or backordered, each after its time. */
  run(order: ErpOrder): void;
  /** Looks again where an order stands whose lines or goods have changed; `more` starts the work on it anew. */
  settle(order: ErpOrder, more?: boolean): void;
  /** Takes the order back with its goods, unless it is too late. */
  cancel(order: ErpOrder): 'accepted' | 'too-late';
  /** Tries again to reserve what was short, oldest first. */
  serve(): void;
}

export function openFloor(desk: Desk, orders: Register<ErpOrder>, rules: Rules): Floor {
  const { books } = desk;
  const setStatus = (order: ErpOrder, status: ErpStatus): void => {
    order.updatedAt = new Date().toISOString();
    if (order.status !== status) order.history.push({ status, at: order.updatedAt });
    order.status = status;
    books.put(ORDERS, order);
  };
  const reserveNow = (order: ErpOrder): void => {
    for (const line of order.lines)
      if (!line.refused && rules.take(order.reference, 'refuseItem', (rule) => rule.refuseItem === line.item))
        refuseLine(desk, order, line);
    reserve(books, order);
    setStatus(order, isReserved(order) ? 'reserved' : 'backordered');
  };
  const run = (order: ErpOrder): void => {
    if (order.status !== 'received' && order.status !== 'accepted') return;
    desk.later(() => {
      if (order.status === 'received') setStatus(order, 'accepted');
      else if (order.status === 'accepted') reserveNow(order);
      else return;
      run(order);
    });
  };
  const serve = (): void => {
    for (const order of orders.all())
      if (order.status === 'backordered' && reserve(books, order)) setStatus(order, isReserved(order) ? 'reserved' : 'backordered');
  };
  for (const order of orders.all()) run(order);
  return {
    ...desk,
    orders,
    rules,
    setStatus,
    run,
    serve,
    settle(order, more = false) {
      if (isShipped(order)) setStatus(order, 'closed');
      else if (order.status === 'received' || order.status === 'accepted' || order.status === 'cancelled') setStatus(order, order.status);
      else if (more) setStatus(order, 'accepted');
      else setStatus(order, isReserved(order) ? 'reserved' : 'backordered');
      run(order);
    },
    cancel(order) {
      if (order.status === 'cancelled') return 'accepted';
      if (order.status === 'closed' || order.invoicedAt !== null || hasLeft(order)) return 'too-late';
      release(books, order);
      setStatus(order, 'cancelled');
      serve();
      return 'accepted';
    },
  };
}

/** The ERP will never deliver what has not left of a line. */
export function refuseLine({ books }: Desk, order: ErpOrder, line: ErpLine): void {
  line.refused = true;
  line.expectedAt = null;
  trim(books, order, line, toMicro(line.shipped));
}

export const hasLeft = (order: ErpOrder): boolean => order.lines.some((line) => toMicro(line.shipped) > 0n);

const isShipped = (order: ErpOrder): boolean =>
  hasLeft(order) && order.lines.every((line) => line.refused || toMicro(line.shipped) === toMicro(line.quantity));

/** A line by the ERP's own id, or by that of who sent the order. */
export function lineOf(order: ErpOrder, { line: id, ref }: { line: string; ref: string }): ErpLine | undefined {
  return order.lines.find((line) => line.id === id) ?? order.lines.find((line) => line.ref !== '' && line.ref === ref);
}

/** The line that a control means: by the sender's id, by SKU, by item code or by the ERP's own id. */
export function lineNamed(floor: Floor, order: ErpOrder, row: Record<string, unknown>): ErpLine {
  const name = text(row, 'line');
  const skuOf = (line: ErpLine): unknown => floor.books.table<Code>('items').get(line.item)?.['sku'];
  const line = lineOf(order, { line: name, ref: name }) ?? order.lines.find((known) => known.item === name || skuOf(known) === name);
  if (!line) throw new Refusal(422, 'line-unknown', `${order.number} has no line "${name}".`);
  return line;
}

/** An item by its code or SKU. */
export function itemNamed(floor: Floor, name: string): Code {
  const items = floor.books.table<Code>('items');
  const item = items.get(name) ?? [...items.values()].find((known) => known['sku'] === name);
  if (!item) throw new Refusal(422, 'item-unknown', `There is no item "${name}".`);
  return item;
}

/** The order that a control means; without a name the only one there is. */
export function orderNamed(floor: Floor, name: string): ErpOrder {
  const [only, ...others] = floor.orders.all();
  if (name !== '') return floor.orders.find(name);
  if (only === undefined || others.length > 0) throw new Refusal(422, 'order-unnamed', 'Say which order is meant: its reference.');
  return only;
}
