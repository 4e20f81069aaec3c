import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import type { ErpLine, ErpOrder } from './erp-documents.ts';

const WEEK_MS = 7 * 86_400_000;

/** Units of an item that nobody has reserved; null when its stock is not kept. */
function free(item: Code | undefined, warehouse: string): bigint | null {
  const stock = item?.['stock'] as Record<string, string | number> | undefined;
  return stock === undefined ? null : toMicro(stock[warehouse] ?? 0);
}

/** Puts units on the shelf, or takes them off. */
export function moveStock(books: Books, code: string, warehouse: string, by: bigint): void {
  const item = books.table<Code>('items').get(code);
  const before = free(item, warehouse);
  if (item === undefined || before === null || by === 0n) return;
  item['stock'] = { ...(item['stock'] as object), [warehouse]: fromMicro(before + by) };
  books.put('items', item);
}

const missing = (line: ErpLine): bigint => (line.refused ? 0n : toMicro(line.quantity) - toMicro(line.reserved));
const at = (line: ErpLine, warehouse: string): bigint =>
  toMicro(line.allocations.find((one) => one.warehouse === warehouse)?.quantity ?? 0);

/** True when every line that will be delivered has all of its units. */
export function isReserved(order: ErpOrder): boolean {
  return order.lines.every((line) => missing(line) <= 0n);
}

/** Units of a line that have left, by warehouse. */
function leftFrom(order: ErpOrder, line: ErpLine): Map<string, bigint> {
  const left = new Map<string, bigint>();
  for (const shipment of order.shipments) {
    if (shipment.voidedAt !== null) continue;
    for (const row of shipment.lines)
      if (row.line === line.id) left.set(shipment.warehouse, (left.get(shipment.warehouse) ?? 0n) + toMicro(row.quantity));
  }
  return left;
}

/** Moves units between a shelf and a line. */
function allocate(books: Books, line: ErpLine, warehouse: string, by: bigint): void {
  if (by === 0n) return;
  const known = at(line, warehouse) > 0n;
  const quantity = fromMicro(at(line, warehouse) + by);
  line.allocations = known
    ? line.allocations.map((one) => (one.warehouse === warehouse ? { warehouse, quantity } : one))
    : [...line.allocations, { warehouse, quantity }];
  line.allocations = line.allocations.filter((one) => toMicro(one.quantity) !== 0n);
  moveStock(books, line.item, warehouse, -by);
}

/** Reserves what there is, in the order's own warehouse first; true when that changed anything. */
export function reserve(books: Books, order: ErpOrder): boolean {
  const before = JSON.stringify(order.lines);
  const others = [...books.table<Code>('warehouses').keys()].filter((code) => code !== order.warehouse);
  for (const line of order.lines) {
    const item = books.table<Code>('items').get(line.item);
    for (const warehouse of [order.warehouse, ...others]) {
      const available = free(item, warehouse);
      const wanted = missing(line);
      if (wanted <= 0n) break;
      const taken = available === null ? wanted : least(wanted, available < 0n ? 0n : available);
      line.reserved = fromMicro(toMicro(line.reserved) + taken);
      if (available !== null) allocate(books, line, warehouse, taken);
    }
    line.expectedAt = missing(line) > 0n ? expectedAt(item, line) : null;
  }
  return JSON.stringify(order.lines) !== before;
}

/** When the ERP expects an item: what it was told, otherwise what it once said, otherwise in a week. */
function expectedAt(item: Code | undefined, line: ErpLine): string | null {
  const told = item?.['expectedAt'] as string | null | undefined;
  return told === undefined ? (line.expectedAt ?? new Date(Date.now() + WEEK_MS).toISOString()) : told;
}

/** Gives back what is set aside beyond so many units of a line; what has left stays where it left from. */
export function trim(books: Books, order: ErpOrder, line: ErpLine, to: bigint): void {
  let over = toMicro(line.reserved) - to;
  if (over <= 0n) return;
  const left = leftFrom(order, line);
  line.reserved = fromMicro(toMicro(line.reserved) - over);
  for (const { warehouse } of line.allocations.toReversed()) {
    const given = least(over, at(line, warehouse) - (left.get(warehouse) ?? 0n));
    if (given > 0n) allocate(books, line, warehouse, -given);
    over -= given > 0n ? given : 0n;
  }
}

/** After goods left: what left from a warehouse where nothing was set aside is taken there, and given back elsewhere. */
export function settleShipped(books: Books, order: ErpOrder, line: ErpLine): void {
  const kept = free(books.table<Code>('items').get(line.item), order.warehouse) !== null;
  const before = toMicro(line.reserved);
  if (toMicro(line.shipped) > before) line.reserved = line.shipped;
  if (!kept) return;
  for (const [warehouse, units] of leftFrom(order, line)) {
    const lacking = units - at(line, warehouse);
    if (lacking > 0n) allocate(books, line, warehouse, lacking);
  }
  let over = line.allocations.reduce((sum, one) => sum + toMicro(one.quantity), 0n) - toMicro(line.reserved);
  for (const { warehouse } of line.allocations.toReversed()) {
    const spare = least(over, at(line, warehouse) - (leftFrom(order, line).get(warehouse) ?? 0n));
    if (spare <= 0n) continue;
    allocate(books, line, warehouse, -spare);
    over -= spare;
  }
}

export function release(books: Books, order: ErpOrder): void {
  for (const line of order.lines) {
    trim(books, order, line, 0n);
    line.expectedAt = null;
  }
}
