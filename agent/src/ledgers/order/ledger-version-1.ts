import { decimal, millionths } from './amounts.ts';
import type { OrderLedger } from './ledger.ts';

/** A ledger as it was stored before there were edits, returns and several locations: what is missing in it is added here. */
export interface LedgerVersion1 extends Omit<OrderLedger, 'schema' | 'reviewed'> {
  readonly schema: 1;
  readonly fulfillmentNumber: number;
  readonly reviewed: { readonly zeroTotal: boolean; readonly changed: string | null; readonly tooLate: 'no' | 'picked' | 'left' };
}

const NEW_SHIPMENT = { voidedAt: null };
const NEW_FULFILLMENT = { lines: [], wave: null };
const NEW_ERP_LINE = { itemCode: '', refused: false, allocations: [] };
const FULFILLMENT_ORDER = 'wms.fulfillment-order/';

/** Raises a ledger to version 2. */
export function fromVersion1(old: LedgerVersion1, empty: OrderLedger): OrderLedger {
  const { fulfillmentNumber: _, reviewed, schema: __, ...ledger } = old;
  const receipts = mapValues(ledger.receipts, (told) => ({ ...told, connection: null, receipt: { ...told.receipt, lines: null } }));
  const shipments = ledger.shipments.map((held) => ({ ...held, shipment: { ...NEW_SHIPMENT, ...held.shipment } }));
  const erp = ledger.erp && { ...ledger.erp, lines: ledger.erp.lines.map((line) => ({ ...NEW_ERP_LINE, ...line })) };
  return {
    ...empty,
    ...ledger,
    schema: 2,
    order: ledger.order && { ...ledger.order, refunds: [] },
    receipts,
    erp,
    fulfillments: mapValues(ledger.fulfillments, (each) => ({ ...NEW_FULFILLMENT, ...each })),
    shipments,
    ordered: orderedIn(old),
    requests: requestsIn(old),
    // What a person had brought in line by hand stays so.
    decisions: reviewed.changed === null ? {} : { [`erp.change:${reviewed.changed}`]: decided('done') },
    reviewed: { zeroTotal: reviewed.zeroTotal },
  };
}

function decided(choice: string): OrderLedger['decisions'][string] {
  return { choice, by: '', at: '', meaning: '' };
}

function orderedIn({ order }: LedgerVersion1): OrderLedger['ordered'] {
  const units = new Map<string, number>();
  for (const { id, quantity } of order?.lines ?? []) units.set(id, (units.get(id) ?? 0) + millionths(quantity.value));
  return Object.fromEntries(
    (order?.lines ?? []).map(({ id, sku, name }) => [id, { sku, name, units: decimal(Math.max(0, units.get(id) ?? 0)) }]),
  );
}

/** What a fulfillment order of old held: all that had not left by those before it. */
export function assumedRequest(
  { order, shipments }: Pick<OrderLedger, 'order' | 'shipments'>,
  number: number,
  at: string,
): OrderLedger['requests'][string] {
  const before = shipments.filter(({ shipment }) => numberIn(shipment.fulfillmentReference) < number);
  const lines = (order?.lines ?? []).map(({ id, quantity }) => {
    const left = before.flatMap(({ shipment }) => shipment.lines).filter(({ lineId }) => lineId === id);
    const units = left.reduce((sum, line) => sum - millionths(line.quantity.value), millionths(quantity.value));
    return [id, decimal(Math.max(0, units))] as const;
  });
  return { number, connection: null, location: '', lines: Object.fromEntries(lines), terms: '', at };
}

function requestsIn(old: LedgerVersion1): OrderLedger['requests'] {
  const requests: [string, OrderLedger['requests'][string]][] = [];
  for (let number = 1; number <= old.fulfillmentNumber; number += 1) {
    const reference = `${old.reference}/${number}`;
    const told = Object.hasOwn(old.receipts, FULFILLMENT_ORDER + number) ? old.receipts[FULFILLMENT_ORDER + number] : undefined;
    const state = Object.hasOwn(old.fulfillments, reference) ? old.fulfillments[reference] : undefined;
    if (!told && !state) continue;
    requests.push([reference, assumedRequest(old, number, told?.at ?? state?.updatedAt ?? '')]);
  }
  return Object.fromEntries(requests);
}

function numberIn(reference: string): number {
  return Number(reference.slice(reference.lastIndexOf('/') + 1)) || 0;
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
