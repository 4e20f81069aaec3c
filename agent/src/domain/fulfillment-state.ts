import { z } from 'zod';
import { Milestone, MilestoneReached } from './milestone.ts';
import { Quantity } from './quantity.ts';
import { Shipment } from './shipment.ts';

/** One line of a fulfillment order at the warehouse; `lineId` is ours. `short` are units that it will not ship by this fulfillment order (an empty bin), with its `reason`; `substitute` is another item that it proposes to send instead and for which it waits, null when none. */
export const FulfillmentLine = z.object({
  lineId: z.string(),
  requested: Quantity,
  picked: Quantity,
  shipped: Quantity,
  short: Quantity,
  reason: z.string().nullable(),
  substitute: z.object({ itemCode: z.string(), sku: z.string(), name: z.string() }).nullable(),
});
export type FulfillmentLine = z.infer<typeof FulfillmentLine>;

/** The warehouse's own view of one of our fulfillment orders; `lines` is empty when it tells only the whole: where it stands, how it came there, and all shipments so far. `reference` is ours ("shop:1001/1"); `wave` names the pick wave, null when none. */
export const FulfillmentState = z.object({
  kind: z.literal('fulfillment-state'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string(),
  milestone: Milestone,
  history: z.array(MilestoneReached),
  lines: z.array(FulfillmentLine).default([]),
  wave: z.string().nullable().default(null),
  shipments: z.array(Shipment),
  updatedAt: z.string(),
});
export type FulfillmentState = z.infer<typeof FulfillmentState>;
