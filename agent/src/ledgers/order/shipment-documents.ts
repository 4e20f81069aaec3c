import type { OutboundShipment } from '../../domain/outbound.ts';
import type { Package, Shipment } from '../../domain/shipment.ts';
import { labelId } from '../../domain/mapping.ts';
import { lookupOf, skuKey, type Side } from './codes.ts';
import { codesOf } from './documents.ts';
import type { Draft } from './draft.ts';
import { own } from './ledger.ts';
import type { Parcel } from './parcels.ts';

/** A parcel as the ERP books it. */
export function erpShipmentDocument(draft: Draft, shipment: Shipment, orderForeignId: string): OutboundShipment {
  const { ledger, order, policy } = draft;
  const warehouseCode = codesOf(ledger, order, policy)({ kind: 'location', side: 'erp', key: policy.location });
  const lineIds = new Map(ledger.erp?.lines.map((line) => [line.id, line.foreignId]));
  return { ...shipmentDocument(draft, shipment, 'erp', (id) => lineIds.get(id) ?? null), orderForeignId, warehouseCode, message: null };
}

/** A parcel as the shop shows it, with the words for the customer. */
export function storeShipmentDocument(draft: Draft, { held, completes }: Parcel): OutboundShipment {
  const { order, policy } = draft;
  const document = shipmentDocument(draft, held.shipment, 'store', (id) => id);
  const text = completes ? policy.shippedMessage : policy.partlyShippedMessage;
  return {
    ...document,
    orderForeignId: order.id,
    warehouseCode: '',
    message: text === null ? null : fillMessage(text, document.packages, order.number),
  };
}

type Common = Omit<OutboundShipment, 'orderForeignId' | 'warehouseCode' | 'message'>;

function shipmentDocument(draft: Draft, shipment: Shipment, side: 'erp' | 'store', foreignLine: (id: string) => string | null): Common {
  const { ledger, order } = draft;
  return {
    kind: 'shipment',
    schema: 1,
    reference: ledger.reference,
    shipmentId: shipment.id,
    shippedAt: shipment.shippedAt,
    voided: shipment.voidedAt !== null,
    lines: shipment.lines.map(({ lineId, sku, quantity, lots, serials }) => {
      const line = order.lines.find((each) => each.id === lineId);
      const itemCode = line && side === 'erp' ? codeOfSku(draft, side, skuKey(line)) : (line?.sku ?? sku);
      return {
        lineId,
        foreignLineId: foreignLine(lineId),
        itemCode,
        quantity: { value: quantity.value, unit: line?.quantity.unit ?? quantity.unit },
        lots,
        serials,
      };
    }),
    packages: shipment.packages.map((each) => ({ ...each, ...carrier(draft, side, each) })),
  };
}

function codeOfSku({ ledger, order, policy }: Draft, side: Side, key: string): string {
  return codesOf(ledger, order, policy)({ kind: 'sku', side, key });
}

/** The receiver's own code of the carrier, and the words for people: the label of the mapping, else the warehouse's code. */
function carrier(
  { ledger, order, policy }: Draft,
  side: 'erp' | 'store',
  { carrierCode }: Package,
): { carrierCode: string; carrierName: string } {
  if (carrierCode === '') return { carrierCode, carrierName: '' };
  const need = { kind: 'carrier', side, key: carrierCode } as const;
  const label = own(ledger.codes, labelId(lookupOf(order, policy, need)));
  return { carrierCode: codesOf(ledger, order, policy)(need) || carrierCode, carrierName: label ?? carrierCode };
}

/** Fills a text for the customer. A sentence whose value is not known is left out rather than sent with a hole. */
export function fillMessage(text: string, packages: OutboundShipment['packages'], number: string): string | null {
  const joined = (values: readonly (string | null)[]): string =>
    [...new Set(values.filter((value) => value !== null && value !== ''))].join(', ');
  const values: Readonly<Record<string, string>> = {
    number: joined(packages.map((each) => each.trackingNumber)),
    carrier: joined(packages.map((each) => each.carrierName)),
    url: joined(packages.map((each) => each.trackingUrl)),
    order: number,
  };
  const softened = values['carrier'] === '' ? text.replace(/ with \{carrier\}/g, '') : text;
  const sentences = softened
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => values[name] !== ''));
  const filled = sentences.join(' ').replace(/\{(number|carrier|url|order)\}/g, (_, name: string) => values[name] ?? '');
  return filled.trim() === '' ? null : filled;
}
