import { formatMoney } from '../../domain/money.ts';
import type { Milestone } from '../../domain/milestone.ts';
import type { Role } from '../../domain/reference.ts';
import type { SalesOrderStage } from '../../domain/sales-order-state.ts';
import type { SalesOrderStatus } from '../../domain/sales-order.ts';
import { readRepaymentId } from '../return/repayments.ts';
import { DROP } from './drops.ts';
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
      return {
        title: `${fact.by} asked for ${fact.exchange.length > 0 ? 'an exchange' : 'a return'}`,
        detail: requestDetail(fact),
        party: null,
      };
    case 'return-authorization':
      return describeAuthorization(fact);
    case 'return-receipt':
      return describeGoods(fact);
    case 'credit-memo':
      return describeMemo(fact);
    case 'woken':
      return { title: 'Looked again because time has passed', detail: '', party: null };
  }
}

function requestDetail({ lines, exchange, trackingNumber }: Extract<OrderFact, { kind: 'return-requested' }>): string {
  const instead = exchange.length > 0 ? `; ${unitsOf(exchange)} should go out instead` : '';
  return `${unitsOf(lines)}${instead}${trackingNumber ? `; tracking number ${trackingNumber}` : ''}`;
}

function describeAuthorization({ authorization }: Extract<OrderFact, { kind: 'return-authorization' }>): FactWords {
  const { status, number, id, lines } = authorization;
  return { title: `The ERP ${IN_ERP[status]} a return`, detail: `${number ?? id}: ${unitsOf(lines)}`, party: 'erp' };
}

const IN_ERP = { open: 'expects', received: 'has booked in', closed: 'closed', cancelled: 'cancelled' } as const;

function describeGoods({ receipt }: Extract<OrderFact, { kind: 'return-receipt' }>): FactWords {
  const { lines, number, id, final } = receipt;
  const goods = lines.map(({ sku, quantity, condition, restockedTo }) => {
    const shelf = restockedTo === null ? 'not put on a shelf' : `put to ${restockedTo}`;
    return `${quantity.value} × ${sku} (${condition === 'unknown' ? 'condition not told' : condition}, ${shelf})`;
  });
  const more = final ? '' : '; more may come';
  return { title: 'Goods came back to the warehouse', detail: `${number ?? id}: ${goods.join(', ') || 'nothing'}${more}`, party: 'wms' };
}

function describeMemo({ memo }: Extract<OrderFact, { kind: 'credit-memo' }>): FactWords {
  const { status, number, id, amount, reason } = memo;
  const detail = `${number ?? id}, ${formatMoney(amount)} ${amount.currency}${reason ? `: ${reason}` : ''}`;
  return { title: `The ERP ${OF_MEMO[status]} a credit memo`, detail, party: 'erp' };
}

const OF_MEMO = { draft: 'drafted', posted: 'posted', paid: 'paid', cancelled: 'cancelled' } as const;

function unitsOf(lines: readonly { readonly sku: string; readonly quantity: { readonly value: string } }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity.value} × ${sku}`).join(', ');
}

/** What money goes back for, by the id of the repayment. */
function repaymentWords(id: string): string {
  if (id.startsWith(DROP)) return 'units that nobody will ship';
  const { returnId, memoId } = readRepaymentId(id);
  const memo = memoId === null ? '' : `credit memo ${memoId} of the ERP`;
  if (returnId !== null) return `return ${returnId}${memo && ` and ${memo}`}`;
  return memo || `refund ${id.replace(/^refund-/, '')} of the shop`;
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
    'wms.return-notice': `Notice of return ${rest} to the warehouse`,
    'erp.credit-memo': `Credit memo for ${repaymentWords(rest)} to the ERP`,
    'store.refund': `Refund for ${repaymentWords(rest)} to the shop`,
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
  const parcels = state.shipments.map(({ id, packages, voidedAt }) => {
    const numbers = packages.flatMap((each) => each.trackingNumber ?? []).join(', ');
    return `shipment ${id} (${voidedAt ? 'taken back' : numbers || 'no tracking number yet'})`;
  });
  const wave = state.wave === null ? [] : [`wave ${state.wave}`];
  return { title: AT_WAREHOUSE[state.milestone], detail: [state.number ?? state.id, ...wave, ...parcels].join(', '), party: 'wms' };
}
