import { z } from 'zod';
import { FulfillmentState } from '../../domain/fulfillment-state.ts';
import { Receipt } from '../../domain/receipt.ts';
import { SalesOrder } from '../../domain/sales-order.ts';
import { SalesOrderState } from '../../domain/sales-order-state.ts';

const base = { at: z.string() };

/** Something that is true about one order, as far as a party told us; `at` is when we learned it (ISO 8601 UTC). Facts are only ever added. */
export const OrderFact = z.discriminatedUnion('kind', [
  /** The store's order in a new version. */
  z.object({ ...base, kind: z.literal('captured'), order: SalesOrder }),
  /** Codes were found for lookup keys (by `lookupId`), at first or because a mapping was added. */
  z.object({ ...base, kind: z.literal('matched'), codes: z.record(z.string(), z.string()) }),
  /** A party acknowledged a delivery; `fingerprint` is that of the document it acknowledged. */
  z.object({ ...base, kind: z.literal('acknowledged'), key: z.string(), fingerprint: z.string(), receipt: Receipt }),
  /** A party refused a delivery, or it could not be delivered before its deadline. */
  z.object({ ...base, kind: z.literal('refused'), key: z.string(), fingerprint: z.string(), code: z.string(), reason: z.string() }),
  /** The ERP's view of the order. */
  z.object({ ...base, kind: z.literal('order-state'), state: SalesOrderState }),
  /** The warehouse's view of one of our fulfillment orders. */
  z.object({ ...base, kind: z.literal('fulfillment-state'), state: FulfillmentState }),
  /** A person asked to try again: forget refusals and acknowledge reviews. `key` limits it to one delivery, null means all of the order. */
  z.object({ ...base, kind: z.literal('retried'), key: z.string().nullable(), by: z.string() }),
  /** Time has passed that the plan had asked to be woken for. */
  z.object({ ...base, kind: z.literal('woken') }),
]);
export type OrderFact = z.infer<typeof OrderFact>;
