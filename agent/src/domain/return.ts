import { z } from 'zod';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';

/** How goods came back. Only `sellable` ones go back on the shelf. */
export const ReturnCondition = z.enum(['sellable', 'damaged', 'incomplete', 'unknown']);
export type ReturnCondition = z.infer<typeof ReturnCondition>;

/** Units that a customer may send back; `lineId` is our order line id, null when the party does not tell. */
export const ReturnLine = z.object({ lineId: z.string().nullable(), sku: z.string(), quantity: Quantity, reason: z.string() });
export type ReturnLine = z.infer<typeof ReturnLine>;

/** Permission to return goods of one of our orders, as the party tells that gave it. `reference` is ours when we asked for it ("shop:1001/R1"), null for one that the party made itself; `orderReference` is that of the order ("shop:1001"), null when it names none. `exchange` lists what goes out instead, empty for a plain return. */
export const ReturnAuthorization = z.object({
  kind: z.literal('return-authorization'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  orderReference: z.string().nullable(),
  status: z.enum(['open', 'received', 'closed', 'cancelled']),
  lines: z.array(ReturnLine),
  exchange: z.array(z.object({ sku: z.string(), quantity: Quantity })).default([]),
  trackingNumber: z.string().nullable(),
  updatedAt: z.string(),
});
export type ReturnAuthorization = z.infer<typeof ReturnAuthorization>;

/** The fact that goods came back to a warehouse. `reference` is our return's ("shop:1001/R1"), or the order's ("shop:1001") when nobody announced them; `warehouseCode` and `lines[].restockedTo` are the warehouse's own codes, the latter null for goods that were not put on a shelf. */
export const ReturnReceipt = z.object({
  kind: z.literal('return-receipt'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string(),
  warehouseCode: z.string(),
  receivedAt: z.string(),
  final: z.boolean(),
  lines: z.array(
    z.object({
      lineId: z.string().nullable(),
      sku: z.string(),
      quantity: Quantity,
      condition: ReturnCondition,
      restockedTo: z.string().nullable(),
      lots: z.array(z.string()),
      serials: z.array(z.string()),
    }),
  ),
  updatedAt: z.string(),
});
export type ReturnReceipt = z.infer<typeof ReturnReceipt>;

/** Money back, as the ERP books it. `reference` is ours when we asked for it ("shop:1001/R1/credit"), null for one that the ERP made itself; `orderReference` names the order then. */
export const CreditMemo = z.object({
  kind: z.literal('credit-memo'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  orderReference: z.string().nullable(),
  status: z.enum(['draft', 'posted', 'paid', 'cancelled']),
  amount: Money,
  lines: z.array(z.object({ lineId: z.string().nullable(), quantity: Quantity, net: Money, tax: Money })),
  reason: z.string(),
  updatedAt: z.string(),
});
export type CreditMemo = z.infer<typeof CreditMemo>;
