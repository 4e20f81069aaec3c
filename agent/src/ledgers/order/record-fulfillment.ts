import type { FulfillmentState } from '../../domain/fulfillment-state.ts';
import type { Milestone, MilestoneReached } from '../../domain/milestone.ts';
import type { Shipment } from '../../domain/shipment.ts';
import { millionths } from './amounts.ts';
import { contradictionIn } from './contradictions.ts';
import { dispute, settle } from './disputes.ts';
import { KEYS } from './keys.ts';
import { own, type HeldFulfillment, type HeldShipment, type OrderLedger } from './ledger.ts';
import { sameJson, sameText, shipmentMeaning } from './meaning.ts';
import { compareTimes } from './time.ts';

const PROGRESS: readonly Milestone[] = ['allocated', 'released', 'picked', 'packed', 'partially-shipped', 'shipped'];

/** Folds the warehouse's view in: milestones only go forward, shipments are merged by id and never forgotten. What cannot be true is set aside; `at` is when we learned it. */
export function recordFulfillment(ledger: OrderLedger, state: FulfillmentState, at: string): OrderLedger {
  const about = `fulfillment-state:${state.reference}`;
  const message = contradictionIn(ledger, state);
  if (message !== null) return dispute(ledger, about, { code: 'fact.contradiction', message, at });
  return mergeFulfillment(settle(ledger, about), state);
}

function mergeFulfillment(ledger: OrderLedger, state: FulfillmentState): OrderLedger {
  const held = own(ledger.fulfillments, state.reference);
  const merged = held ? mergeState(held, state) : newState(state);
  const shipments = mergeShipments(ledger, state);
  if (merged === held && shipments === ledger.shipments) return ledger;
  const fulfillments = merged === held ? ledger.fulfillments : { ...ledger.fulfillments, [state.reference]: merged };
  return { ...ledger, fulfillments, shipments };
}

function newState(state: FulfillmentState): HeldFulfillment {
  const { id, number, reference, milestone, updatedAt, lines, wave } = state;
  const reached = PROGRESS.includes(milestone) ? milestone : null;
  return { id, number, reference, milestone, updatedAt, lines, wave, history: mergeHistory([], state), reached };
}

function mergeState(held: HeldFulfillment, state: FulfillmentState): HeldFulfillment {
  const history = mergeHistory(held.history, state);
  const older = compareTimes(state.updatedAt, held.updatedAt) < 0;
  const isReopened = !older && hasGrown(held, state);
  const reached = isReopened ? state.milestone : furthest(held.reached, state.milestone);
  const next: HeldFulfillment = {
    ...held,
    ...(older
      ? {}
      : { id: state.id, number: state.number ?? held.number, updatedAt: state.updatedAt, lines: state.lines, wave: state.wave }),
    milestone:
      older && !isFurther(held, state.milestone) ? held.milestone : isReopened ? state.milestone : nextMilestone(held, state.milestone),
    history,
    reached,
  };
  return sameText(next, held) ? held : next;
}

/** Everything had left, and then the warehouse took on more of a line: that is no status going backwards. */
function hasGrown(held: HeldFulfillment, { milestone, lines }: FulfillmentState): boolean {
  if (held.milestone !== 'shipped' || milestone !== 'partially-shipped') return false;
  const before = new Map(held.lines.map((line) => [line.lineId, millionths(line.requested.value)]));
  return lines.some(({ lineId, requested }) => millionths(requested.value) > (before.get(lineId) ?? 0));
}

/** True when the lines say that something has still to leave. */
function hasRest({ lines }: HeldFulfillment): boolean {
  return lines.some((line) => millionths(line.requested.value) > millionths(line.shipped.value) + millionths(line.short.value));
}

/** An older report may still be news when the newer one came without it: goods that were packed stay packed. That everything had left is none when there is more to ship by now. */
function isFurther(held: HeldFulfillment, milestone: Milestone): boolean {
  if (milestone === 'shipped' && hasRest(held)) return false;
  return PROGRESS.includes(held.milestone) && PROGRESS.indexOf(milestone) > PROGRESS.indexOf(held.milestone);
}

function nextMilestone(held: HeldFulfillment, milestone: Milestone): Milestone {
  const left = milestone === 'shipped' || milestone === 'partially-shipped' || milestone === 'returned';
  if (held.milestone === 'returned') return 'returned';
  if (held.milestone === 'cancelled' && !left) return 'cancelled';
  if (held.reached === 'shipped' && (milestone === 'cancelled' || milestone === 'backordered')) return held.milestone;
  if (!PROGRESS.includes(milestone)) return milestone;
  return furthest(held.reached, milestone) ?? milestone;
}

function furthest(reached: Milestone | null, milestone: Milestone): Milestone | null {
  if (!PROGRESS.includes(milestone)) return reached;
  return reached === null || PROGRESS.indexOf(milestone) > PROGRESS.indexOf(reached) ? milestone : reached;
}

/** Each milestone once, at its earliest time, in the order of time: bounded, whatever a warehouse repeats. */
function mergeHistory(held: readonly MilestoneReached[], state: FulfillmentState): MilestoneReached[] {
  const history = [...held];
  const told = state.history.some(({ milestone }) => milestone === state.milestone);
  for (const step of told ? state.history : [...state.history, { milestone: state.milestone, at: state.updatedAt }]) {
    const index = history.findIndex(({ milestone }) => milestone === step.milestone);
    const known = history[index];
    if (!known) history.push(step);
    else if (compareTimes(step.at, known.at) < 0) history[index] = step;
  }
  return history.sort((a, b) => compareTimes(a.at, b.at) || PROGRESS.indexOf(a.milestone) - PROGRESS.indexOf(b.milestone));
}

function mergeShipments(ledger: OrderLedger, state: FulfillmentState): HeldShipment[] {
  let shipments = ledger.shipments;
  for (const shipment of state.shipments) {
    const held = shipments.find((each) => each.shipment.id === shipment.id);
    const merged = held ? mergeShipment(ledger, held, shipment, state.updatedAt) : newShipment(shipment, state.updatedAt);
    if (merged === held) continue;
    shipments = [...shipments.filter((each) => each !== held), merged];
    shipments.sort((a, b) => compareTimes(a.shipment.shippedAt, b.shipment.shippedAt) || (a.shipment.id < b.shipment.id ? -1 : 1));
  }
  return shipments;
}

function newShipment(shipment: Shipment, reportedAt: string): HeldShipment {
  return { shipment, meaning: shipmentMeaning(shipment), reportedAt, claimed: null, settled: null, releasedAt: null };
}

/** A newer report corrects a parcel. Its lines are only taken over while nobody was told of it; after that a person decides. */
function mergeShipment(ledger: OrderLedger, held: HeldShipment, shipment: Shipment, reportedAt: string): HeldShipment {
  if (compareTimes(reportedAt, held.reportedAt) < 0) return held;
  const told = own(ledger.receipts, KEYS.storeShipment(shipment.id)) ?? own(ledger.receipts, KEYS.erpShipment(shipment.id));
  const sameLines = sameJson(shipment.lines, held.shipment.lines);
  const kept = told && !sameLines ? { ...shipment, lines: held.shipment.lines } : shipment;
  const claimed = told && !sameLines ? shipment.lines : null;
  const sameParcel = sameText(kept, held.shipment);
  if (sameParcel && sameJson(claimed, held.claimed)) return reportedAt === held.reportedAt ? held : { ...held, reportedAt };
  return { ...held, shipment: kept, meaning: sameParcel ? held.meaning : shipmentMeaning(kept), reportedAt, claimed };
}
