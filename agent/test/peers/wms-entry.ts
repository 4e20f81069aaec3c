import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import { Refusal, rows, text } from './routing.ts';
import type { WmsLine, WmsOrder } from './wms-documents.ts';

/** Says no to an order that names what the warehouse does not have; a change may also ask for none of a line. */
export function checkOrder(books: Books, body: Record<string, unknown>, least: 'one' | 'none' = 'one'): void {
  if (text(body, 'reference') === '') throw new Refusal(422, 'order-refused', 'The order has no reference.');
  checkWarehouse(books, body);
  const service = text(body, 'service');
  if (service !== '' && !books.table('services').has(service))
    throw new Refusal(422, 'service-unknown', `There is no shipping service "${service}".`);
  const lines = rows(body, 'lines');
  if (!lines.some((line) => toMicro(line['quantity']) > 0n)) throw new Refusal(422, 'order-refused', 'The order has no lines.');
  for (const line of lines) {
    if (!books.table('items').has(text(line, 'item'))) throw new Refusal(422, 'item-unknown', `There is no item "${text(line, 'item')}".`);
    if (toMicro(line['quantity']) < (least === 'one' ? 1n : 0n))
      throw new Refusal(422, 'order-refused', `The quantity of "${text(line, 'item')}" is not positive.`);
  }
  const shipTo = (body['shipTo'] ?? {}) as Record<string, unknown>;
  if (text(shipTo, 'line1') === '' || text(shipTo, 'country') === '')
    throw new Refusal(422, 'address-incomplete', 'The address lacks a street or a country.');
}

export function checkWarehouse(books: Books, body: Record<string, unknown>): void {
  if (!books.table('warehouses').has(text(body, 'warehouse')))
    throw new Refusal(422, 'warehouse-unknown', `There is no warehouse "${text(body, 'warehouse')}".`);
}

export function newLine(line: Record<string, unknown>): WmsLine {
  return {
    ref: text(line, 'ref'),
    item: text(line, 'item'),
    sku: text(line, 'sku') || text(line, 'item'),
    name: text(line, 'name'),
    quantity: fromMicro(toMicro(line['quantity'])),
    unit: text(line, 'unit') || 'C62',
    picked: '0',
    shipped: '0',
    short: '0',
    missing: '0',
    reason: null,
    substitute: null,
    instead: null,
  };
}

export function newOrder(body: Record<string, unknown>, id: string): WmsOrder {
  const now = new Date().toISOString();
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
    wave: null,
    script: {},
    lines: rows(body, 'lines').map(newLine),
    shipments: [],
    changes: [],
    history: [{ status: 'allocated', at: now }],
    createdAt: now,
    updatedAt: now,
  };
}
