import { fromMicro, toMicro } from './decimal.ts';
import type { ErpOrder, ErpShipment } from './erp-documents.ts';
import { settleShipped } from './erp-stock.ts';
import { lineOf, type Floor } from './erp-work.ts';
import { created, ok, Refusal, rows, text, type Reply, type Route } from './routing.ts';

/** Goods that left, and goods that did not leave after all. */
export function shippingRoutes(floor: Floor): Route[] {
  const find = (params: Readonly<Record<string, string>>): ErpOrder => floor.orders.find(params['id'] ?? '');
  return [
    { method: 'POST', path: '/sales-orders/:id/shipments', run: ({ params, body }) => ship(floor, find(params), body) },
    {
      method: 'POST',
      path: '/sales-orders/:id/shipments/:shipment/void',
      run: ({ params }) => takeBack(floor, find(params), params['shipment'] ?? ''),
    },
  ];
}

function ship(floor: Floor, order: ErpOrder, body: Record<string, unknown>): Reply {
  const id = text(body, 'id');
  if (id === '') throw new Refusal(422, 'shipment-refused', 'The shipment has no id.');
  const known = order.shipments.find((shipment) => shipment.id === id);
  if (known) return ok(repeated(floor, order, known, rows(body, 'packages')));
  if (order.status === 'cancelled') throw new Refusal(422, 'order-cancelled', `${order.number} is cancelled, so nothing can leave for it.`);
  const warehouse = text(body, 'warehouse') || order.warehouse;
  const lines = rows(body, 'lines').map((line) => shippedLine(floor, order, line));
  if (lines.length === 0) throw new Refusal(422, 'shipment-refused', 'The shipment has no lines.');
  expectOrdered(order, lines);
  const number = `${order.number}/S${order.shipments.length + 1}`;
  const shipment: ErpShipment = { id, number, shippedAt: text(body, 'shippedAt'), warehouse, lines, packages: [], voidedAt: null };
  shipment.packages = rows(body, 'packages');
  order.shipments.push(shipment);
  recount(floor, order);
  return created({ id, number, existed: false, order: order.status });
}

/** A shipment that is booked stays as it is; only its tracking numbers may be corrected. */
function repeated(floor: Floor, order: ErpOrder, known: ErpShipment, packages: Record<string, unknown>[]): unknown {
  if (packages.length > 0 && JSON.stringify(packages) !== JSON.stringify(known.packages)) {
    known.packages = packages;
    floor.setStatus(order, order.status);
  }
  return { id: known.id, number: known.number, existed: true, order: order.status };
}

/** One that was never booked is noted as void, so that a late copy of its booking does nothing. */
function takeBack(floor: Floor, order: ErpOrder, id: string): Reply {
  const known = order.shipments.find((shipment) => shipment.id === id);
  if (known?.voidedAt) return ok({ id, number: known.number, existed: true, order: order.status });
  if (order.invoicedAt !== null)
    throw new Refusal(422, 'shipment-refused', `${order.number} is invoiced; its shipments are not taken back.`);
  const voidedAt = new Date().toISOString();
  const number = known?.number ?? `${order.number}/S${order.shipments.length + 1}`;
  if (known) known.voidedAt = voidedAt;
  else order.shipments.push({ id, number, shippedAt: voidedAt, warehouse: order.warehouse, lines: [], packages: [], voidedAt });
  recount(floor, order);
  return ok({ id, number, existed: false, order: order.status });
}

function shippedLine(floor: Floor, order: ErpOrder, row: Record<string, unknown>): ErpShipment['lines'][number] {
  const line = lineOf(order, { line: text(row, 'line'), ref: text(row, 'ref') });
  if (!line) throw new Refusal(422, 'line-unknown', `${order.number} has no line "${text(row, 'line') || text(row, 'ref')}".`);
  if (toMicro(row['quantity']) <= 0n) throw new Refusal(422, 'shipment-refused', `The quantity of "${line.item}" is not positive.`);
  const item = text(row, 'item');
  return {
    line: line.id,
    // What left may be another item than the ordered one.
    item: floor.books.table('items').has(item) ? item : line.item,
    quantity: fromMicro(toMicro(row['quantity'])),
    lots: (row['lots'] ?? []) as string[],
    serials: (row['serials'] ?? []) as string[],
    package: text(row, 'package') || null,
  };
}

/** All lines are checked before the first is booked; one line may come in several rows. */
function expectOrdered(order: ErpOrder, lines: ErpShipment['lines']): void {
  for (const line of order.lines) {
    const here = lines.filter((row) => row.line === line.id).reduce((sum, row) => sum + toMicro(row.quantity), 0n);
    const shipped = toMicro(line.shipped) + here;
    if (here > 0n && shipped > toMicro(line.quantity))
      throw new Refusal(
        422,
        'quantity-exceeded',
        `${fromMicro(shipped)} of "${line.item}" would have left, but only ${line.quantity} were ordered.`,
      );
  }
}

function recount(floor: Floor, order: ErpOrder): void {
  const booked = order.shipments.filter(({ voidedAt }) => voidedAt === null).flatMap(({ lines }) => lines);
  for (const line of order.lines) {
    const rowsOfLine = booked.filter((row) => row.line === line.id);
    line.shipped = fromMicro(rowsOfLine.reduce((sum, row) => sum + toMicro(row.quantity), 0n));
    settleShipped(floor.books, order, line);
  }
  floor.settle(order);
}
