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

/** An amount beside the goods: shipping or a fee (negative fees are allowances). `code` is the store's method id, empty for fees. Without tax. */
export const Charge = z.object({
  id: z.string(),
  kind: z.enum(['shipping', 'fee']),
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
