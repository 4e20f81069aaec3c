import { z } from 'zod';
import { MappingKind } from '../../domain/mapping.ts';
import { ConnectionId } from '../../domain/reference.ts';
import { SalesOrderStatus } from '../../domain/sales-order.ts';
import { WorkingCalendar } from '../../domain/working-calendar.ts';
import { ReturnPolicy } from '../return/policy.ts';

/** What an unmapped code means at a party: `explicit` parks the document, `same-code` sends our code as it is, `ignore` sends none. */
const Matching = z.enum(['explicit', 'same-code', 'ignore']);

const DEFAULT_MATCHING = {
  sku: { erp: 'explicit', wms: 'same-code', store: 'ignore' },
  location: { erp: 'explicit', wms: 'explicit', store: 'ignore' },
  carrier: { erp: 'same-code', wms: 'ignore', store: 'explicit' },
  'shipping-method': { erp: 'ignore', wms: 'explicit', store: 'ignore' },
  'payment-method': { erp: 'ignore', wms: 'ignore', store: 'ignore' },
  tax: { erp: 'explicit', wms: 'ignore', store: 'ignore' },
  status: { erp: 'ignore', wms: 'ignore', store: 'same-code' },
  unit: { erp: 'ignore', wms: 'ignore', store: 'ignore' },
} as const;

type Side = 'erp' | 'wms' | 'store';

const MatchingRow = z.object({ erp: Matching, wms: Matching, store: Matching });
type MatchingTable = Record<MappingKind, z.infer<typeof MatchingRow>>;

function overDefaults(given: Partial<Record<MappingKind, { [side in Side]?: z.infer<typeof Matching> | undefined }>>): MatchingTable {
  const table: MatchingTable = { ...DEFAULT_MATCHING };
  for (const kind of MappingKind.options) {
    const row = given[kind];
    const usual = DEFAULT_MATCHING[kind];
    table[kind] = { erp: row?.erp ?? usual.erp, wms: row?.wms ?? usual.wms, store: row?.store ?? usual.store };
  }
  return table;
}

/** One location that ships: `code` is ours (mapped to each party's own warehouse), `wms` the connection that runs it (null: the order policy's), `calendar` null releases at once. */
export const LocationPolicy = z.object({
  code: z.string().min(1),
  wms: ConnectionId.nullable().default(null),
  calendar: WorkingCalendar.nullable().default(null),
});
export type LocationPolicy = z.infer<typeof LocationPolicy>;

/** What of an order a rule looks at; all that is named must fit. `totalAbove` is a decimal amount per currency, `extension` a field of the store's order ("_fraud_score") with a value, or any value when `equals` is null and it is not empty. */
export const OrderCondition = z.object({
  countries: z.array(z.string()).nullable().default(null),
  skus: z.array(z.string()).nullable().default(null),
  shippingMethods: z.array(z.string()).nullable().default(null),
  paymentMethods: z.array(z.string()).nullable().default(null),
  totalAbove: z.record(z.string(), z.string()).nullable().default(null),
  extension: z
    .object({ key: z.string(), equals: z.string().nullable().default(null) })
    .nullable()
    .default(null),
  guest: z.boolean().nullable().default(null),
  addressesDiffer: z.boolean().nullable().default(null),
});
export type OrderCondition = z.infer<typeof OrderCondition>;

/** Who ships the orders that fit: locations in order of preference. `split`: `never` one parcel or none, `fewest` as few locations as hold the goods, `preferred` each unit from the first location that has it. */
export const RoutingRule = z.object({
  name: z.string(),
  when: OrderCondition.prefault({}),
  locations: z.array(z.string()).min(1),
  split: z.enum(['never', 'fewest', 'preferred']).default('fewest'),
});
export type RoutingRule = z.infer<typeof RoutingRule>;

/** Orders that fit wait for a person; `owner` is the team that is asked, `message` what it reads. */
export const HoldRule = z.object({
  name: z.string().min(1),
  when: OrderCondition,
  owner: z.enum(['ecommerce', 'finance', 'warehouse']).default('ecommerce'),
  message: z.string(),
});
export type HoldRule = z.infer<typeof HoldRule>;

/** Where an order stands for a customer, before everything has left. */
export const CustomerStage = z.enum(['released', 'picked', 'packed', 'partially-shipped', 'backordered']);

