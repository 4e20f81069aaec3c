import type { PlannedDelivery } from '../src/domain/plan.ts';
import { quantity } from '../src/domain/quantity.ts';
import { plainReceipt, receiptFor } from '../src/domain/receipt.ts';
import type { SalesOrder } from '../src/domain/sales-order.ts';
import type { Shipment } from '../src/domain/shipment.ts';
import type { OrderFact } from '../src/ledgers/order/facts.ts';
import { emptyLedger, type OrderLedger } from '../src/ledgers/order/ledger.ts';
import { plan } from '../src/ledgers/order/plan.ts';
import { record } from '../src/ledgers/order/record.ts';
import {
  at,
  CODES,
  erpLine,
  erpState,
  eur,
  line,
  order,
  parcel,
  policy,
  shipment,
  shippingCharge,
  SUBJECT,
  vat,
  wmsState,
} from '../test/support/orders.ts';

export const NOW = Date.parse(at(100_000));
export const POLICY = policy();
export const LINES = 200;
const FACTS = 1000;
const UNITS = 10;

/** An order whose parties take at once whatever is planned. */
export class OrderInTheMaking {
  readonly facts: OrderFact[] = [];
  ledger: OrderLedger = emptyLedger(SUBJECT);

  constructor(first: SalesOrder, codes: Readonly<Record<string, string>>) {
    this.tell({ kind: 'matched', at: at(9), codes: { ...codes } }).tell({ kind: 'captured', at: at(11), order: first });
  }

  tell(fact: OrderFact): this {
    this.facts.push(fact);
    this.ledger = record(this.ledger, fact);
    for (;;) {
      const [next] = plan(this.ledger, POLICY, NOW).deliveries;
      if (!next) return this;
      const answer = acknowledged(next);
      this.facts.push(answer);
      this.ledger = record(this.ledger, answer);
    }
  }
}

function acknowledged({ key, fingerprint, document, connection }: PlannedDelivery): OrderFact {
  const isMade = /^(erp|wms)\./.test(key) && document.kind !== 'shipment';
  const receipt = isMade ? receiptFor(`id-${key}`, null) : plainReceipt();
  return { kind: 'acknowledged', at: at(40), key, fingerprint, receipt, document, connection };
}

/** The stored ledger of an order of many lines that leaves in many parcels, with the facts of all parties. */
export function largeOrder(): { readonly body: string; readonly facts: number; readonly parcels: number } {
  const ids = Array.from({ length: LINES }, (_, index) => String(100 + index));
  const large = new OrderInTheMaking(orderOf(ids), {
    ...CODES,
    ...Object.fromEntries(ids.map((id) => [`sku|erp|SKU-${id}`, `ITEM-${id}`])),
  });
  const lines = ids.map((id) => erpLine({ id, foreignId: `sol-${id}`, ordered: quantity(UNITS), reserved: quantity(UNITS) }));
  const tellErp = (seconds: number): void => {
    const state = erpState({ id: 'id-erp.sales-order', total: null, taxTotal: null, lines, updatedAt: at(seconds) });
    large.tell({ kind: 'order-state', at: at(seconds), state });
  };
  tellErp(50);
  let parcels = 0;
  while (large.facts.length < FACTS) {
    const seconds = 100 + large.facts.length;
    const isMore = parcels < (LINES * UNITS) / 10;
    if (isMore) parcels += 1;
    const shipments = isMore ? [parcelOf(ids, parcels)] : [];
    const milestone = parcels === (LINES * UNITS) / 10 ? 'shipped' : 'partially-shipped';
    large.tell({ kind: 'fulfillment-state', at: at(seconds), state: wmsState({ milestone, shipments, updatedAt: at(seconds) }) });
    tellErp(seconds);
  }
  return { body: JSON.stringify(large.ledger), facts: large.facts.length, parcels };
}

function orderOf(ids: readonly string[]): SalesOrder {
  const lines = ids.map((id) =>
    line({ id, sku: `SKU-${id}`, name: `Item ${id}`, quantity: quantity(UNITS), net: eur('100'), taxes: [vat('19')] }),
  );
  const [net, tax] = [LINES * 100 + 5, LINES * 19 + 0.95];
  return order({ lines, charges: [shippingCharge()], taxTotal: eur(tax.toFixed(2)), total: eur((net + tax).toFixed(2)) });
}

/** One unit each of ten lines. */
function parcelOf(ids: readonly string[], number: number): Shipment {
  const lines = Array.from({ length: 10 }, (_, index) => {
    const lineId = ids[(number * 10 + index) % ids.length] ?? '';
    return { lineId, sku: `SKU-${lineId}`, quantity: quantity(1), lots: [], serials: [], packageId: null };
  });
  return shipment({ id: `sh-${number}`, shippedAt: at(60 + number), lines, packages: [parcel({ trackingNumber: `T-${number}` })] });
}
