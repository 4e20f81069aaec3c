import { z } from 'zod';
import { Quantity } from '../../domain/quantity.ts';
import { ForeignRef } from '../../domain/reference.ts';
import { ReturnAuthorization, ReturnLine, ReturnReceipt } from '../../domain/return.ts';

/** All that we hold about one return: who began it, what was announced, what the ERP says of it and what came. Lives inside the ledger of its order, because units and money are counted over both. */
export const ReturnLedger = z.object({
  id: z.string(),
  /** How other parties know it ("shop:1001/R1"). */
  reference: z.string(),
  /** `person` asked by us, `shop` a refund of goods that had left, `erp` its own authorization, `warehouse` goods that nobody had announced. */
  origin: z.enum(['person', 'shop', 'erp', 'warehouse']),
  requestedAt: z.string(),
  lines: z.array(ReturnLine),
  exchange: z.array(z.object({ sku: z.string(), quantity: Quantity })),
  trackingNumber: z.string().nullable(),
  /** The ERP's own return, null before it has one. */
  erp: ReturnAuthorization.nullable(),
  foreign: ForeignRef.nullable(),
  /** By the warehouse's receipt id. */
  receipts: z.record(z.string(), ReturnReceipt),
  /** Refunds of the shop that were made for these goods, by id. */
  paidBy: z.array(z.string()),
  /** True when the money was settled before the goods were asked for: nothing is paid for them when they come. */
  settled: z.boolean(),
});
export type ReturnLedger = z.infer<typeof ReturnLedger>;

/** All returns of an order by id. */
export type Returns = Readonly<Record<string, ReturnLedger>>;

/** A return of which nothing is known but who began it. */
export function newReturn(orderReference: string, id: string, origin: ReturnLedger['origin'], requestedAt: string): ReturnLedger {
  return {
    id,
    reference: `${orderReference}/${id}`,
    origin,
    requestedAt,
    lines: [],
    exchange: [],
    trackingNumber: null,
    erp: null,
    foreign: null,
    receipts: {},
    paidBy: [],
    settled: false,
  };
}

/** Returns in the order in which they began. */
export function inOrder(returns: Returns): ReturnLedger[] {
  return Object.values(returns).sort((a, b) => a.requestedAt.localeCompare(b.requestedAt) || a.id.localeCompare(b.id));
}
