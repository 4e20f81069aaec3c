import type { OutboundShipment } from '../../domain/outbound.ts';
import { decimal } from './amounts.ts';
import { carrierNeeds, substituteNeed, type Need } from './codes.ts';
import { raise, wakeAt, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type HeldShipment, type Told } from './ledger.ts';
import { sameJson } from './meaning.ts';
import { checkCodes } from './missing.ts';
import type { Fault, Parcels } from './parcels.ts';
import { raiseSubstitution } from './plan-substitutes.ts';
import { isWithin } from './record-retry.ts';
import { erpShipmentDocument, storeShipmentDocument } from './shipment-documents.ts';
import { erpMeaning, isVoid, storeMeaning } from './shipment-meaning.ts';
import { isGone } from './status.ts';
import { substitutionsIn } from './substitutes.ts';
import { milliseconds } from './time.ts';

/** Tells the ERP and the customer of every parcel that is beyond doubt, and takes back what they were told of one that never left. */
export function planShipments(draft: Draft, exported: Told, parcels: Parcels): void {
  const { ledger, order } = draft;
  // The ERP books the parcels of an order one after the other: each takes from what the one before left open, or gave back.
  let erpIsBooking = false;
  const tellErp = (held: HeldShipment): void => {
    if (!erpIsBooking) erpIsBooking = wishErpShipment(draft, exported, held) === 'planned';
  };
  for (const held of parcels.voided) {
    if (own(ledger.receipts, KEYS.erpShipment(held.shipment.id))) tellErp(held);
    if (own(ledger.receipts, KEYS.storeShipment(held.shipment.id))) wishStoreShipment(draft, held, false);
  }
  for (const { held, fault, completes } of parcels.all) {
    if (held.claimed && !sameJson(held.claimed, held.settled)) raiseClaim(draft, held);
    if (fault) {
      raiseFault(draft, held, fault);
      continue;
    }
    tellErp(held);
    if (!isGone(order) && hasTracking(draft, held)) wishStoreShipment(draft, held, completes);
  }
}

function wishErpShipment(draft: Draft, exported: Told, held: HeldShipment): 'planned' | 'settled' {
  const { ledger, policy } = draft;
  const orderId = exported.receipt.foreign?.id ?? ledger.erp?.id;
  if (orderId === undefined || ledger.erp?.stage === 'cancelled') return 'settled';
  const isCarrierKnown = checkCodes(draft, carrierNeeds(held.shipment.packages, 'erp', policy));
  if (!checkCodes(draft, substituteNeeds(draft, held)) || !isCarrierKnown) return 'settled';
  const key = KEYS.erpShipment(held.shipment.id);
  const planned = draft.deliveries.length;
  wish(draft, {
    key,
    connection: exported.connection ?? policy.erp,
    lane: 'shipments',
    meaning: erpMeaning(held, own(ledger.receipts, key)),
    codes: codesIn,
    document: () => erpShipmentDocument(draft, held, orderId),
  });
  return draft.deliveries.length > planned ? 'planned' : 'settled';
}

function substituteNeeds({ ledger, order, policy }: Draft, { shipment }: HeldShipment): Need[] {
  return substitutionsIn(ledger, order, policy, shipment).flatMap(({ sku }) => [...substituteNeed(sku, policy)]);
}

function wishStoreShipment(draft: Draft, held: HeldShipment, completes: boolean): void {
  const { ledger, order, policy } = draft;
  if (!isVoid(held) && !checkCodes(draft, carrierNeeds(held.shipment.packages, 'store', policy))) return;
  const key = KEYS.storeShipment(held.shipment.id);
  wish(draft, {
    key,
    connection: order.connection,
    lane: 'shipments',
    meaning: storeMeaning(held, own(ledger.receipts, key)),
    codes: codesIn,
    document: () => storeShipmentDocument(draft, held, completes),
  });
}

function codesIn(document: OutboundShipment): unknown {
  const { orderForeignId, warehouseCode, lines, packages } = document;
  return [
    orderForeignId,
    warehouseCode,
    lines.map((line) => [line.foreignLineId, line.itemCode]),
    packages.map((each) => each.carrierCode),
  ];
}

/** A parcel without a number is not told to the customer: at first it waits, then a person is asked, who may let it go as it is. */
function hasTracking(draft: Draft, { shipment, releasedAt }: HeldShipment): boolean {
  if (shipment.packages.length > 0 && shipment.packages.every((each) => each.trackingNumber)) return true;
  const due = milliseconds(shipment.shippedAt) + draft.policy.trackingWaitMinutes * 60_000;
  if (releasedAt !== null && milliseconds(releasedAt) >= due) return true;
  if (draft.now < due) {
    wakeAt(draft, due);
    return false;
  }
  const message = `Shipment ${shipment.id} left at ${shipment.shippedAt} and still has no tracking number. Retry to tell the customer without one.`;
  raise(draft, { key: `shipment.no-tracking:${shipment.id}`, code: 'shipment.no-tracking', message, retriable: true });
  return false;
}

function raiseFault(draft: Draft, { shipment }: HeldShipment, fault: Fault): void {
  const { id } = shipment;
  switch (fault.kind) {
    case 'unknown-line':
      raise(draft, {
        key: `shipment.unknown-line:${id}`,
        code: 'shipment.unknown-line',
        message: `Shipment ${id} holds ${fault.what}, which is not on the order. Nobody was told of it.`,
      });
      return;
    case 'impossible':
      raise(draft, {
        key: `wms.exception:${id}`,
        code: 'wms.exception',
        message: `The warehouse reports ${fault.what} in shipment ${id}, which cannot be. Nobody was told of it.`,
      });
      return;
    case 'unrequested':
      // Told of the fulfillment order as a whole, by planUnknown.
      return;
    case 'substitution':
      raiseSubstitution(draft, fault.substitution);
      return;
    case 'too-many': {
      const counts = `${decimal(fault.shipped)} × ${fault.line.sku || fault.line.name} would have left, but only ${decimal(fault.ordered)} were ordered`;
      raise(draft, {
        key: `shipment.more-than-ordered:${id}`,
        code: 'shipment.more-than-ordered',
        message: `With shipment ${id}, ${counts}. Nobody is told of it until this is settled.`,
      });
    }
  }
}

function raiseClaim(draft: Draft, { shipment, claimed }: HeldShipment): void {
  const words = (lines: typeof shipment.lines): string =>
    lines.map((line) => `${line.quantity.value} × ${line.sku || line.lineId}`).join(', ');
  const cure = isWithin(claimed ?? [], shipment.lines) ? 'retry to tell the new contents' : 'put right by hand what was told, then retry';
  const message = `The warehouse first reported shipment ${shipment.id} with ${words(shipment.lines)}, now with ${words(claimed ?? [])}. Ask it; ${cure}.`;
  raise(draft, { key: `wms.exception:${shipment.id}`, code: 'wms.exception', message, retriable: true });
}
