import { TOO_LATE_TO_CANCEL } from '../../domain/milestone.ts';
import type { ShipmentLine } from '../../domain/shipment.ts';
import { millionths } from './amounts.ts';
import { cancelledThereKey } from './commitments.ts';
import type { OrderFact } from './facts.ts';
import { isCancelKey, isChangeKey, KEYS } from './keys.ts';
import { numberOf, own, type HeldFulfillment, type HeldShipment, type OrderLedger, type Told } from './ledger.ts';
import { shipmentMeaning } from './meaning.ts';
import { isAccepted } from './record-receipt.ts';
import { isGone } from './status.ts';

type Retried = Extract<OrderFact, { kind: 'retried' }>;

/** A person asked to try again: refusals are forgotten, reviews acknowledged, verdicts asked for anew. */
export function recordRetry(ledger: OrderLedger, { key, at, by }: Retried): OrderLedger {
  const meant: Meant = (...keys) => key === null || keys.some((each) => key === each || key.startsWith(`${each}:`));
  const receipts = without(ledger.receipts, (each, told) => meant(each) && isUnsettled(each, told));
  const again = Object.keys(receipts).length < Object.keys(ledger.receipts).length;
  const zeroTotal = ledger.reviewed.zeroTotal || (ledger.order?.total.minor === 0 && meant('order.zero-total', KEYS.salesOrder));
  const choices = [...choicesOf(ledger, meant)].map(([about, choice]) => [about, { choice, by, at, meaning: ledger.meaning }] as const);
  return {
    ...ledger,
    asked: ledger.asked + (again ? 1 : 0),
    refusals: without(ledger.refusals, (each) => meant(each)),
    receipts,
    shipments: retryShipments(ledger.shipments, meant, at),
    decisions: choices.length === 0 ? ledger.decisions : { ...ledger.decisions, ...Object.fromEntries(choices) },
    reviewed: { zeroTotal },
  };
}

type Meant = (...keys: string[]) => boolean;

/** True for an answer that leaves things as they were: a cancellation or change that was not accepted, a document without a name. */
export function isUnsettled(key: string, { receipt }: Told): boolean {
  if (isCancelKey(key) || isChangeKey(key)) return !isAccepted(receipt);
  return (key === KEYS.customer || key === KEYS.salesOrder) && receipt.foreign === null && receipt.state === null;
}

/** The decision to ask a warehouse although it had got too far for it; it does not count when it has got further since. */
export function askAnywayKey(deliveryKey: string, state: HeldFulfillment | undefined): string {
  const hasLeft = state?.reached === 'partially-shipped' || state?.reached === 'shipped';
  return `ask-anyway:${deliveryKey}:${hasLeft ? 'left' : 'picked'}`;
}

/** What a retry says beyond asking again: send anew what the warehouse cancelled unasked, and ask it although it had picked. */
function* choicesOf(ledger: OrderLedger, meant: Meant): Generator<[about: string, choice: string]> {
  const isSold = ledger.order !== null && !isGone(ledger.order);
  for (const [reference, state] of Object.entries(ledger.fulfillments)) {
    const number = numberOf(reference);
    const cancelled = cancelledThereKey(reference);
    if (state.milestone === 'cancelled') {
      if (isSold && !own(ledger.decisions, cancelled) && meant('wms.cancelled-there', cancelled, KEYS.fulfillmentOrder(number)))
        yield [cancelled, 'again'];
    } else if (state.reached && TOO_LATE_TO_CANCEL.has(state.reached))
      for (const key of [KEYS.wmsCancel(number), KEYS.wmsChange(number)]) {
        const about = askAnywayKey(key, state);
        if (meant(key) && !own(ledger.decisions, about)) yield [about, 'ask'];
      }
  }
}

function retryShipments(shipments: HeldShipment[], meant: Meant, at: string): HeldShipment[] {
  return shipments.map((held) => {
    const { id } = held.shipment;
    const asked = meant(KEYS.storeShipment(id), KEYS.erpShipment(id), `shipment.no-tracking:${id}`, `wms.exception:${id}`);
    return asked ? { ...takeClaim(held), releasedAt: at } : held;
  });
}

/** Fewer units than were told can always be told anew; more could displace those of another parcel that was told, so a person has put that right by hand. */
function takeClaim(held: HeldShipment): HeldShipment {
  if (!held.claimed || !isWithin(held.claimed, held.shipment.lines)) return { ...held, settled: held.claimed ?? held.settled };
  const shipment = { ...held.shipment, lines: held.claimed };
  return { ...held, shipment, meaning: shipmentMeaning(shipment), claimed: null };
}

/** True when no line of `fewer` has more units than all of that line in `most`. */
export function isWithin(fewer: readonly ShipmentLine[], most: readonly ShipmentLine[]): boolean {
  const units = (lines: readonly ShipmentLine[], id: string): number =>
    lines.filter((line) => line.lineId === id).reduce((sum, line) => sum + Math.max(0, millionths(line.quantity.value)), 0);
  return fewer.every((line) => millionths(line.quantity.value) >= 0 && units(fewer, line.lineId) <= units(most, line.lineId));
}

function without<T>(record: Record<string, T>, drop: (key: string, value: T) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => !drop(key, value)));
}
