import type { OutboundCustomer, OutboundFulfillmentOrder, OutboundSalesOrder } from '../../domain/outbound.ts';
import type { SalesOrder, SalesOrderLine, TaxAmount } from '../../domain/sales-order.ts';
import { decimal } from './amounts.ts';
import { codeFor, shippingMethod, skuKey, taxKey, type Need } from './codes.ts';
import { own, type OrderLedger } from './ledger.ts';
import { preferredLocation } from './locations.ts';
import { netOrder } from './net-order.ts';
import { approvedSubstitute } from './plan-substitutes.ts';
import type { OrderPolicy } from './policy.ts';
import { cancelsOf } from './sold.ts';

/** Puts our codes into a party's; empty text where policy sends none. Only asked after nothing is missing. */
export type CodeOf = (need: Need) => string;

/** The codes of one order under one policy. */
export function codesOf(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy): CodeOf {
  return (need) => codeFor(ledger, order, policy, need) ?? '';
}

/** The customer of an order, as the ERP is asked for it. */
export function customerDocument(ledger: OrderLedger, order: SalesOrder): OutboundCustomer {
  const { billing, shipping } = order;
  const name = `${billing.firstName} ${billing.lastName}`.trim() || billing.company || `${shipping.firstName} ${shipping.lastName}`.trim();
  return {
    kind: 'customer',
    schema: 1,
    reference: order.customerId === null ? ledger.reference : `${order.connection}:customer-${order.customerId}`,
    name: name || billing.email || order.number,
    email: billing.email,
    phone: billing.phone,
    company: billing.company,
    vatNumber: order.vatNumber,
    guest: order.customerId === null,
    billing,
    shipping,
  };
}

/** The order as the ERP books it: without what refunds took back before it had left. */
export function salesOrderDocument(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy, customerId: string): OutboundSalesOrder {
  return erpDocument(ledger, netOrder(order, cancelsOf(ledger, order)), policy, customerId);
}

/** An order whose lines and amounts are already those that the ERP should hold. */
export function erpDocument(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy, customerId: string): OutboundSalesOrder {
  const codeOf = codesOf(ledger, order, policy);
  const method = shippingMethod(order);
  const { number, currency, pricesIncludeTax, billing, shipping, payment, taxTotal, total, note } = order;
  return {
    kind: 'sales-order',
    schema: 1,
    reference: ledger.reference,
    number,
    orderedAt: order.createdAt,
    currency,
    pricesIncludeTax,
    customerId,
    billing,
    shipping,
    warehouseCode: codeOf({ kind: 'location', side: 'erp', key: preferredLocation(order, policy) }),
    shippingMethodCode: method === null ? null : codeOf({ kind: 'shipping-method', side: 'erp', key: method }) || null,
    lines: order.lines.map((line) => erpLine(line, codeOf)),
    charges: order.charges.map((charge) => ({ ...charge, taxes: erpTaxes(charge.taxes, codeOf) })),
    payment: { ...payment, method: codeOf({ kind: 'payment-method', side: 'erp', key: payment.method }) || payment.method },
    taxTotal,
    total,
    note,
  };
}

function erpLine({ productId: _, ...line }: SalesOrderLine, codeOf: CodeOf): OutboundSalesOrder['lines'][number] {
  const unit = codeOf({ kind: 'unit', side: 'erp', key: line.quantity.unit }) || line.quantity.unit;
  const itemCode = codeOf({ kind: 'sku', side: 'erp', key: skuKey({ productId: _, ...line }) });
  return { ...line, quantity: { ...line.quantity, unit }, itemCode, taxes: erpTaxes(line.taxes, codeOf) };
}

function erpTaxes(taxes: readonly TaxAmount[], codeOf: CodeOf): OutboundSalesOrder['charges'][number]['taxes'] {
  return taxes.map((tax) => ({ amount: tax.amount, rate: tax.rate, code: codeOf({ kind: 'tax', side: 'erp', key: taxKey(tax) }) }));
}

/** What one location is asked to ship. */
export interface Request {
  readonly reference: string;
  /** Our code of the location, empty when it is not known. */
  readonly location: string;
  /** Whole units of each line in millionths, shipped ones included. */
  readonly lines: ReadonlyMap<string, number>;
}

/** A request to one location; `policy` is that of its warehouse. A substitute that may go out is asked for in place of the ordered item. */
export function fulfillmentDocument(
  ledger: OrderLedger,
  order: SalesOrder,
  policy: OrderPolicy,
  request: Request,
): OutboundFulfillmentOrder {
  const codeOf = codesOf(ledger, order, policy);
  const method = shippingMethod(order);
  return {
    kind: 'fulfillment-order',
    schema: 1,
    reference: request.reference,
    orderReference: ledger.reference,
    orderNumber: order.number,
    warehouseCode: codeOf({ kind: 'location', side: 'wms', key: request.location || preferredLocation(order, policy) }),
    serviceCode: method === null ? null : codeOf({ kind: 'shipping-method', side: 'wms', key: method }) || null,
    shipTo: order.shipping,
    lines: requestedLines(ledger, order, policy, request),
    note: order.note,
  };
}

/** In the order of the sales order, then those that the store has removed since. */
function requestedLines(
  ledger: OrderLedger,
  order: SalesOrder,
  policy: OrderPolicy,
  { reference, lines }: Request,
): OutboundFulfillmentOrder['lines'] {
  const codeOf = codesOf(ledger, order, policy);
  const ours = new Map(order.lines.map((line) => [line.id, line]));
  const ids = [...new Set([...ours.keys(), ...lines.keys()])];
  return ids.flatMap((id) => {
    const units = lines.get(id) ?? 0;
    if (units <= 0) return [];
    const line = ours.get(id) ?? { sku: '', name: '', productId: '', ...own(ledger.ordered, id), quantity: { value: '', unit: 'C62' } };
    const quantity = { value: decimal(units), unit: line.quantity.unit };
    const substitute = approvedSubstitute(ledger, policy, reference, id);
    if (substitute) return [{ id, quantity, ...substitute }];
    const key = line.sku.trim() === '' ? `product:${line.productId}` : line.sku;
    return [{ id, itemCode: codeOf({ kind: 'sku', side: 'wms', key }), sku: line.sku, name: line.name, quantity }];
  });
}

/** The substitutes that go out by a fulfillment order, as text by which a new one is seen. */
export function substitutesOf(ledger: OrderLedger, policy: OrderPolicy, reference: string): string[] {
  const state = own(ledger.fulfillments, reference);
  if (!state?.lines.some(({ substitute }) => substitute !== null)) return [];
  return state.lines.flatMap(({ lineId }) => {
    const sku = approvedSubstitute(ledger, policy, reference, lineId)?.sku;
    return sku === undefined ? [] : [`${lineId}=${sku}`];
  });
}
