import { fingerprint } from '../../domain/fingerprint.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { checkOrder } from './checks.ts';
import { orderNeeds } from './codes.ts';
import { customerDocument, salesOrderDocument } from './documents.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { checkCodes } from './missing.ts';

/** The way into the ERP: everything checked, then the customer, then the order that names it. */
export function planExport(draft: Draft): void {
  const { ledger, order, policy } = draft;
  checkOrder(draft);
  if (order.lines.length <= policy.maxLines) checkCodes(draft, orderNeeds(order, policy));
  if (draft.exceptions.size > 0) return;
  const { reference: _, ...customer } = customerDocument(ledger, order);
  const told = wish(draft, {
    key: KEYS.customer,
    connection: policy.erp,
    lane: 'orders',
    meaning: fingerprint(customer),
    document: () => customerDocument(ledger, order),
  });
  if (!told) return;
  if (told.receipt.foreign) wishSalesOrder(draft, told.receipt.foreign.id);
  else
    raise(draft, {
      key: KEYS.customer,
      code: 'erp.customer-refused',
      message: 'The ERP took the customer, but gave it no id.',
      retriable: true,
    });
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
