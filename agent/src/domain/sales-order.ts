import { z } from 'zod';
import { Address } from './address.ts';
import { Money, sumMoney } from './money.ts';
import { Quantity } from './quantity.ts';
import { ConnectionId } from './reference.ts';

/** One tax on one line or charge: `code` is the store's own rate code, `rate` a percentage as a decimal string or null when the store does not tell. */
export const TaxAmount = z.object({
  code: z.string(),
  name: z.string(),
  rate: z.string().nullable(),
  amount: Money,
});
export type TaxAmount = z.infer<typeof TaxAmount>;

/** A thing bought. `net` is after discount and without tax; `discount` is what was taken off, without tax, never negative. */
export const SalesOrderLine = z.object({
  id: z.string(),
  sku: z.string(),
  productId: z.string(),
  name: z.string(),
  quantity: Quantity,
  net: Money,
  discount: Money,
  taxes: z.array(TaxAmount),
});
export type SalesOrderLine = z.infer<typeof SalesOrderLine>;

/** An amount beside the goods: shipping, a fee (negative fees are allowances), or a gift card that paid a part (negative, no taxes). `code` is the store's method id for shipping, the card's code for a gift card, empty for fees. Without tax. */
export const Charge = z.object({
  id: z.string(),
  kind: z.enum(['shipping', 'fee', 'gift-card']),
  code: z.string(),
  name: z.string(),
  net: Money,
  taxes: z.array(TaxAmount),
});
export type Charge = z.infer<typeof Charge>;

/** What the store says has happened to the money. `on-delivery` is paid when the parcel is handed over. */
export const Payment = z.object({
  state: z.enum(['unpaid', 'authorized', 'captured', 'on-delivery', 'refunded']),
  method: z.string(),
  title: z.string(),
  transactionId: z.string().nullable(),
  paidAt: z.string().nullable(),
});
export type Payment = z.infer<typeof Payment>;

/** Units of one order line in a refund; amounts are positive. A quantity of "0" gives money back but takes no units. */
export const RefundLine = z.object({ lineId: z.string(), quantity: Quantity, net: Money, taxes: z.array(TaxAmount) });
export type RefundLine = z.infer<typeof RefundLine>;

/** Money given back in the store; all amounts positive. `charges` are refunded parts of shipping and fees by charge id; what `amount` holds beyond lines and charges has no line (amount-only). `reference` is ours when we made it ("shop:1001/R1/refund"), null when somebody in the shop did; `restocked` says whether the store put the units back on its shelf, null when it does not tell. */
export const StoreRefund = z.object({
  id: z.string().min(1),
  at: z.string(),
  amount: Money,
  reason: z.string(),
  lines: z.array(RefundLine),
  charges: z.array(z.object({ chargeId: z.string(), net: Money, taxes: z.array(TaxAmount) })),
  restocked: z.boolean().nullable(),
  reference: z.string().nullable(),
});
export type StoreRefund = z.infer<typeof StoreRefund>;

/** The store's state of an order, in our words; `trashed` and `deleted` mean that it is gone from the shop. */
export const SalesOrderStatus = z.enum([
  'draft',
  'pending-payment',
  'on-hold',
  'processing',
  'completed',
  'cancelled',
  'refunded',
  'failed',
  'trashed',
  'deleted',
  'other',
]);
export type SalesOrderStatus = z.infer<typeof SalesOrderStatus>;

/** What the customer bought, as the store tells it. Times are ISO 8601 UTC; `customerId` is null for a guest; `vatNumber` null when none is given. */
export const SalesOrder = z.object({
  kind: z.literal('sales-order'),
  schema: z.literal(1),
  connection: ConnectionId,
  id: z.string().min(1),
  number: z.string(),
  status: SalesOrderStatus,
  storeStatus: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  currency: z.string(),
  pricesIncludeTax: z.boolean(),
  customerId: z.string().nullable(),
  vatNumber: z.string().nullable(),
  billing: Address,
  shipping: Address,
  lines: z.array(SalesOrderLine),
  charges: z.array(Charge),
  couponCodes: z.array(z.string()),
  payment: Payment,
  taxTotal: Money,
  total: Money,
  refundedTotal: Money,
  refunds: z.array(StoreRefund).default([]),
  note: z.string(),
  extensions: z.record(z.string(), z.json()),
});
export type SalesOrder = z.infer<typeof SalesOrder>;

/** Sum of all lines, charges and their taxes: what `total` must equal, or the order does not tie. */
export function sumOfParts(order: SalesOrder): Money {
  const parts = [...order.lines, ...order.charges];
  const amounts = parts.flatMap((part) => [part.net, ...part.taxes.map((tax) => tax.amount)]);
  return sumMoney(order.currency, amounts);
}
