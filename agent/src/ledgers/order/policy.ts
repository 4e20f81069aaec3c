import { z } from 'zod';
import { MappingKind } from '../../domain/mapping.ts';
import { ConnectionId } from '../../domain/reference.ts';
import { SalesOrderStatus } from '../../domain/sales-order.ts';

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
