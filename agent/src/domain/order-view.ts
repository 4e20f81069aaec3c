import { z } from 'zod';
import { MilestoneReached } from './milestone.ts';
import { Money } from './money.ts';
import { ForeignRef, SubjectKey } from './reference.ts';

/** Where an order stands as a whole, for people. `ignored`: not (yet) to be sent, for instance unpaid; `blocked`: waits for a person before it has reached the ERP. */
export const OrderStage = z.enum([
  'ignored',
  'blocked',
  'received',
  'accepted',
  'reserved',
  'backordered',
  'released',
  'picked',
  'packed',
  'partially-shipped',
  'shipped',
  'completed',
  'cancelling',
  'cancelled',
]);
export type OrderStage = z.infer<typeof OrderStage>;

/** One line over all parties; counts are decimal strings in the line's unit. */
export const OrderLineView = z.object({
  id: z.string(),
  sku: z.string(),
  name: z.string(),
  ordered: z.string(),
  inErp: z.string(),
  requested: z.string(),
  shipped: z.string(),
});
export type OrderLineView = z.infer<typeof OrderLineView>;

/** A parcel as people see it. */
export const ShipmentView = z.object({
  id: z.string(),
  shippedAt: z.string(),
  toldStore: z.boolean(),
  toldErp: z.boolean(),
  packages: z.array(z.object({ trackingNumber: z.string().nullable(), carrier: z.string(), url: z.string().nullable() })),
});
export type ShipmentView = z.infer<typeof ShipmentView>;

/** An order as a ledger: one row for lists, with lines and shipments for its own page. Times are ISO 8601 UTC, null while not reached. */
export const OrderView = z.object({
  subject: SubjectKey,
  orderId: z.string(),
  number: z.string(),
  storeStatus: z.string(),
  paid: z.boolean(),
  total: Money.nullable(),
  customer: z.string(),
  stage: OrderStage,
  erp: ForeignRef.nullable(),
  wms: ForeignRef.nullable(),
  lines: z.array(OrderLineView),
  shipments: z.array(ShipmentView),
  milestones: z.array(MilestoneReached),
  times: z.object({
    createdAt: z.string().nullable(),
    paidAt: z.string().nullable(),
    capturedAt: z.string().nullable(),
    acceptedAt: z.string().nullable(),
    releasedAt: z.string().nullable(),
    shippedAt: z.string().nullable(),
    toldStoreAt: z.string().nullable(),
  }),
});
export type OrderView = z.infer<typeof OrderView>;
