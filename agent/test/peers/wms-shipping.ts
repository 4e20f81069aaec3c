import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import { trackingFor } from './tracking-numbers.ts';
import type { WmsLine, WmsOrder, WmsShipment } from './wms-documents.ts';

const open = (line: WmsLine): bigint => toMicro(line.quantity) - toMicro(line.shipped);

/** Packs what goes out now: everything that is open, or about half of it. */
export function makeShipment(books: Books, order: WmsOrder, part: 'all' | 'half', tracked: boolean): WmsShipment | null {
  const units = part === 'all' ? order.lines.map(open) : half(order.lines);
  return book(books, order, units, tracked);
}

/** One shipment with one unit more of the first line than is open, as when somebody counted wrong. */
export function makeExcessShipment(books: Books, order: WmsOrder): WmsShipment | null {
  return book(
    books,
    order,
    order.lines.map((line, at) => open(line) + (at === 0 ? 1_000_000n : 0n)),
    true,
  );
}

function book(books: Books, order: WmsOrder, units: readonly bigint[], tracked: boolean): WmsShipment | null {
  const lines = order.lines.flatMap((line, at) => {
    const taken = units[at] ?? 0n;
    if (taken <= 0n) return [];
    line.shipped = fromMicro(toMicro(line.shipped) + taken);
    const lotted = /^LOT-/.test(line.item);
    return [{ ref: line.ref, sku: line.sku, quantity: fromMicro(taken), unit: line.unit, lots: lotted ? ['L-2026-11'] : [], serials: [] }];
  });
  if (lines.length === 0) return null;
  const serial = books.nextNumber('shipments');
  const service = order.service === null ? undefined : books.table<Code>('services').get(order.service);
  const carrier = typeof service?.['carrier'] === 'string' ? service['carrier'] : 'DHL';
  const tracking = tracked ? trackingFor(carrier, serial) : null;
  const weightGrams = Number(lines.reduce((sum, line) => sum + toMicro(line.quantity), 0n) / 1_000_000n) * 350 + 120;
  const parcel = { id: `PK-${serial}`, carrier, trackingNumber: tracking?.number ?? null, trackingUrl: tracking?.url ?? null, weightGrams };
  const shipment = { id: `SH-${String(serial).padStart(6, '0')}`, shippedAt: new Date().toISOString(), lines, packages: [parcel] };
  order.shipments.push(shipment);
  books.put('shipments', { id: shipment.id, changed: 0 });
  return shipment;
}

/** The first lines up to half of all units; a single unit is never split. */
function half(lines: readonly WmsLine[]): bigint[] {
  const total = lines.reduce((sum, line) => sum + open(line), 0n);
  let left = (total / 2_000_000n) * 1_000_000n;
  return lines.map((line) => {
    const taken = least(left, open(line));
    left -= taken;
    return taken;
  });
}

export const allShipped = (order: WmsOrder): boolean => order.lines.every((line) => open(line) <= 0n);
