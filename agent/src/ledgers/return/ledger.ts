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
});
export type ReturnLedger = z.infer<typeof ReturnLedger>;
