import type { OutboundShipment } from '../../domain/outbound.ts';
import type { Package, Shipment, ShipmentLine } from '../../domain/shipment.ts';
import { labelId } from '../../domain/mapping.ts';
import { decimal, millionths } from './amounts.ts';
import { lookupOf, skuKey, type Side } from './codes.ts';
import { codesOf } from './documents.ts';
import type { Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type HeldShipment } from './ledger.ts';
import { fillText } from './message.ts';
import { lineOf } from './order-lines.ts';
import { isVoid, numbersSince } from './shipment-meaning.ts';
import { substitutionsIn, type Substitution } from './substitutes.ts';

/** A parcel as the ERP books it, or takes it back. */
export function erpShipmentDocument(draft: Draft, held: HeldShipment, orderForeignId: string): OutboundShipment {
  const { ledger, order, policy } = draft;
  const { shipment } = held;
  const location = own(ledger.requests, shipment.fulfillmentReference)?.location ?? policy.location;
  const warehouseCode = codesOf(ledger, order, policy)({ kind: 'location', side: 'erp', key: location });
  const lineIds = new Map(ledger.erp?.lines.map((line) => [line.id, line.foreignId]));
  return { ...shipmentDocument(draft, shipment, 'erp', (id) => lineIds.get(id) ?? null), orderForeignId, warehouseCode, message: null };
}

/** A parcel as the shop shows it, or takes it back, with the words for the customer; `completes`: nothing follows it. */
export function storeShipmentDocument(draft: Draft, held: HeldShipment, completes: boolean): OutboundShipment {
  const { order } = draft;
  const document = withinOrder(
    draft,
    held,
    shipmentDocument(draft, held.shipment, 'store', (id) => id),
  );
  return { ...document, orderForeignId: order.id, warehouseCode: '', message: messageOf(draft, held, completes, document.packages) };
}

/** The shop cannot show more units of a line than it sells now: what left beyond that is told to a person, not to the customer. */
function withinOrder({ ledger, order }: Draft, held: HeldShipment, document: Common): Common {
  const room = new Map(order.lines.map((line) => [line.id, millionths(line.quantity.value)]));
  const told = ledger.shipments.filter(
    (each) => each !== held && !isVoid(each) && own(ledger.receipts, KEYS.storeShipment(each.shipment.id)),
  );
  for (const { lineId, quantity } of told.flatMap(({ shipment }) => shipment.lines))
    room.set(lineId, (room.get(lineId) ?? 0) - millionths(quantity.value));
  const lines = document.lines.flatMap((line) => {
    const units = Math.min(millionths(line.quantity.value), Math.max(0, room.get(line.lineId) ?? 0));
    room.set(line.lineId, (room.get(line.lineId) ?? 0) - units);
    if (units === millionths(line.quantity.value)) return [line];
    return units > 0 ? [{ ...line, quantity: { ...line.quantity, value: decimal(units) } }] : [];
  });
  return lines.length === 0 ? document : { ...document, lines };
}

/** Each fact once: that it left, that its number is another one, that it did not leave. What says nothing new to a customer is sent without a word. */
function messageOf(draft: Draft, held: HeldShipment, completes: boolean, packages: OutboundShipment['packages']): string | null {
  const { ledger, order, policy } = draft;
  const fill = (text: string | null): string | null => (text === null ? null : fillMessage(text, packages, order.number));
  if (isVoid(held)) return fill(policy.voidedMessage);
  const since = numbersSince(held, own(ledger.receipts, KEYS.storeShipment(held.shipment.id)));
  if (since === 'same') return null;
  if (since === 'other') return fill(policy.trackingCorrectedMessage);
  const left = fill(completes ? policy.shippedMessage : policy.partlyShippedMessage);
  const instead = since === 'new' ? substitutedWords(draft, held) : [];
  return left === null ? null : [left, ...instead].join(' ');
}

function substitutedWords({ ledger, order, policy }: Draft, { shipment }: HeldShipment): string[] {
  const { substitutedMessage: text } = policy;
  if (text === null) return [];
  const told = substitutionsIn(ledger, order, policy, shipment);
  return told.flatMap(({ line, name }) => fillText(text, { ordered: line.name || line.sku, sent: name }) ?? []);
}

type Common = Omit<OutboundShipment, 'orderForeignId' | 'warehouseCode' | 'message'>;

function shipmentDocument(draft: Draft, shipment: Shipment, side: 'erp' | 'store', foreignLine: (id: string) => string | null): Common {
  const { ledger, order, policy } = draft;
  const instead = substitutionsIn(ledger, order, policy, shipment);
  return {
    kind: 'shipment',
    schema: 1,
    reference: ledger.reference,
    shipmentId: shipment.id,
    shippedAt: shipment.shippedAt,
    voided: shipment.voidedAt !== null,
    lines: shipment.lines.map((sent) => {
      const unit = lineOf(order, sent.lineId)?.quantity.unit ?? sent.quantity.unit;
      return {
        lineId: sent.lineId,
        foreignLineId: foreignLine(sent.lineId),
        itemCode: itemCode(draft, side, sent, instead),
        quantity: { value: sent.quantity.value, unit },
        lots: sent.lots,
        serials: sent.serials,
        packageId: sent.packageId,
      };
    }),
    packages: shipment.packages.map((each) => ({ ...each, ...carrier(draft, side, each) })),
  };
}

/** What really left, in the receiver's own code; for the shop that is a SKU. */
function itemCode(draft: Draft, side: 'erp' | 'store', { lineId, sku }: ShipmentLine, instead: readonly Substitution[]): string {
  const { ledger, order, policy } = draft;
  const line = lineOf(order, lineId);
  const other = instead.some((each) => each.line === line && each.sku === sku);
  if (side === 'store' || !line) return other ? sku : (line?.sku ?? sku);
  return codesOf(ledger, order, policy)({ kind: 'sku', side, key: other ? sku : skuKey(line) });
}

/** The receiver's own code of the carrier, and the words for people: the label of the mapping, else the warehouse's code. */
function carrier({ ledger, order, policy }: Draft, side: Side, { carrierCode }: Package): { carrierCode: string; carrierName: string } {
  if (carrierCode === '') return { carrierCode, carrierName: '' };
  const need = { kind: 'carrier', side, key: carrierCode } as const;
  const label = own(ledger.codes, labelId(lookupOf(order, policy, need)));
  return { carrierCode: codesOf(ledger, order, policy)(need) || carrierCode, carrierName: label ?? carrierCode };
}

/** Fills a text about parcels for the customer. A sentence whose value is not known is left out rather than sent with a hole. */
export function fillMessage(text: string, packages: OutboundShipment['packages'], number: string): string | null {
  const joined = (values: readonly (string | null)[]): string =>
    [...new Set(values.filter((value) => value !== null && value !== ''))].join(', ');
  const carriers = joined(packages.map((each) => each.carrierName));
  const softened = carriers === '' ? text.replace(/ with \{carrier\}/g, '') : text;
  return fillText(softened, {
    number: joined(packages.map((each) => each.trackingNumber)),
    carrier: carriers,
    url: joined(packages.map((each) => each.trackingUrl)),
    order: number,
  });
}
