import { z } from 'zod';
import { Quantity } from './quantity.ts';

/** One parcel; `trackingNumber` is null when the carrier gives none or not yet; `carrierCode` is the sender's own code; weight in grams, `dimensionsMm` outer measures of the carton, both null when not measured. */
export const Package = z.object({
  id: z.string(),
  trackingNumber: z.string().nullable(),
  carrierCode: z.string(),
  trackingUrl: z.string().nullable(),
  weightGrams: z.number().int().nonnegative().nullable(),
  dimensionsMm: z.object({ length: z.number(), width: z.number(), height: z.number() }).nullable().default(null),
});
export type Package = z.infer<typeof Package>;

/** Units of one order line that left; `lineId` is our own order line id as we sent it to the warehouse; `sku` is what really left (another one than ordered is a substitution); `packageId` says in which carton, null when not told. */
export const ShipmentLine = z.object({
  lineId: z.string(),
  sku: z.string(),
  quantity: Quantity,
  lots: z.array(z.string()),
  serials: z.array(z.string()),
  packageId: z.string().nullable().default(null),
});
export type ShipmentLine = z.infer<typeof ShipmentLine>;

/** The fact that goods left. `id` is the sender's id and the key of idempotency at every other party; `fulfillmentReference` is ours ("shop:1001/1"); `voidedAt` says when the warehouse took it back (the label was voided, the goods never left), null for a real one. */
export const Shipment = z.object({
  kind: z.literal('shipment'),
  schema: z.literal(1),
  id: z.string().min(1),
  fulfillmentReference: z.string(),
  shippedAt: z.string(),
  voidedAt: z.string().nullable().default(null),
  lines: z.array(ShipmentLine).min(1),
  packages: z.array(Package),
});
export type Shipment = z.infer<typeof Shipment>;
