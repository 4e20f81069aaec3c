import { TOO_LATE_TO_CANCEL } from '../../domain/milestone.ts';
import type { ShipmentLine } from '../../domain/shipment.ts';
import { millionths } from './amounts.ts';
import type { OrderFact } from './facts.ts';
import { isCancelKey, KEYS } from './keys.ts';
import { currentFulfillment, own, type HeldShipment, type OrderLedger, type Told } from './ledger.ts';
import { meaningOf, shipmentMeaning } from './meaning.ts';
import { isGone } from './status.ts';

type Retried = Extract<OrderFact, { kind: 'retried' }>;

/** A person asked to try again: refusals are forgotten, reviews acknowledged, verdicts asked for anew. */
export function recordRetry(ledger: OrderLedger, { key, at }: Retried): OrderLedger {
  const meant = (...keys: string[]): boolean => key === null || keys.includes(key);
  const receipts = without(ledger.receipts, (each, told) => meant(each) && isUnsettled(each, told));
  const again = Object.keys(receipts).length < Object.keys(ledger.receipts).length;
  return {
    ...ledger,
    asked: ledger.asked + (again ? 1 : 0),
    refusals: without(ledger.refusals, (each) => meant(each)),
    receipts,
    shipments: retryShipments(ledger.shipments, meant, at),
    fulfillmentNumber: nextNumber(ledger, meant),
    reviewed: {
      zeroTotal: ledger.reviewed.zeroTotal || (ledger.order?.total.minor === 0 && meant('order.zero-total', KEYS.salesOrder)),
      changed: isChanged(ledger) && meant('order.changed-after-export', KEYS.salesOrder) ? ledger.meaning : ledger.reviewed.changed,
      tooLate: meant(KEYS.wmsCancel(ledger.fulfillmentNumber)) ? howLate(ledger) : ledger.reviewed.tooLate,
    },
  };
}

/** True when the order now sells something else than the ERP was told. */
export function isChanged(ledger: OrderLedger): boolean {
  const exported = own(ledger.receipts, KEYS.salesOrder);
  return exported !== undefined && meaningOf(exported.fingerprint) !== ledger.meaning;
}

/** True for an answer that leaves things as they were: a cancellation that was not accepted, a document without a name. */
export function isUnsettled(key: string, { receipt }: Told): boolean {
  if (isCancelKey(key)) return receipt.verdict !== null && receipt.verdict !== 'accepted';
  return (key === KEYS.customer || key === KEYS.salesOrder) && receipt.foreign === null && receipt.state === null;
}

function howLate(ledger: OrderLedger): OrderLedger['reviewed']['tooLate'] {
  const { order, shipments, reviewed } = ledger;
  if (!order || !isGone(order)) return reviewed.tooLate;
  if (shipments.length > 0) return 'left';
  const reached = currentFulfillment(ledger)?.reached ?? 'allocated';
  return TOO_LATE_TO_CANCEL.has(reached) ? 'picked' : reviewed.tooLate;
}

/** The number under which a fulfillment order that the warehouse cancelled unasked is sent again: the first that it has not cancelled. */
function nextNumber(ledger: OrderLedger, meant: (...keys: string[]) => boolean): number {
  let number = ledger.fulfillmentNumber;
  const active = ledger.order !== null && !isGone(ledger.order);
  if (!active || !meant('wms.cancelled-there', KEYS.fulfillmentOrder(number))) return number;
  while (own(ledger.fulfillments, `${ledger.reference}/${number}`)?.milestone === 'cancelled') number += 1;
  return number;
}

function retryShipments(shipments: HeldShipment[], meant: (...keys: string[]) => boolean, at: string): HeldShipment[] {
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
