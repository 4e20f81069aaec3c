import { z } from 'zod';
import { Quantity } from './quantity.ts';

/** One parcel; `trackingNumber` is null when the carrier gives none or not yet; `carrierCode` is the sender's own code; weight in grams, null when not weighed. */
export const Package = z.object({
  id: z.string(),
  trackingNumber: z.string().nullable(),
  carrierCode: z.string(),
  trackingUrl: z.string().nullable(),
  weightGrams: z.number().int().nonnegative().nullable(),
});
export type Package = z.infer<typeof Package>;

/** Units of one order line that left; `lineId` is our own order line id as we sent it to the warehouse. */
export const ShipmentLine = z.object({
  lineId: z.string(),
  sku: z.string(),
  quantity: Quantity,
  lots: z.array(z.string()),
  serials: z.array(z.string()),
});
export type ShipmentLine = z.infer<typeof ShipmentLine>;

/** The fact that goods left. `id` is the sender's id and the key of idempotency at every other party; `fulfillmentReference` is ours ("shop:1001/1"). */
export const Shipment = z.object({
  kind: z.literal('shipment'),
  schema: z.literal(1),
  id: z.string().min(1),
  fulfillmentReference: z.string(),
  shippedAt: z.string(),
  lines: z.array(ShipmentLine).min(1),
  packages: z.array(Package),
});
export type Shipment = z.infer<typeof Shipment>;
