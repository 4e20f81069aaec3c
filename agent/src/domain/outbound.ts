import { z } from 'zod';
import { Address } from './address.ts';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';
import { Charge, Payment, SalesOrderLine, TaxAmount } from './sales-order.ts';
import { Package } from './shipment.ts';

/** Ask the ERP for the customer with this e-mail or VAT number, made if there is none; the receipt's id is what a sales order names. */
export const OutboundCustomer = z.object({
  kind: z.literal('customer'),
  schema: z.literal(1),
  reference: z.string(),
  name: z.string(),
  email: z.string(),
  phone: z.string(),
  company: z.string(),
  vatNumber: z.string().nullable(),
  guest: z.boolean(),
  billing: Address,
  shipping: Address,
});
export type OutboundCustomer = z.infer<typeof OutboundCustomer>;

/** A tax as the ERP knows it: `code` is the ERP's own, from the tax mapping. */
const ErpTax = TaxAmount.pick({ amount: true, rate: true }).extend({ code: z.string() });

/** A sales order for the ERP, all codes already the ERP's own; `total` and `taxTotal` are the store's and must come out the same there. */
export const OutboundSalesOrder = z.object({
  kind: z.literal('sales-order'),
  schema: z.literal(1),
  reference: z.string(),
  number: z.string(),
  orderedAt: z.string(),
  currency: z.string(),
  pricesIncludeTax: z.boolean(),
  customerId: z.string(),
  billing: Address,
  shipping: Address,
  warehouseCode: z.string(),
  shippingMethodCode: z.string().nullable(),
  lines: z.array(SalesOrderLine.omit({ taxes: true, productId: true }).extend({ itemCode: z.string(), taxes: z.array(ErpTax) })),
  charges: z.array(Charge.omit({ taxes: true }).extend({ taxes: z.array(ErpTax) })),
  payment: Payment,
  taxTotal: Money,
  total: Money,
  note: z.string(),
});
export type OutboundSalesOrder = z.infer<typeof OutboundSalesOrder>;

/** A request to one location to ship some lines; `itemCode`, `warehouseCode` and `serviceCode` are the warehouse's own. */
export const OutboundFulfillmentOrder = z.object({
  kind: z.literal('fulfillment-order'),
  schema: z.literal(1),
  reference: z.string(),
  orderReference: z.string(),
  orderNumber: z.string(),
  warehouseCode: z.string(),
  serviceCode: z.string().nullable(),
  shipTo: Address,
  lines: z.array(z.object({ id: z.string(), itemCode: z.string(), sku: z.string(), name: z.string(), quantity: Quantity })),
  note: z.string(),
});
export type OutboundFulfillmentOrder = z.infer<typeof OutboundFulfillmentOrder>;

/** Take back an order at the ERP or a fulfillment order at the warehouse; the receipt carries the verdict. */
export const OutboundCancellation = z.object({
  kind: z.literal('cancellation'),
  schema: z.literal(1),
  of: z.enum(['sales-order', 'fulfillment-order']),
  foreignId: z.string(),
  reference: z.string(),
  reason: z.string(),
});
export type OutboundCancellation = z.infer<typeof OutboundCancellation>;

/** Tell the ERP or the store that goods left. `orderForeignId` is the receiver's own order id, `lines[].foreignLineId` the receiver's line id (null when it gave none), `lines[].itemCode` what really left in the receiver's own code, `lines[].packageId` in which of `packages` (null when not told), `message` a note for the customer or null for none; `voided` says that it never left after all and is to be taken back; a package's `carrierCode` is the receiver's own, `carrierName` the words for people. */
export const OutboundShipment = z.object({
  kind: z.literal('shipment'),
  schema: z.literal(1),
  reference: z.string(),
  shipmentId: z.string(),
  orderForeignId: z.string(),
  warehouseCode: z.string(),
  shippedAt: z.string(),
  lines: z.array(
    z.object({
      lineId: z.string(),
      foreignLineId: z.string().nullable(),
      itemCode: z.string(),
      quantity: Quantity,
      lots: z.array(z.string()),
      serials: z.array(z.string()),
      packageId: z.string().nullable().default(null),
    }),
  ),
  packages: z.array(Package.extend({ carrierName: z.string() })),
  voided: z.boolean().default(false),
  message: z.string().nullable(),
});
export type OutboundShipment = z.infer<typeof OutboundShipment>;

/** Set the customer-facing state of an order in the store; `status` is the store's own word ("completed"). */
export const OutboundOrderStatus = z.object({
  kind: z.literal('order-status'),
  schema: z.literal(1),
  orderId: z.string(),
  status: z.string(),
  note: z.string().nullable(),
});
export type OutboundOrderStatus = z.infer<typeof OutboundOrderStatus>;

