import { fingerprint } from '../../domain/fingerprint.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { checkOrder } from './checks.ts';
import { orderNeeds } from './codes.ts';
import { customerDocument, salesOrderDocument } from './documents.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { checkCodes } from './missing.ts';
import { planHolds } from './plan-holds.ts';
import type { OrderPolicy } from './policy.ts';

/** The way into the ERP: everything checked, then the customer, then the order that names it. */
export function planExport(draft: Draft): void {
  const { ledger, order, policy } = draft;
  checkOrder(draft);
  if (order.lines.length <= policy.maxLines) checkCodes(draft, orderNeeds(order, policy));
  planHolds(draft);
  if (draft.exceptions.size > 0 || draft.holds.length > 0) return;
  const fixed = fixedCustomer(order, policy);
  if (fixed === null && !isCustomerKnown(draft)) return;
  const customerId = fixed ?? customerIdOf(ledger, order, policy);
  if (customerId !== null) wishSalesOrder(draft, customerId);
  else
    raise(draft, {
      key: KEYS.customer,
      code: 'erp.customer-refused',
      message: 'The ERP took the customer, but gave it no id.',
      retriable: true,
    });
}

/** The ERP's id of the customer of an order: the one that policy keeps for guests, or the one that the ERP gave; null before it did. */
export function customerIdOf(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy): string | null {
  return fixedCustomer(order, policy) ?? own(ledger.receipts, KEYS.customer)?.receipt.foreign?.id ?? null;
}

function fixedCustomer({ customerId }: SalesOrder, { guestCustomer }: OrderPolicy): string | null {
  return customerId === null ? guestCustomer : null;
}

/** Asks the ERP for the customer; true when it has answered. */
function isCustomerKnown(draft: Draft): boolean {
  const { ledger, order, policy } = draft;
  const told = wish(draft, {
    key: KEYS.customer,
    connection: policy.erp,
    lane: 'orders',
    meaning: customerMeaning(ledger, order),
    document: () => customerDocument(ledger, order),
  });
  return told !== null;
}

/** An order is planned again and again, but its customer stays. */
const customerMeanings = new WeakMap<SalesOrder, string>();

function customerMeaning(ledger: OrderLedger, order: SalesOrder): string {
  const known = customerMeanings.get(order);
  if (known !== undefined) return known;
  const { reference: _, ...customer } = customerDocument(ledger, order);
  const meaning = fingerprint(customer);
  customerMeanings.set(order, meaning);
  return meaning;
}

function wishSalesOrder(draft: Draft, customerId: string): void {
  const { ledger, order, policy } = draft;
  wish(draft, {
    key: KEYS.salesOrder,
    connection: policy.erp,
    lane: 'orders',
    meaning: ledger.meaning,
    codes: codesIn,
    document: () => salesOrderDocument(ledger, order, policy, customerId),
  });
}

function codesIn({ customerId, warehouseCode, shippingMethodCode, payment, lines, charges }: OutboundSalesOrder): unknown {
  const taxes = [...lines, ...charges].map((part) => part.taxes.map((tax) => tax.code));
  const items = lines.map((line) => [line.itemCode, line.quantity.unit]);
  return [customerId, warehouseCode, shippingMethodCode, payment.method, items, taxes];
}
