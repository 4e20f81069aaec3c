import type { SalesOrder, SalesOrderLine } from '../../domain/sales-order.ts';
import { millionths } from './amounts.ts';
import { KEYS } from './keys.ts';
import { own, type HeldShipment, type OrderLedger } from './ledger.ts';

/** What is wrong with a parcel, so that nobody is told of it. */
export type Fault =
  | { readonly kind: 'unknown-line'; readonly what: string }
  | { readonly kind: 'impossible'; readonly what: string }
  | { readonly kind: 'too-many'; readonly line: SalesOrderLine; readonly shipped: number; readonly ordered: number };

/** A parcel with its fault, and whether the order is complete with it and those before it. */
export interface Parcel {
  readonly held: HeldShipment;
  readonly fault: Fault | null;
  readonly completes: boolean;
}

/** All parcels of an order: those already told first, then by time. `shipped` counts units per line in millionths, faultless parcels only. */
export interface Parcels {
  readonly all: readonly Parcel[];
  readonly shipped: ReadonlyMap<string, number>;
  readonly complete: boolean;
}

/** Lays all parcels against the lines of the order: what counts, what is one too many, and when everything has left. */
export function countParcels(ledger: OrderLedger, order: SalesOrder): Parcels {
  const shipped = new Map<string, number>();
  if (ledger.shipments.length === 0) return { all: [], shipped, complete: false };
  const ordered = orderedByLine(order);
  const taken = new Map<string, number>();
  const told = ledger.shipments.filter((held) => isTold(ledger, held));
  const untold = ledger.shipments.filter((held) => !told.includes(held));
  const all: Parcel[] = [];
  for (const held of [...told, ...untold]) {
    const fault = faultOf(held, order, ordered, taken);
    // A parcel that was told keeps its units even when it has become faulty, so that no other parcel is told in their place.
    if (!fault || told.includes(held)) addLines(taken, held);
    if (!fault) addLines(shipped, held);
    all.push({ held, fault, completes: isComplete(ordered, shipped) });
  }
  return { all, shipped, complete: isComplete(ordered, shipped) };
}

function orderedByLine(order: SalesOrder): Map<string, number> {
  const ordered = new Map<string, number>();
  for (const line of order.lines) ordered.set(line.id, (ordered.get(line.id) ?? 0) + millionths(line.quantity.value));
  return ordered;
}

function isTold(ledger: OrderLedger, { shipment }: HeldShipment): boolean {
  return (own(ledger.receipts, KEYS.storeShipment(shipment.id)) ?? own(ledger.receipts, KEYS.erpShipment(shipment.id))) !== undefined;
}

function faultOf(
  held: HeldShipment,
  order: SalesOrder,
  ordered: ReadonlyMap<string, number>,
  taken: ReadonlyMap<string, number>,
): Fault | null {
  const here = new Map<string, number>();
  for (const { lineId, sku, quantity } of held.shipment.lines) {
    const most = ordered.get(lineId);
    const units = millionths(quantity.value);
    if (most === undefined) return { kind: 'unknown-line', what: sku || lineId };
    if (units < 0) return { kind: 'impossible', what: `${quantity.value} × ${sku || lineId}` };
    here.set(lineId, (here.get(lineId) ?? 0) + units);
    const shipped = (taken.get(lineId) ?? 0) + (here.get(lineId) ?? 0);
    const line = order.lines.find((each) => each.id === lineId);
    if (shipped > most && line) return { kind: 'too-many', line, shipped, ordered: most };
  }
  return null;
}

function addLines(sum: Map<string, number>, { shipment }: HeldShipment): void {
  for (const { lineId, quantity } of shipment.lines) sum.set(lineId, (sum.get(lineId) ?? 0) + millionths(quantity.value));
}

function isComplete(ordered: ReadonlyMap<string, number>, shipped: ReadonlyMap<string, number>): boolean {
  for (const [line, units] of ordered) if ((shipped.get(line) ?? 0) < units) return false;
  return true;
}
