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

/** Tell the ERP or the store that goods left. `orderForeignId` is the receiver's own order id, `lines[].foreignLineId` the receiver's line id (null when it gave none), `message` a note for the customer or null for none; a package's `carrierCode` is the receiver's own, `carrierName` the words for people. */
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
    }),
  ),
  packages: z.array(Package.extend({ carrierName: z.string() })),
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

/** Everything that is ever written to a party about one subject. */
export const OutboundDocument = z.discriminatedUnion('kind', [
  OutboundCustomer,
  OutboundSalesOrder,
  OutboundFulfillmentOrder,
  OutboundCancellation,
  OutboundShipment,
  OutboundOrderStatus,
]);
export type OutboundDocument = z.infer<typeof OutboundDocument>;
export type OutboundKind = OutboundDocument['kind'];
