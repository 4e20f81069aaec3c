import type { FulfillmentLine } from '../../domain/fulfillment-state.ts';
import { millionths } from './amounts.ts';
import { KEYS } from './keys.ts';
import { own, type HeldFulfillment, type HeldRequest, type OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';

/** One line of a commitment, in millionths: `requested` is what the warehouse took on, `shipped` what left through it, `short` what it will not ship, `active` what it still has to. */
export interface CommittedLine {
  readonly requested: number;
  readonly shipped: number;
  readonly short: number;
  readonly active: number;
}

/** What a warehouse took on under one fulfillment order. `closed` by us (it accepted a cancellation), by them (it cancelled unasked), or not. */
export interface Commitment {
  readonly reference: string;
  readonly request: HeldRequest;
  readonly state: HeldFulfillment | undefined;
  readonly closed: 'no' | 'by-us' | 'by-them';
  readonly lines: ReadonlyMap<string, CommittedLine>;
}

/** All that warehouses took on for an order, by number. */
export function commitmentsOf(ledger: OrderLedger, parcels: Parcels): Commitment[] {
  const references = Object.keys(ledger.requests);
  if (references.length === 0) return [];
  const left = leftThrough(parcels);
  const commitments = references.map((reference) => commitmentOf(ledger, reference, left.get(reference)));
  return commitments.filter((each) => each !== null).sort((a, b) => a.request.number - b.request.number);
}

/** The exception about a fulfillment order that the warehouse cancelled unasked. */
export function cancelledThereKey(reference: string): string {
  return `wms.cancelled-there:${reference}`;
}

interface Left {
  readonly units: Map<string, number>;
  /** True when a parcel is in doubt, so that what seems missing may have left after all. */
  doubtful: boolean;
}

function leftThrough(parcels: Parcels): Map<string, Left> {
  const left = new Map<string, Left>();
  const through = (reference: string): Left => {
    const known = left.get(reference) ?? { units: new Map<string, number>(), doubtful: false };
    left.set(reference, known);
    return known;
  };
  for (const { shipment } of parcels.voided) through(shipment.fulfillmentReference).doubtful = true;
  for (const { held, fault } of parcels.all) {
    const here = through(held.shipment.fulfillmentReference);
    if (fault || held.claimed) here.doubtful = true;
    if (fault) continue;
    for (const { lineId, quantity } of held.shipment.lines)
      here.units.set(lineId, (here.units.get(lineId) ?? 0) + millionths(quantity.value));
  }
  return left;
}

function commitmentOf(ledger: OrderLedger, reference: string, left: Left | undefined): Commitment | null {
  const request = own(ledger.requests, reference);
  if (!request) return null;
  const state = own(ledger.fulfillments, reference);
  const closed = closedBy(ledger, request, state);
  const told = new Map(state?.lines.map((line) => [line.lineId, line]));
  const isDone = state?.milestone === 'shipped' && left !== undefined && !left.doubtful;
  const lines = new Map<string, CommittedLine>();
  for (const [lineId, units] of Object.entries(request.lines)) {
    const requested = millionths(units);
    const shipped = left?.units.get(lineId) ?? 0;
    const short = shortOf(told.get(lineId), Math.max(0, requested - shipped), isDone);
    const active = closed === 'no' ? Math.max(0, requested - shipped - short) : 0;
    lines.set(lineId, { requested, shipped, short: closed === 'no' ? short : 0, active });
  }
  return { reference, request, state, closed, lines };
}

/** What is missing when the warehouse says that everything has left is short, whether it says so or not; but not what it was asked for after it said so. */
function shortOf(told: FulfillmentLine | undefined, missing: number, isDone: boolean): number {
  if (isDone) return told ? Math.min(missing, Math.max(0, millionths(told.requested.value) - millionths(told.shipped.value))) : missing;
  return told ? Math.min(missing, Math.max(0, millionths(told.short.value))) : 0;
}

function closedBy(ledger: OrderLedger, { number }: HeldRequest, state: HeldFulfillment | undefined): Commitment['closed'] {
  const verdict = own(ledger.receipts, KEYS.wmsCancel(number))?.receipt.verdict;
  if (verdict === 'accepted' || verdict === null) return 'by-us';
  return state?.milestone === 'cancelled' ? 'by-them' : 'no';
}
