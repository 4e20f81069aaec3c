import type { OutboundShipment } from '../../domain/outbound.ts';
import { decimal } from './amounts.ts';
import { carrierNeeds, codeFor, statusNeeds } from './codes.ts';
import { raise, wakeAt, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import type { HeldShipment, Told } from './ledger.ts';
import { sameJson } from './meaning.ts';
import { checkCodes } from './missing.ts';
import { countParcels, type Fault, type Parcel, type Parcels } from './parcels.ts';
import { isWithin } from './record-retry.ts';
import { erpShipmentDocument, storeShipmentDocument } from './shipment-documents.ts';
import { isGone } from './status.ts';
import { milliseconds } from './time.ts';

/** Tells the ERP and the customer of every parcel that is beyond doubt, and sets the store's status after the last one. */
export function planShipments(draft: Draft, exported: Told): Parcels {
  const parcels = countParcels(draft.ledger, draft.order);
  let told = 0;
  let erpIsBooking = false;
  for (const parcel of parcels.all) {
    if (parcel.held.claimed && !sameJson(parcel.held.claimed, parcel.held.settled)) raiseClaim(draft, parcel.held);
    if (parcel.fault) {
      raiseFault(draft, parcel.held, parcel.fault);
      continue;
    }
    // The ERP books the parcels of an order one after the other: each takes from what the one before left open.
    if (!erpIsBooking) erpIsBooking = wishErpShipment(draft, exported, parcel) === 'planned';
    if (!isGone(draft.order) && wishStoreShipment(draft, parcel)) told += 1;
  }
  if (parcels.complete && told > 0 && told === parcels.all.length) wishStatus(draft);
  return parcels;
}

function wishErpShipment(draft: Draft, exported: Told, { held }: Parcel): 'planned' | 'settled' {
  const { ledger, policy } = draft;
  const orderId = exported.receipt.foreign?.id ?? ledger.erp?.id;
  if (orderId === undefined || ledger.erp?.stage === 'cancelled') return 'settled';
  if (!checkCodes(draft, carrierNeeds(held.shipment.packages, 'erp', policy))) return 'settled';
  const key = KEYS.erpShipment(held.shipment.id);
  const document = (): OutboundShipment => erpShipmentDocument(draft, held.shipment, orderId);
  const planned = draft.deliveries.length;
  wish(draft, { key, connection: policy.erp, lane: 'shipments', meaning: held.meaning, codes: codesIn, document });
  return draft.deliveries.length > planned ? 'planned' : 'settled';
}

function wishStoreShipment(draft: Draft, parcel: Parcel): boolean {
  const { order, policy } = draft;
  const { shipment, meaning } = parcel.held;
  const known = checkCodes(draft, carrierNeeds(shipment.packages, 'store', policy));
  if (!hasTracking(draft, parcel.held) || !known) return false;
  const key = KEYS.storeShipment(shipment.id);
  const document = (): OutboundShipment => storeShipmentDocument(draft, parcel);
  return wish(draft, { key, connection: order.connection, lane: 'shipments', meaning, codes: codesIn, document }) !== null;
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

function wishStatus(draft: Draft): void {
  const { order, policy } = draft;
  for (const need of statusNeeds(policy)) if (!checkCodes(draft, [need])) return;
  if (!policy.statusWhenShipped) return;
  const status =
    codeFor(draft.ledger, order, policy, { kind: 'status', side: 'store', key: policy.statusWhenShipped }) || policy.statusWhenShipped;
  if (order.storeStatus === status) return;
  wish(draft, {
    key: KEYS.storeStatus,
    connection: order.connection,
    lane: 'shipments',
    meaning: `status:${policy.statusWhenShipped}`,
    codes: () => status,
    document: () => ({ kind: 'order-status', schema: 1, orderId: order.id, status, note: null }),
  });
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
