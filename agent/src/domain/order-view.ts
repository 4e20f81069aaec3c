import { z } from 'zod';
import { Milestone, MilestoneReached } from './milestone.ts';
import { Money } from './money.ts';
import { Change } from './outbound.ts';
import { Verdict } from './receipt.ts';
import { ForeignRef, SubjectKey } from './reference.ts';
import { ReturnCondition } from './return.ts';
import { Package } from './shipment.ts';

/** Where an order stands as a whole, for people. `ignored`: not (yet) to be sent, for instance unpaid; `blocked`: waits for a person before it has reached the ERP; `held`: kept back on purpose, by a rule, by a person or so that it can still be edited. */
export const OrderStage = z.enum([
  'ignored',
  'blocked',
  'held',
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

/** One line over all parties; counts are decimal strings in the line's unit. `ordered` is the most that the shop ever sold: what was shipped, is open or was cancelled. `backordered` units wait for stock, until `expectedAt` when the ERP tells; `returned` came back to a warehouse, `refunded` were paid back in the shop. */
export const OrderLineView = z.object({
  id: z.string(),
  sku: z.string(),
  name: z.string(),
  ordered: z.string(),
  inErp: z.string(),
  requested: z.string(),
  shipped: z.string(),
  open: z.string(),
  cancelled: z.string(),
  backordered: z.string(),
  expectedAt: z.string().nullable(),
  returned: z.string(),
  refunded: z.string(),
});
export type OrderLineView = z.infer<typeof OrderLineView>;

/** A carton as people see it: weight in grams, outer measures in millimetres, null when not measured. */
export const PackageView = Package.pick({ id: true, trackingNumber: true, weightGrams: true, dimensionsMm: true }).extend({
  carrier: z.string(),
  url: z.string().nullable(),
});
export type PackageView = z.infer<typeof PackageView>;

/** A parcel as people see it. `voided` means that it never left after all; a line whose `sku` is not the `ordered` one was substituted. */
export const ShipmentView = z.object({
  id: z.string(),
  fulfillmentReference: z.string(),
  shippedAt: z.string(),
  voided: z.boolean(),
  toldStore: z.boolean(),
  toldErp: z.boolean(),
  lines: z.array(
    z.object({
      lineId: z.string(),
      name: z.string(),
      ordered: z.string(),
      sku: z.string(),
      quantity: z.string(),
      lots: z.array(z.string()),
      serials: z.array(z.string()),
      packageId: z.string().nullable(),
    }),
  ),
  packages: z.array(PackageView),
});
export type ShipmentView = z.infer<typeof ShipmentView>;

/** A request to one location as people see it; `milestone` and `wave` are null before the warehouse has told, `short` units it will not ship by it. */
export const FulfillmentView = z.object({
  reference: z.string(),
  foreign: ForeignRef.nullable(),
  location: z.string(),
  connection: z.string(),
  milestone: Milestone.nullable(),
  wave: z.string().nullable(),
  requestedAt: z.string().nullable(),
  lines: z.array(
    z.object({
      lineId: z.string(),
      sku: z.string(),
      name: z.string(),
      requested: z.string(),
      picked: z.string(),
      shipped: z.string(),
      short: z.string(),
      reason: z.string().nullable(),
      substitute: z.string().nullable(),
    }),
  ),
});
export type FulfillmentView = z.infer<typeof FulfillmentView>;

/** Why an order is kept back: by a person or a rule until released (`until` null), or for a time. `key` is that of its exception, or of the edit window, which is none. */
export const HoldView = z.object({ key: z.string(), reason: z.string(), since: z.string(), until: z.string().nullable() });
export type HoldView = z.infer<typeof HoldView>;

/** A change or cancellation that a party was asked for; `verdict` and `at` are null until it has answered, `changes` is told while it is asked. */
export const ChangeView = z.object({
  key: z.string(),
  title: z.string(),
  party: z.enum(['erp', 'wms', 'store']),
  verdict: Verdict.nullable(),
  note: z.string().nullable(),
  at: z.string().nullable(),
  changes: z.array(Change),
});
export type ChangeView = z.infer<typeof ChangeView>;

/** Goods that come back, as people see it. `number` is the ERP's; a line's `lineId` is null for goods that are not on the order; counts are decimal strings. `refund`: nothing is due (yet), a person has to approve it, it is being made, or it was made; `refunded` is what went back in the shop for this return. */
export const ReturnView = z.object({
  id: z.string(),
  reference: z.string(),
  origin: z.enum(['person', 'shop', 'erp', 'warehouse']),
  status: z.enum(['announced', 'partly-received', 'received', 'refunded', 'closed']),
  number: z.string().nullable(),
  trackingNumber: z.string().nullable(),
  requestedAt: z.string(),
  lines: z.array(
    z.object({
      lineId: z.string().nullable(),
      sku: z.string(),
      name: z.string(),
      reason: z.string(),
      announced: z.string(),
      received: z.string(),
      refunded: z.string(),
      conditions: z.array(z.object({ condition: ReturnCondition, quantity: z.string(), restockedTo: z.string().nullable() })),
    }),
  ),
  exchange: z.array(z.object({ sku: z.string(), quantity: z.string() })),
  refund: z.enum(['none', 'to-approve', 'planned', 'made']),
  refunded: Money,
  creditMemo: z.string().nullable(),
});
export type ReturnView = z.infer<typeof ReturnView>;

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
  fulfillments: z.array(FulfillmentView),
  holds: z.array(HoldView),
  changes: z.array(ChangeView),
  returns: z.array(ReturnView),
  /** The return for which this order goes out instead ("shop:1001/R1"), null for any other order. */
  exchangeFor: z.string().nullable(),
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
