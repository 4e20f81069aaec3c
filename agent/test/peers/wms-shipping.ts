import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import { trackingFor } from './tracking-numbers.ts';
import type { WmsItem, WmsLine, WmsOrder, WmsPackage, WmsShipment, WmsShipmentLine } from './wms-documents.ts';
import { inHand, most, openUnits } from './wms-picking.ts';
import type { WmsCarton } from './wms-script.ts';

const ONE = 1_000_000n;

/** Units of one item that go into a shipment; `carton` counts from 0, in turn when it is not said. */
export interface Content {
  readonly ref: string;
  readonly item: WmsItem;
  readonly unit: string;
  readonly units: bigint;
  readonly lots?: readonly string[];
  readonly serials?: readonly string[];
  readonly carton?: number;
}

/** Packs what goes out now: everything that is in hand, or about half of it. */
export function makeShipment(books: Books, order: WmsOrder, part: 'all' | 'half'): WmsShipment | null {
  const ready = order.lines.map(inHand);
  const some = part === 'all' ? ready : half(ready);
  return bookShipment(books, order, contentsOf(order, some.some((units) => units > 0n) ? some : ready));
}

/** One shipment with one unit more of the first line than is open, as when somebody counted wrong. */
export function makeExcessShipment(books: Books, order: WmsOrder): WmsShipment | null {
  const units = order.lines.map((line, at) => openUnits(line) + (at === 0 ? ONE : 0n));
  return bookShipment(books, order, contentsOf(order, units), [{}]);
}

export function contentOf(line: WmsLine, units: bigint): Content {
  return { ref: line.ref, item: line.instead ?? line, unit: line.unit, units };
}

function contentsOf(order: WmsOrder, units: readonly bigint[]): Content[] {
  return order.lines.map((line, at) => contentOf(line, units[at] ?? 0n));
}

/** Books a shipment with just these contents; null when there are none. */
export function bookShipment(
  books: Books,
  order: WmsOrder,
  contents: readonly Content[],
  given: readonly WmsCarton[] = cartonsOf(order),
): WmsShipment | null {
  const packed = contents.filter(({ units }) => units > 0n);
  if (packed.length === 0) return null;
  const serial = books.nextNumber('shipments');
  const parts = intoCartons(packed, most(BigInt(given.length), 1n));
  const ids = (given.length === 0 ? [{}] : given).map((_, at) => (at === 0 ? `PK-${serial}` : `PK-${serial}-${at + 1}`));
  const seen = new Map<string, number>();
  const lines = parts.map((part) => shipmentLine(books, part, ids[part.carton ?? 0] ?? null, serial, seen));
  const packages = ids.map((id, at) => parcel(books, order, id, given[at] ?? {}, serial + at * 1_000_000, unitsIn(lines, id)));
  const shipment = { id: `SH-${String(serial).padStart(6, '0')}`, shippedAt: new Date().toISOString(), voidedAt: null, lines, packages };
  for (const { ref, units } of packed) leave(order, ref, units);
  order.shipments.push(shipment);
  books.put('shipments', { id: shipment.id, changed: 0 });
  return shipment;
}

/** Units of a line have left, or (negative) come back into the hall. */
export function leave(order: WmsOrder, ref: string, units: bigint): void {
  const line = order.lines.find((known) => known.ref === ref);
  if (!line) return;
  line.shipped = fromMicro(most(toMicro(line.shipped) + units, 0n));
  line.picked = fromMicro(most(toMicro(line.picked), toMicro(line.shipped)));
}

function cartonsOf(order: WmsOrder): readonly WmsCarton[] {
  const { cartons = 1, noTracking = false } = order.script;
  const all = typeof cartons === 'number' ? Array.from({ length: Math.max(cartons, 1) }, () => ({})) : cartons;
  return all.map((carton) => ({ noTracking, ...carton }));
}

/** Fills carton after carton with about the same number of whole units each. */
function intoCartons(contents: readonly Content[], cartons: bigint): Content[] {
  const total = contents.reduce((sum, { units }) => sum + units, 0n);
  const whole = (total + cartons * ONE - 1n) / (cartons * ONE);
  const room = whole * ONE;
  let filled = 0n;
  return contents.flatMap((content) => {
    if (content.carton !== undefined) return [content];
    const parts: Content[] = [];
    for (let left = content.units; left > 0n;) {
      const units = least(left, room - (filled % room));
      parts.push({ ...content, units, carton: Number(filled / room) });
      filled += units;
      left -= units;
    }
    return parts;
  });
}

function shipmentLine(books: Books, part: Content, packageId: string | null, serial: number, seen: Map<string, number>): WmsShipmentLine {
  const { item, sku } = part.item;
  const row = books.table<Code>('items').get(item);
  const lot = typeof row?.['lot'] === 'string' ? row['lot'] : /^LOT-/.test(item) ? 'L-2026-11' : null;
  const counted = row?.['serials'] === true || /^SERIAL-/.test(item);
  const first = seen.get(part.ref) ?? 0;
  const count = counted ? Number(part.units / ONE) : 0;
  seen.set(part.ref, first + count);
  return {
    ref: part.ref,
    sku,
    quantity: fromMicro(part.units),
    unit: part.unit,
    lots: [...(part.lots ?? (lot === null ? [] : [lot]))],
    serials: [...(part.serials ?? Array.from({ length: count }, (_, at) => `SN-${serial}-${part.ref}-${first + at + 1}`))],
    packageId,
  };
}

function parcel(books: Books, order: WmsOrder, id: string, carton: WmsCarton, serial: number, units: bigint): WmsPackage {
  const service = order.service === null ? undefined : books.table<Code>('services').get(order.service);
  const carrier = carton.carrier ?? (typeof service?.['carrier'] === 'string' ? service['carrier'] : 'DHL');
  const made = carton.noTracking === true ? null : trackingFor(carrier, serial);
  const tracking = carton.number === undefined ? made : { number: carton.number, url: null };
  const weightGrams = carton.weightGrams === undefined ? Number(units / ONE) * 350 + 120 : carton.weightGrams;
  const dimensionsMm = carton.dimensionsMm === undefined ? { length: 300, width: 200, height: 150 } : carton.dimensionsMm;
  return { id, carrier, trackingNumber: tracking?.number ?? null, trackingUrl: tracking?.url ?? null, weightGrams, dimensionsMm };
}

const unitsIn = (lines: readonly WmsShipmentLine[], id: string): bigint =>
  lines.reduce((sum, line) => sum + (line.packageId === id ? toMicro(line.quantity) : 0n), 0n);

/** The first lines up to half of all units; a single unit is never split. */
function half(ready: readonly bigint[]): bigint[] {
  const total = ready.reduce((sum, units) => sum + units, 0n);
  let left = (total / (2n * ONE)) * ONE;
  return ready.map((units) => {
    const taken = least(left, units);
    left -= taken;
    return taken;
  });
}

export const allShipped = (order: WmsOrder): boolean => order.lines.every((line) => openUnits(line) <= 0n);

export const hasLeft = (order: WmsOrder): boolean => order.shipments.some(({ voidedAt }) => voidedAt === null);
