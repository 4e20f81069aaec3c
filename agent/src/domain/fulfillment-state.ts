import { z } from 'zod';
import { Milestone, MilestoneReached } from './milestone.ts';
import { Shipment } from './shipment.ts';

/** The warehouse's own view of one of our fulfillment orders: where it stands, how it came there, and all shipments so far. `reference` is ours ("shop:1001/1"). */
export const FulfillmentState = z.object({
  kind: z.literal('fulfillment-state'),
  schema: z.literal(1),
  id: z.string().min(1),
  number: z.string().nullable(),
  reference: z.string(),
  milestone: Milestone,
  history: z.array(MilestoneReached),
  shipments: z.array(Shipment),
  updatedAt: z.string(),
});
export type FulfillmentState = z.infer<typeof FulfillmentState>;
