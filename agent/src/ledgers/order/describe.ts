import { formatMoney } from '../../domain/money.ts';
import type { Milestone } from '../../domain/milestone.ts';
import type { Role } from '../../domain/reference.ts';
import type { SalesOrderStage } from '../../domain/sales-order-state.ts';
import type { SalesOrderStatus } from '../../domain/sales-order.ts';
import type { OrderFact } from './facts.ts';
import { KEYS, roleOfKey } from './keys.ts';

/** A fact as a step of a trace: `party` is who told it or whom it concerns, null for a person or the clock. */
export interface FactWords {
  readonly title: string;
  readonly detail: string;
  readonly party: Role | null;
}

/** Says a fact in plain words. */
export function describeFact(fact: OrderFact): FactWords {
  switch (fact.kind) {
    case 'captured':
      return describeOrder(fact);
    case 'matched':
      return { title: 'Codes were found', detail: Object.entries(fact.codes).map(describeCode).join(', '), party: null };
    case 'acknowledged': {
      const { foreign, verdict, note } = fact.receipt;
      const detail = [foreign?.number ?? foreign?.id, verdict, note].filter(Boolean).join(' · ');
      return { title: `${describeDelivery(fact.key)}: done`, detail, party: roleOfKey(fact.key) };
    }
    case 'refused':
      return { title: `${describeDelivery(fact.key)}: refused`, detail: fact.reason, party: roleOfKey(fact.key) };
    case 'order-state':
      return { title: AT_ERP[fact.state.stage], detail: fact.state.number ?? fact.state.id, party: 'erp' };
    case 'fulfillment-state':
      return describeFulfillment(fact);
    case 'retried':
      return { title: `${fact.by} asked to try again`, detail: fact.key ?? 'Everything of the order', party: null };
    case 'decided':
      return { title: `${fact.by} decided: ${fact.choice}`, detail: fact.exception, party: null };
    case 'held':
      return { title: `${fact.by} put the order on hold`, detail: fact.reason, party: null };
    case 'return-requested':
      return { title: `${fact.by} asked for a return`, detail: unitsOf(fact.lines), party: null };
    case 'return-authorization':
      return { title: `The ERP has a return (${fact.authorization.status})`, detail: unitsOf(fact.authorization.lines), party: 'erp' };
    case 'return-receipt':
      return { title: 'The warehouse received a return', detail: unitsOf(fact.receipt.lines), party: 'wms' };
    case 'credit-memo':
      return {
        title: `The ERP has a credit memo (${fact.memo.status})`,
        detail: `${fact.memo.number ?? fact.memo.id}, ${formatMoney(fact.memo.amount)} ${fact.memo.amount.currency}`,
        party: 'erp',
      };
    case 'woken':
      return { title: 'Looked again because time has passed', detail: '', party: null };
  }
}

function unitsOf(lines: readonly { readonly sku: string; readonly quantity: { readonly value: string } }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity.value} × ${sku}`).join(', ');
}

/** What a delivery does, by its key. */
export function describeDelivery(key: string): string {
  const what = key.replace(/\/.*$/s, '');
  const rest = key.slice(what.length + 1);
  const words: Readonly<Record<string, string>> = {
    [KEYS.customer]: 'Customer to the ERP',
    [KEYS.salesOrder]: 'Sales order to the ERP',
    [KEYS.erpCancel]: 'Cancellation to the ERP',
    [KEYS.storeStatus]: 'Status to the shop',
    'wms.fulfillment-order': 'Fulfillment order to the warehouse',
    'wms.cancel': 'Cancellation to the warehouse',
    [KEYS.erpChange]: 'Change to the ERP',
    'wms.change': `Change of fulfillment order ${rest} to the warehouse`,
    'store.note': 'Note to the customer',
    'erp.return-order': `Return ${rest} to the ERP`,
    'wms.return-notice': `Return ${rest} to the warehouse`,
    'erp.credit-memo': 'Credit memo to the ERP',
    'store.refund': 'Refund to the shop',
    'erp.shipment': `Shipment ${rest} to the ERP`,
    'store.shipment': `Shipment ${rest} to the shop`,
  };
  return Object.hasOwn(words, what) ? (words[what] ?? key) : key;
}

const IN_SHOP: Readonly<Record<SalesOrderStatus, string>> = {
  draft: 'is a draft in the shop',
  'pending-payment': 'waits for payment in the shop',
  'on-hold': 'is on hold in the shop',
  processing: 'is being processed in the shop',
  completed: 'is completed in the shop',
  cancelled: 'was cancelled in the shop',
  refunded: 'was refunded in the shop',
  failed: 'failed in the shop',
  trashed: 'was moved to the trash in the shop',
  deleted: 'was deleted in the shop',
  other: 'has a status of the shop’s own',
};

const AT_ERP: Readonly<Record<SalesOrderStage, string>> = {
  received: 'The ERP received the order',
  accepted: 'The ERP accepted the order',
  reserved: 'The ERP reserved the goods',
  backordered: 'The ERP has no stock for a part of the order',
  cancelled: 'The order was cancelled in the ERP',
  closed: 'The ERP closed the order',
};

const AT_WAREHOUSE: Readonly<Record<Milestone, string>> = {
  allocated: 'The warehouse allocated the goods',
  released: 'The warehouse released the order for picking',
  picked: 'The warehouse picked the goods',
  packed: 'The warehouse packed the goods',
  'partially-shipped': 'A part has left the warehouse',
  shipped: 'Everything has left the warehouse',
  backordered: 'The warehouse lacks stock',
  exception: 'The warehouse reports a problem',
  cancelled: 'The warehouse cancelled the order',
  returned: 'The parcel came back to the warehouse',
};

function describeOrder({ order }: Extract<OrderFact, { kind: 'captured' }>): FactWords {
  const lines = `${order.lines.length} ${order.lines.length === 1 ? 'line' : 'lines'}`;
  const detail = `${lines}, ${formatMoney(order.total)} ${order.total.currency}, status ${order.storeStatus}`;
  return { title: `Order ${order.number} ${IN_SHOP[order.status]}`, detail, party: 'store' };
}

function describeCode([id, code]: [string, string]): string {
  const [kind = '', connection = '', ...key] = id.split('|');
  return `${kind} ${key.join('|')} is ${code} at ${connection}`;
}

function describeFulfillment({ state }: Extract<OrderFact, { kind: 'fulfillment-state' }>): FactWords {
  const parcels = state.shipments.map(({ id, packages }) => {
    const numbers = packages.flatMap((each) => each.trackingNumber ?? []).join(', ');
    return `shipment ${id} (${numbers || 'no tracking number yet'})`;
  });
  return { title: AT_WAREHOUSE[state.milestone], detail: [state.number ?? state.id, ...parcels].join(', '), party: 'wms' };
}
