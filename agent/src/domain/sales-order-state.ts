import { z } from 'zod';
import { Money } from './money.ts';
import { Quantity } from './quantity.ts';

/** How far the ERP has taken an order: `received` but not yet decided, `accepted`, goods `reserved`, some `backordered`, `cancelled`, or `closed` when nothing is left to do. */
export const SalesOrderStage = z.enum(['received', 'accepted', 'reserved', 'backordered', 'cancelled', 'closed']);
export type SalesOrderStage = z.infer<typeof SalesOrderStage>;

/** The ERP's own view of one of our orders. `reference` is the one that we gave ("shop:1001"), null when the ERP does not return it; `lines[].id` is our line id, null when unknown there (a line that the ERP added itself); `ordered` is what the ERP now sells, `reserved` what is set aside for or has already left for the line (it does not fall when goods leave), `allocations` where (the ERP's own warehouse codes, empty when it does not tell), `refused` true when the ERP will never deliver the line. */
export const SalesOrderState = z.object({
  kind: z.literal('sales-order-state'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string().nullable(),
  stage: SalesOrderStage,
  lines: z.array(
    z.object({
      id: z.string().nullable(),
      foreignId: z.string(),
      ordered: Quantity,
      reserved: Quantity,
      expectedAt: z.string().nullable(),
      itemCode: z.string().default(''),
      /** What the units cost there without tax, where the ERP tells. */
      net: Money.optional(),
      refused: z.boolean().default(false),
      allocations: z.array(z.object({ warehouseCode: z.string(), quantity: Quantity })).default([]),
    }),
  ),
  total: Money.nullable(),
  taxTotal: Money.nullable(),
  updatedAt: z.string(),
});
export type SalesOrderState = z.infer<typeof SalesOrderState>;
