import type { Books } from './books.ts';
import { toMicro } from './decimal.ts';
import { Refusal, rows, text, ok, type Route } from './routing.ts';
import { trackingFor } from './tracking-numbers.ts';
import { controlRoutes, type Act } from './wms-controls.ts';
import type { WmsOrder, WmsPackage, WmsShipment, WmsShipmentLine } from './wms-documents.ts';
import type { WmsOrderBook } from './wms-orders.ts';
import { inHand, itemOf, lineOf, openUnits } from './wms-picking.ts';
import type { WmsCarton } from './wms-script.ts';
import { allShipped, bookShipment, contentOf, hasLeft, leave, makeExcessShipment, type Content } from './wms-shipping.ts';
import type { Floor } from './wms-work.ts';

/** Switches for parcels: send something by hand, correct or take back what was told, and make happen what should not. */
export function parcelControls(books: Books, floor: Floor, orders: WmsOrderBook): Route[] {
  const acts: Record<string, Act> = {
    ship: (order, body) => {
      const contents = rows(body, 'lines').map((line) => contentGiven(books, order, line));
      const all = order.lines.map((line) => contentOf(line, inHand(line) > 0n ? inHand(line) : openUnits(line)));
      const cartons = rows(body, 'cartons') as WmsCarton[];
      if (!bookShipment(books, order, contents.length > 0 ? contents : all, ...(cartons.length > 0 ? [cartons] : [])))
        throw new Refusal(409, 'state-wrong', 'There is nothing to ship.');
      floor.setStatus(order, allShipped(order) ? 'shipped' : 'partially-shipped');
    },
    track: (order, body) => {
      track(books, shipmentOf(order, body['shipment']), body);
      floor.changed(order);
    },
    void: (order, body) => {
      voidShipment(order, shipmentOf(order, body['shipment']), body['back'] === true);
      // What was taken back would leave again at once.
      order.held = true;
      floor.setStatus(order, body['back'] === true ? 'released' : hasLeft(order) ? 'partially-shipped' : 'packed');
    },
  };
  return [...controlRoutes(orders, acts), { method: 'POST', path: '/_inject', run: ({ body }) => ok(inject(books, floor, orders, body)) }];
}

function contentGiven(books: Books, order: WmsOrder, given: Record<string, unknown>): Content {
  const [named, sku, item] = [text(given, 'line'), text(given, 'sku'), text(given, 'item')];
  const line = named === '' && sku === '' && item === '' ? order.lines[0] : lineOf(order, named || sku || item);
  const other = item || sku;
  const list = (field: string): { [name: string]: string[] } => (Array.isArray(given[field]) ? { [field]: given[field].map(String) } : {});
  return {
    ref: line?.ref ?? '99999',
    item: line && (other === '' || other === line.item || other === line.sku) ? (line.instead ?? line) : itemOf(books, other || named),
    unit: line?.unit ?? 'C62',
    units: toMicro(given['units'] ?? (line ? openUnits(line) / 1_000_000n : 1)),
    ...list('lots'),
    ...list('serials'),
    ...(typeof given['carton'] === 'number' ? { carton: given['carton'] - 1 } : {}),
  };
}

/** By id, or by number from 1; the last that left when not said. */
function shipmentOf(order: WmsOrder, named: unknown): WmsShipment {
  const live = order.shipments.filter(({ voidedAt }) => voidedAt === null);
  const shipment =
    typeof named === 'number' ? order.shipments[named - 1] : named === undefined ? live.at(-1) : live.find(({ id }) => id === named);
  if (!shipment || shipment.voidedAt !== null)
    throw new Refusal(404, 'not-found', `The order ${order.number} has no such shipment that left.`);
  return shipment;
}

/** A number that comes later, is corrected, or (null) goes away again; made up when none is given. */
function track(books: Books, shipment: WmsShipment, body: Record<string, unknown>): void {
  const id = text(body, 'package');
  const parcel = shipment.packages.find((known) => (id === '' ? known.trackingNumber === null : known.id === id)) ?? shipment.packages[0];
  if (!parcel) throw new Refusal(404, 'not-found', `The shipment ${shipment.id} has no package ${id}.`);
  parcel.carrier = text(body, 'carrier') || parcel.carrier;
  const made = trackingFor(parcel.carrier, books.nextNumber('labels') + 500_000);
  const label: Pick<WmsPackage, 'trackingNumber' | 'trackingUrl'> =
    body['number'] === null
      ? { trackingNumber: null, trackingUrl: null }
      : {
          trackingNumber: text(body, 'number') || (made?.number ?? null),
          trackingUrl: text(body, 'url') || (body['number'] === undefined ? (made?.url ?? null) : null),
        };
  Object.assign(parcel, label);
}

/** `back` puts the goods into their bins again, else they stay packed. */
function voidShipment(order: WmsOrder, shipment: WmsShipment, back: boolean): void {
  shipment.voidedAt = new Date().toISOString();
  for (const { ref, quantity } of shipment.lines) leave(order, ref, -toMicro(quantity));
  if (back) for (const line of order.lines) line.picked = line.shipped;
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
    books.put('fulfillment-orders', order);
  } else if (what === 'unknown-line' && first) {
    first.lines.push({ ref: '99999', sku: 'STRAY', quantity: '1', unit: 'C62', lots: [], serials: [], packageId: null });
    books.put('fulfillment-orders', order);
  } else if (what === 'negative' && first) {
    first.lines.push({ ...(first.lines[0] as WmsShipmentLine), quantity: '-1' });
    floor.changed(order);
  } else {
    throw new Refusal(422, 'inject-unknown', `Cannot inject "${what}" here: unknown, or nothing has been shipped yet.`);
  }
  return order;
}
