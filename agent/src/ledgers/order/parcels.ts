import type { SalesOrder } from '../../domain/sales-order.ts';
import { millionths } from './amounts.ts';
import { KEYS } from './keys.ts';
import { own, type HeldShipment, type OrderLedger } from './ledger.ts';
import type { OrderPolicy } from './policy.ts';
import { isVoid, wasToldVoid } from './shipment-meaning.ts';
import { unitsSold } from './sold.ts';
import { substitutionsIn, type Substitution } from './substitutes.ts';

/** What is wrong with a parcel, so that nobody is told of it. */
export type Fault =
  | { readonly kind: 'unknown-line'; readonly what: string }
  | { readonly kind: 'impossible'; readonly what: string }
  | { readonly kind: 'unrequested'; readonly reference: string }
  | { readonly kind: 'substitution'; readonly substitution: Substitution }
  | {
      readonly kind: 'too-many';
      readonly line: { readonly sku: string; readonly name: string };
      readonly shipped: number;
      readonly ordered: number;
    };

/** A parcel with its fault, and whether the order is complete with it and those before it. */
export interface Parcel {
  readonly held: HeldShipment;
  readonly fault: Fault | null;
  readonly completes: boolean;
}

/** All parcels of an order: those already told first, then by time; `voided` ones never left. `shipped` counts units per line in millionths, faultless parcels only; `complete` when that is all that the store still sells. */
export interface Parcels {
  readonly all: readonly Parcel[];
  readonly voided: readonly HeldShipment[];
  readonly shipped: ReadonlyMap<string, number>;
  readonly complete: boolean;
}

/** The exception about a fulfillment order that we never asked for; by accepting it a person lets its parcels count. */
export function unknownKey(reference: string): string {
  return `wms.fulfillment-unknown:${reference}`;
}

/** Lays all parcels against the most that was ever ordered: what counts, what is one too many, and when everything has left. `dropped` units are not waited for any more; without policy a substitute counts like the ordered item. */
export function countParcels(
  ledger: OrderLedger,
  order: SalesOrder,
  policy: Pick<OrderPolicy, 'substitutes'> | null,
  dropped: ReadonlyMap<string, number> = NONE,
): Parcels {
  const shipped = new Map<string, number>();
  if (ledger.shipments.length === 0) return { all: [], voided: [], shipped, complete: false };
  const rest = new Rest(unitsSold(ledger, order), dropped);
  const taken = new Map<string, number>();
  const told: HeldShipment[] = [];
  const untold: HeldShipment[] = [];
  const voided: HeldShipment[] = [];
  for (const held of ledger.shipments) (isVoid(held) ? voided : isTold(ledger, held) ? told : untold).push(held);
  const all: Parcel[] = [];
  for (const [index, held] of [...told, ...untold].entries()) {
    const fault = faultOf(ledger, held, taken) ?? (policy && substitutionIn(ledger, order, policy, held));
    // A parcel that was told keeps its units even when it has become faulty, so that no other parcel is told in their place.
    if (!fault || index < told.length) addLines(taken, held);
    if (!fault) rest.ship(shipped, held);
    all.push({ held, fault, completes: rest.isEmpty });
  }
  return { all, voided, shipped, complete: all.length > 0 && rest.isEmpty };
}

const NONE: ReadonlyMap<string, number> = new Map();

function isTold(ledger: OrderLedger, { shipment }: HeldShipment): boolean {
  return [KEYS.storeShipment(shipment.id), KEYS.erpShipment(shipment.id)].some((key) => {
    const told = own(ledger.receipts, key);
    return told !== undefined && !wasToldVoid(told);
  });
}

function faultOf(ledger: OrderLedger, { shipment }: HeldShipment, taken: ReadonlyMap<string, number>): Fault | null {
  const reference = shipment.fulfillmentReference;
  const known = own(ledger.requests, reference) ?? (own(ledger.decisions, unknownKey(reference))?.choice === 'accept' || undefined);
  if (!known) return { kind: 'unrequested', reference };
  const here = new Map<string, number>();
  for (const { lineId, sku, quantity } of shipment.lines) {
    const line = own(ledger.ordered, lineId);
    const units = millionths(quantity.value);
    if (!line) return { kind: 'unknown-line', what: sku || lineId };
    if (units < 0) return { kind: 'impossible', what: `${quantity.value} × ${sku || lineId}` };
    const most = millionths(line.units);
    here.set(lineId, (here.get(lineId) ?? 0) + units);
    const shipped = (taken.get(lineId) ?? 0) + (here.get(lineId) ?? 0);
    if (shipped > most) return { kind: 'too-many', line, shipped, ordered: most };
  }
  return null;
}

/** Nobody is told of a parcel with another item than the ordered one until that was approved. */
function substitutionIn(
  ledger: OrderLedger,
  order: SalesOrder,
  policy: Pick<OrderPolicy, 'substitutes'>,
  { shipment }: HeldShipment,
): Fault | null {
  const substitution = substitutionsIn(ledger, order, policy, shipment).find(({ opinion }) => opinion !== 'approved');
  return substitution ? { kind: 'substitution', substitution } : null;
}

function addLines(sum: Map<string, number>, { shipment }: HeldShipment): void {
  for (const { lineId, quantity } of shipment.lines) sum.set(lineId, (sum.get(lineId) ?? 0) + millionths(quantity.value));
}

/** Lines of which something has still to leave, counted down parcel by parcel. */
class Rest {
  readonly #wanted: Map<string, number>;
  #open = 0;

  constructor(sold: Map<string, number>, dropped: ReadonlyMap<string, number>) {
    for (const [id, units] of dropped) sold.set(id, Math.max(0, (sold.get(id) ?? 0) - units));
    this.#wanted = sold;
    for (const units of sold.values()) if (units > 0) this.#open += 1;
  }

  get isEmpty(): boolean {
    return this.#open === 0;
  }

  ship(shipped: Map<string, number>, { shipment }: HeldShipment): void {
    for (const { lineId, quantity } of shipment.lines) {
      const before = shipped.get(lineId) ?? 0;
      const after = before + millionths(quantity.value);
      shipped.set(lineId, after);
      const wanted = this.#wanted.get(lineId) ?? 0;
      if (before < wanted && after >= wanted) this.#open -= 1;
    }
  }
}
