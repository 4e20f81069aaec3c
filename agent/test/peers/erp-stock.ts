import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import type { ErpLine, ErpOrder } from './erp-documents.ts';

/** Units of an item that nobody has reserved; null when the item is not stock-managed. */
function free(item: Code | undefined, warehouse: string): bigint | null {
  const stock = item?.['stock'] as Record<string, string | number> | undefined;
  return stock === undefined ? null : toMicro(stock[warehouse] ?? 0);
}

function move(books: Books, code: string, warehouse: string, by: bigint): void {
  const item = books.table<Code>('items').get(code);
  const before = free(item, warehouse);
  if (item === undefined || before === null || by === 0n) return;
  item['stock'] = { ...(item['stock'] as object), [warehouse]: fromMicro(before + by) };
  books.put('items', item);
}

const missing = (line: ErpLine): bigint => toMicro(line.quantity) - toMicro(line.reserved);

/** Reserves what there is; true when every line has all of its units. */
export function reserve(books: Books, order: ErpOrder): boolean {
  for (const line of order.lines) {
    const available = free(books.table<Code>('items').get(line.item), order.warehouse);
    const wanted = missing(line);
    const taken = available === null ? wanted : least(wanted, available < 0n ? 0n : available);
    line.reserved = fromMicro(toMicro(line.reserved) + taken);
    move(books, line.item, order.warehouse, -taken);
    line.expectedAt = missing(line) > 0n ? new Date(Date.now() + 7 * 86_400_000).toISOString() : null;
  }
  return order.lines.every((line) => missing(line) === 0n);
}

export function release(books: Books, order: ErpOrder): void {
  for (const line of order.lines) {
    move(books, line.item, order.warehouse, toMicro(line.reserved));
    line.reserved = '0';
    line.expectedAt = null;
  }
}
