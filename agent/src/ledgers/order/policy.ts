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

const MatchingRow = z.object({ erp: Matching, wms: Matching, store: Matching });

/** Everything that a merchant decides about orders; the planner reads nothing else. */
export const OrderPolicy = z.object({
  /** The connection that books sales orders. */
  erp: ConnectionId,
  /** The connection that ships. */
  wms: ConnectionId,
  /** Our code of the location that ships; mapped to each party's own warehouse. */
  location: z.string().default('main'),
  /** States of the store's order in which it is sent on. */
  exportStatuses: z.array(SalesOrderStatus).default(['processing']),
  /** Payment methods that may be sent on without captured money: `authorized` or not paid at all (`any`). Cash on delivery is always allowed. */
  paymentRules: z.record(z.string(), z.enum(['authorized', 'any'])).default({}),
  /** What to do with an order that costs nothing. */
  zeroTotal: z.enum(['send', 'review']).default('review'),
  /** Currencies that the ERP takes; null means all. */
  currencies: z.array(z.string()).nullable().default(null),
  /** Orders with more lines than this are parked. */
  maxLines: z.number().int().positive().default(1000),
  /** Orders made before this time (ISO 8601 UTC) are shown but never sent; null means none. */
  ignoreBefore: z.string().nullable().default(null),
  /** What an unmapped code means, by table and role. */
  matching: z.record(MappingKind, MatchingRow).default(DEFAULT_MATCHING),
  /** The store's status to set when everything has left, null to leave it alone. */
  statusWhenShipped: z.string().nullable().default('completed'),
  /** How long the customer's shipped message waits for a tracking number before a person is told. */
  trackingWaitMinutes: z.number().int().nonnegative().default(60),
  /** Note to the customer for a parcel; {number}, {carrier}, {url} and {order} are filled in. Null sends none. */
  shippedMessage: z.string().nullable().default('Your parcel is on its way with {carrier}. Tracking number: {number}'),
  /** The same when only a part has left. */
  partlyShippedMessage: z
    .string()
    .nullable()
    .default('A part of your order is on its way with {carrier}. Tracking number: {number}. The rest follows.'),
});
export type OrderPolicy = z.infer<typeof OrderPolicy>;
