import { z } from 'zod';

/*
 * What agent and plugin say to each other under /wp-json/wc-crossdock/v1 (WooCommerce key of the agent's user).
 * Every error is a WP_Error: {code, message, data: {status}}; codes start with "crossdock_".
 */

/** POST /pair {code, agent_url, agent_version} — no key yet, the one-time code is the proof. */
export const PairRequest = z.object({ code: z.string(), agent_url: z.string(), agent_version: z.string() });

/** GET /site, and part of the pairing answer. `time` is the shop's clock (ISO UTC); `tracking_adapter` is what will show parcels. `fenced` true when the site is a copy of the paired one. */
export const SiteIdentity = z.object({
  site_id: z.string(),
  home_url: z.string(),
  name: z.string(),
  wordpress: z.string(),
  woocommerce: z.string(),
  plugin: z.string(),
  hpos: z.boolean(),
  currency: z.string(),
  timezone: z.string(),
  tracking_adapter: z.enum(['fulfillments', 'shipment-tracking', 'own']),
  fenced: z.boolean(),
  time: z.string(),
});
export type SiteIdentity = z.infer<typeof SiteIdentity>;

/** Answer of POST /pair, given once. `shared_secret` signs shop → agent. */
export const PairAnswer = z.object({
  consumer_key: z.string(),
  consumer_secret: z.string(),
  shared_secret: z.string(),
  site: SiteIdentity,
});
export type PairAnswer = z.infer<typeof PairAnswer>;

/** POST /feed/claim {worker, limit (1–500), lease_seconds (10–600), resume}: `resume` frees what a worker of this name had claimed before it was started anew. */
export const FeedClaim = z.object({ worker: z.string(), limit: z.number(), lease_seconds: z.number(), resume: z.boolean() });
/** One changed object: `topic` order or product; `object_id` 1..; `seq` grows with every change; `reason` the last hook's short name (created, updated, status, stock, refunded, trashed, untrashed, deleted); `changed_at` ISO UTC with milliseconds. */
export const FeedEvent = z.object({
  id: z.number(),
  topic: z.enum(['order', 'product']),
  object_id: z.number(),
  seq: z.number(),
  reason: z.string(),
  changed_at: z.string(),
});
export type FeedEvent = z.infer<typeof FeedEvent>;
/** Answer to a claim; `waiting` counts the unclaimed rows that are left. */
export const FeedClaimed = z.object({ events: z.array(FeedEvent), waiting: z.number() });
/** POST /feed/ack {worker, events: [{id, seq}]}: a row whose seq has grown meanwhile stays and is counted as kept. */
export const FeedAck = z.object({ worker: z.string(), events: z.array(z.object({ id: z.number(), seq: z.number() })) });
export const FeedAcked = z.object({ acknowledged: z.number(), kept: z.number() });

/** POST /mirror {rows}: at most 200; a row with a smaller or equal version than the stored one is stale and skipped. */
export const MirrorRow = z.object({
  order_id: z.number(),
  version: z.number(),
  stage: z.string(),
  erp_number: z.string(),
  wms_number: z.string(),
  tracking: z.string(),
  attention: z.boolean(),
  message: z.string(),
  updated_at: z.string(),
});
export type MirrorRow = z.infer<typeof MirrorRow>;
export const MirrorWrite = z.object({ rows: z.array(MirrorRow).max(200) });
export const MirrorWritten = z.object({ written: z.number(), stale: z.number() });

/** PUT /orders/{id}/shipments/{shipment_id}: idempotent by shipment id; a message is added as a customer note once for each distinct text. `sku` is what really lies in the parcel (another one than ordered is shown as a substitution), `package` the position of its parcel in `packages` or null; `voided` takes the shipment back. */
export const ShipmentWrite = z.object({
  shipped_at: z.string(),
  lines: z.array(z.object({ line_id: z.number(), quantity: z.number(), sku: z.string(), package: z.number().nullable() })),
  packages: z.array(z.object({ number: z.string(), carrier: z.string(), carrier_name: z.string(), url: z.string() })),
  voided: z.boolean(),
  message: z.string().nullable(),
});
export type ShipmentWrite = z.infer<typeof ShipmentWrite>;
/** `voided`: it was shown until now; `unchanged` also when a shipment is taken back that the shop never showed. */
export const ShipmentWritten = z.object({
  result: z.enum(['created', 'updated', 'voided', 'unchanged']),
  adapter: SiteIdentity.shape.tracking_adapter,
});

/** PUT /orders/{id}/status {status, note}: sets the status when it differs, adds the private note once; answers with the state after. */
export const StatusWrite = z.object({ status: z.string(), note: z.string().nullable() });
export const StatusWritten = z.object({ result: z.enum(['changed', 'unchanged']), status: z.string() });

/** PUT /orders/{id}/notes/{note_id} {message}: a note to the customer, once for each id; WooCommerce sends its e-mail. */
export const NoteWrite = z.object({ message: z.string() });
export const NoteWritten = z.object({ result: z.enum(['created', 'unchanged']) });

/** What a refund gives back of one line, shipping or fee: decimal texts in the shop's currency without a sign, taxes by the shop's rate code. */
const RefundedTaxes = z.array(z.object({ code: z.string(), amount: z.string() }));

/** PUT /orders/{id}/refunds/{refund_id}: idempotent by `reference` (the path only holds a form of it that survives web servers). `amount` is the whole with taxes and may be more than the parts (amount-only); `call_gateway` moves real money; `restock` puts units back into the shop's own count. */
export const RefundWrite = z.object({
  reference: z.string(),
  amount: z.string(),
  currency: z.string(),
  lines: z.array(z.object({ line_id: z.number(), quantity: z.number(), net: z.string(), taxes: RefundedTaxes })),
  charges: z.array(z.object({ charge_id: z.number(), net: z.string(), taxes: RefundedTaxes })),
  reason: z.string(),
  call_gateway: z.boolean(),
  restock: z.boolean(),
});
export type RefundWrite = z.infer<typeof RefundWrite>;
export const RefundWritten = z.object({ result: z.enum(['created', 'unchanged']), refund_id: z.number(), amount: z.string() });

/** GET /orders/paid?after_id=&since=&limit= (≤ 1000): ids of orders in a paid state (processing, completed), ascending; `total` counts all since. */
export const PaidOrders = z.object({
  orders: z.array(z.object({ id: z.number(), status: z.string(), modified_at: z.string() })),
  total: z.number(),
});
export type PaidOrders = z.infer<typeof PaidOrders>;

/** GET /orders/counts?since= — by status slug, trash included. */
export const OrderCounts = z.object({ counts: z.record(z.string(), z.number()) });
