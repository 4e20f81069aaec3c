import type { OutboundCustomer, OutboundFulfillmentOrder, OutboundSalesOrder } from '../../domain/outbound.ts';
import type { SalesOrder, SalesOrderLine, TaxAmount } from '../../domain/sales-order.ts';
import { decimal, millionths } from './amounts.ts';
import { codeFor, shippingMethod, skuKey, taxKey, type Need } from './codes.ts';
import { fulfillmentReference, type OrderLedger } from './ledger.ts';
import type { OrderPolicy } from './policy.ts';

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

/** The order as the ERP books it. */
export function salesOrderDocument(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy, customerId: string): OutboundSalesOrder {
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
    warehouseCode: codeOf({ kind: 'location', side: 'erp', key: policy.location }),
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

/** What the warehouse is asked to ship: every line, minus what has already left. */
export function fulfillmentDocument(
  ledger: OrderLedger,
  order: SalesOrder,
  policy: OrderPolicy,
  shipped: ReadonlyMap<string, number>,
): OutboundFulfillmentOrder {
  const codeOf = codesOf(ledger, order, policy);
  const method = shippingMethod(order);
  const open = (line: SalesOrderLine): number => millionths(line.quantity.value) - (shipped.get(line.id) ?? 0);
  return {
    kind: 'fulfillment-order',
    schema: 1,
    reference: fulfillmentReference(ledger),
    orderReference: ledger.reference,
    orderNumber: order.number,
    warehouseCode: codeOf({ kind: 'location', side: 'wms', key: policy.location }),
    serviceCode: method === null ? null : codeOf({ kind: 'shipping-method', side: 'wms', key: method }) || null,
    shipTo: order.shipping,
    lines: order.lines
      .filter((line) => open(line) > 0)
      .map((line) => ({
        id: line.id,
        itemCode: codeOf({ kind: 'sku', side: 'wms', key: skuKey(line) }),
        sku: line.sku,
        name: line.name,
        quantity: { value: decimal(open(line)), unit: line.quantity.unit },
      })),
    note: order.note,
  };
}