/** One thing that differs from what the party was told, for people and for parties that take only some kinds of changes; `lineId` null when it concerns the whole order. */
export const Change = z.object({
  what: z.enum(['quantity', 'line-added', 'line-removed', 'amount', 'address', 'shipping-method', 'note', 'charge']),
  lineId: z.string().nullable(),
  before: z.string(),
  after: z.string(),
});
export type Change = z.infer<typeof Change>;

/** Make the ERP's order what `order` says; the receipt carries the verdict. `changes` (the ChangeSet) tells what differs from what it holds. */
export const OutboundOrderChange = z.object({
  kind: z.literal('order-change'),
  schema: z.literal(1),
  reference: z.string(),
  foreignId: z.string(),
  changes: z.array(Change),
  order: OutboundSalesOrder,
});
export type OutboundOrderChange = z.infer<typeof OutboundOrderChange>;

/** Make the warehouse's fulfillment order what `order` says (its lines are the whole quantities, shipped ones included); the receipt carries the verdict, and `lines` when it took it only partly. */
export const OutboundFulfillmentChange = z.object({
  kind: z.literal('fulfillment-change'),
  schema: z.literal(1),
  reference: z.string(),
  foreignId: z.string(),
  changes: z.array(Change),
  order: OutboundFulfillmentOrder,
});
export type OutboundFulfillmentChange = z.infer<typeof OutboundFulfillmentChange>;

/** Tell the customer something by a note on the order (the store sends its e-mail); `noteId` makes it happen once. */
export const OutboundCustomerNote = z.object({
  kind: z.literal('customer-note'),
  schema: z.literal(1),
  orderId: z.string(),
  noteId: z.string(),
  message: z.string(),
});
export type OutboundCustomerNote = z.infer<typeof OutboundCustomerNote>;

const ReturnedLine = z.object({
  lineId: z.string(),
  foreignLineId: z.string().nullable(),
  itemCode: z.string(),
  sku: z.string(),
  quantity: Quantity,
  reason: z.string(),
});

/** Ask the ERP for a return order (RMA) on one of its sales orders. `reference` is "shop:1001/R1". */
export const OutboundReturnOrder = z.object({
  kind: z.literal('return-order'),
  schema: z.literal(1),
  reference: z.string(),
  orderReference: z.string(),
  orderForeignId: z.string(),
  lines: z.array(ReturnedLine),
});
export type OutboundReturnOrder = z.infer<typeof OutboundReturnOrder>;

/** Announce goods to the warehouse that will receive them (ASN). */
export const OutboundReturnNotice = z.object({
  kind: z.literal('return-notice'),
  schema: z.literal(1),
  reference: z.string(),
  orderReference: z.string(),
  orderNumber: z.string(),
  warehouseCode: z.string(),
  trackingNumber: z.string().nullable(),
  lines: z.array(ReturnedLine),
});
export type OutboundReturnNotice = z.infer<typeof OutboundReturnNotice>;

/** Money back in the ERP's books; amounts positive. `amount` is the whole, also what has no line (`lines` and `charges` may be empty); `returnForeignId` is the ERP's return order, null without one. */
export const OutboundCreditMemo = z.object({
  kind: z.literal('credit-memo'),
  schema: z.literal(1),
  reference: z.string(),
  orderReference: z.string(),
  orderForeignId: z.string(),
  returnForeignId: z.string().nullable(),
  currency: z.string(),
  lines: z.array(ReturnedLine.extend({ net: Money, taxes: z.array(ErpTax) })),
  charges: z.array(Charge.omit({ taxes: true }).extend({ taxes: z.array(ErpTax) })),
  amount: Money,
  reason: z.string(),
});
export type OutboundCreditMemo = z.infer<typeof OutboundCreditMemo>;

/** Refund the customer in the store; amounts positive, ids the store's own. `callGateway` moves real money; `restock` puts the units back into the store's own count; `reference` makes it happen once. */
export const OutboundRefund = z.object({
  kind: z.literal('refund'),
  schema: z.literal(1),
  reference: z.string(),
  orderId: z.string(),
  amount: Money,
  lines: z.array(z.object({ lineId: z.string(), quantity: Quantity, net: Money, taxes: z.array(TaxAmount) })),
  charges: z.array(z.object({ chargeId: z.string(), net: Money, taxes: z.array(TaxAmount) })),
  reason: z.string(),
  callGateway: z.boolean(),
  restock: z.boolean(),
});
export type OutboundRefund = z.infer<typeof OutboundRefund>;

/** Everything that is ever written to a party about one subject. */
export const OutboundDocument = z.discriminatedUnion('kind', [
  OutboundCustomer,
  OutboundSalesOrder,
  OutboundOrderChange,
  OutboundFulfillmentOrder,
  OutboundFulfillmentChange,
  OutboundCancellation,
  OutboundShipment,
  OutboundOrderStatus,
  OutboundCustomerNote,
  OutboundReturnOrder,
  OutboundReturnNotice,
  OutboundCreditMemo,
  OutboundRefund,
]);
export type OutboundDocument = z.infer<typeof OutboundDocument>;
export type OutboundKind = OutboundDocument['kind'];
