import type { SalesOrder, SalesOrderLine } from '../../domain/sales-order.ts';

/** The line of an order with this id. */
export function lineOf(order: SalesOrder, id: string): SalesOrderLine | undefined {
  if (order.lines.length < FEW) return order.lines.find((line) => line.id === id);
  const known = indexes.get(order) ?? indexOf(order);
  return known.get(id);
}

const FEW = 10;
/** Every parcel asks for its lines again, but a version of an order never changes. */
const indexes = new WeakMap<SalesOrder, ReadonlyMap<string, SalesOrderLine>>();

function indexOf(order: SalesOrder): ReadonlyMap<string, SalesOrderLine> {
  const index = new Map<string, SalesOrderLine>();
  for (const line of order.lines) if (!index.has(line.id)) index.set(line.id, line);
  indexes.set(order, index);
  return index;
}