/** Everything that a merchant decides about orders; the planner reads nothing else. */
export const OrderPolicy = z.object({
  erp: ConnectionId.describe('The connection that books sales orders.'),
  wms: ConnectionId.describe('The connection that ships.'),
  location: z.string().default('main').describe("Our code of the location that ships; mapped to each party's own warehouse."),
  exportStatuses: z.array(SalesOrderStatus).default(['processing']).describe("States of the store's order in which it is sent on."),
  paymentRules: z
    .record(z.string(), z.enum(['authorized', 'any']))
    .default({})
    .describe(
      'Payment methods that may be sent on without captured money: `authorized` or not paid at all (`any`). Cash on delivery is always allowed.',
    ),
  zeroTotal: z.enum(['send', 'review']).default('review').describe('What to do with an order that costs nothing.'),
  currencies: z.array(z.string()).nullable().default(null).describe('Currencies that the ERP takes; null means all.'),
  taxCountries: z
    .array(z.string())
    .nullable()
    .default(null)
    .describe(
      'Countries in which tax is charged: an order that is taxed by another one, or goes there untaxed without a VAT number, waits for a person. Null checks nothing.',
    ),
  maxLines: z.number().int().positive().default(1000).describe('Orders with more lines than this are parked.'),
  ignoreBefore: z.iso
    .datetime()
    .nullable()
    .default(null)
    .describe('Orders made before this time (ISO 8601 UTC) are shown but never sent; null means none.'),
  matching: z
    .partialRecord(MappingKind, MatchingRow.partial())
    .default({})
    .transform(overDefaults)
    .describe('What an unmapped code means, by table and role; what is not named keeps its default.'),
  locations: z
    .array(LocationPolicy)
    .default([])
    .describe('Every location that ships, in order of preference; empty means the one named by `location`.'),
  routing: z
    .array(RoutingRule)
    .default([])
    .describe('The first rule that fits an order decides who ships it; without one all locations may.'),
  partialRelease: z
    .enum(['wait', 'ship'])
    .default('wait')
    .describe('When the ERP has stock for a part only: wait for all of it, or ship what is there and the rest later.'),
  shortage: z
    .enum(['ask', 'reship', 'cancel'])
    .default('ask')
    .describe('Units that a warehouse could not find: ask a person, request them anew (elsewhere where possible), or cancel them.'),
  substitutes: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe('SKUs that may be sent instead of a SKU without asking; every other substitution waits for a person.'),
  erpCancels: z.enum(['ask', 'follow']).default('ask').describe('An order that was cancelled in the ERP: ask, or cancel it everywhere.'),
  erpChanges: z.enum(['ask', 'follow']).default('ask').describe('Lines that were changed in the ERP: ask, or ship what the ERP says.'),
  editWindowMinutes: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('How long a new order waits before it is sent on, so that it can still be edited.'),
  holdRules: z.array(HoldRule).default([]).describe('Orders that a person must release first.'),
  guestCustomer: z
    .string()
    .nullable()
    .default(null)
    .describe("The ERP's customer for all guests; null makes one per guest, found again by e-mail."),
  totalTolerance: z
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe("By how many minor units the ERP's total may differ from the shop's before a person is asked."),
  statuses: z
    .partialRecord(CustomerStage, z.string())
    .default({})
    .describe("The store's status to set at a stage before the order is complete; a stage that is not named leaves it alone."),
  backorderMessage: z
    .string()
    .nullable()
    .default('A part of your order is not in stock at the moment: {items}. We expect to send it after {date}.')
    .describe('Note to the customer when goods are backordered; a sentence whose value is not known is left out. Null sends none.'),
  trackingCorrectedMessage: z
    .string()
    .nullable()
    .default('The tracking number of your parcel has changed: {number}')
    .describe('Note to the customer when a number that was told is corrected. Null sends none.'),
  substitutedMessage: z
    .string()
    .nullable()
    .default('Instead of {ordered} we have sent {sent}.')
    .describe('Added to the note for a parcel in which another item was sent than the ordered one. Null adds nothing.'),
  voidedMessage: z
    .string()
    .nullable()
    .default('A parcel that we had announced has not left after all. We will tell you when it does.')
    .describe('Note to the customer when a parcel that was told is taken back. Null sends none.'),
  returns: ReturnPolicy.prefault({}),
  statusWhenShipped: z
    .string()
    .nullable()
    .default('completed')
    .describe("The store's status to set when everything has left, null to leave it alone."),
  trackingWaitMinutes: z
    .number()
    .int()
    .nonnegative()
    .default(60)
    .describe("How long the customer's shipped message waits for a tracking number before a person is told."),
  shippedMessage: z
    .string()
    .nullable()
    .default('Your parcel is on its way with {carrier}. Tracking number: {number}')
    .describe('Note to the customer for a parcel; {number}, {carrier}, {url} and {order} are filled in. Null sends none.'),
  partlyShippedMessage: z
    .string()
    .nullable()
    .default('A part of your order is on its way with {carrier}. Tracking number: {number}. The rest follows.')
    .describe('The same note when only a part has left.'),
});
export type OrderPolicy = z.infer<typeof OrderPolicy>;
