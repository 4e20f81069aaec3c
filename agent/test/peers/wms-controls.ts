import type { Books } from './books.ts';
import { ok, Refusal, text, type Route } from './routing.ts';
import type { WmsOrder, WmsStatus } from './wms-documents.ts';
import type { WmsOrderBook } from './wms-orders.ts';
import { makeExcessShipment } from './wms-shipping.ts';
import { ORDERS, type Floor } from './wms-work.ts';

/** Switches for people and tests: hold an order, take it on by hand, and make happen what should not. */
export function wmsControls(books: Books, floor: Floor, orders: WmsOrderBook): Route[] {
  const named = (body: Record<string, unknown>): WmsOrder => orders.find(text(body, 'id') || text(body, 'reference'));
  return [
    {
      method: 'POST',
      path: '/_hold',
      run: ({ body }) => {
        const held = body['hold'] !== false;
        if (body['all'] === true) {
          orders.holdAll(held);
          return ok({ all: held });
        }
        const order = named(body);
        order.held = held;
        books.put(ORDERS, order);
        if (!held) floor.run(order);
        return ok(order);
      },
    },
    {
      method: 'POST',
      path: '/_advance',
      run: ({ body }) => {
        const order = named(body);
        floor.advance(order, text(body, 'to') as WmsStatus);
        floor.run(order);
        return ok(order);
      },
    },
    { method: 'POST', path: '/_inject', run: ({ body }) => ok(inject(books, floor, orders, body)) },
  ];
}

function inject(books: Books, floor: Floor, orders: WmsOrderBook, body: Record<string, unknown>): WmsOrder {
  const what = text(body, 'what');
  if (what === 'unknown-reference') {
    const line = { ref: '1', item: 'STRAY', sku: 'STRAY', name: 'Something', quantity: '1' };
    const order = orders.enter({ reference: text(body, 'reference') || 'elsewhere:999/1', warehouse: 'MAIN', lines: [line] });
    floor.advance(order, 'shipped');
    return order;
  }
  const order = orders.find(text(body, 'id') || text(body, 'reference'));
  const [first] = order.shipments;
  if (what === 'more-than-ordered') {
    makeExcessShipment(books, order);
    floor.setStatus(order, 'shipped');
  } else if (what === 'duplicate-shipment' && first) {
    order.shipments.push(first);
    books.put(ORDERS, order);
  } else if (what === 'unknown-line' && first) {
    first.lines.push({ ref: '99999', sku: 'STRAY', quantity: '1', unit: 'C62', lots: [], serials: [] });
    books.put(ORDERS, order);
  } else {
    throw new Refusal(422, 'inject-unknown', `Cannot inject "${what}" here: unknown, or nothing has been shipped yet.`);
  }
  return order;
}
