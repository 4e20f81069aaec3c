import { z } from 'zod';
import { FulfillmentState } from '../../domain/fulfillment-state.ts';
import { OutboundDocument } from '../../domain/outbound.ts';
import { ConnectionId } from '../../domain/reference.ts';
import { Receipt } from '../../domain/receipt.ts';
import { Quantity } from '../../domain/quantity.ts';
import { CreditMemo, ReturnAuthorization, ReturnLine, ReturnReceipt } from '../../domain/return.ts';
import { SalesOrder } from '../../domain/sales-order.ts';
import { SalesOrderState } from '../../domain/sales-order-state.ts';

const base = { at: z.string() };

/** Something that is true about one order, as far as a party told us; `at` is when we learned it (ISO 8601 UTC). Facts are only ever added. */
export const OrderFact = z.discriminatedUnion('kind', [
  /** The store's order in a new version. */
  z.object({ ...base, kind: z.literal('captured'), order: SalesOrder }),
  /** Codes were found for lookup keys (by `lookupId`), at first or because a mapping was added. */
  z.object({ ...base, kind: z.literal('matched'), codes: z.record(z.string(), z.string()) }),
  /** A party acknowledged a delivery; `fingerprint` is that of the document it acknowledged, `document` that document itself (what was really asked for may differ from what is wanted by now) and `connection` to whom it went; both absent in ledgers of old. */
  z.object({
    ...base,
    kind: z.literal('acknowledged'),
    key: z.string(),
    fingerprint: z.string(),
    receipt: Receipt,
    document: OutboundDocument.optional(),
    connection: ConnectionId.optional(),
  }),
  /** A party refused a delivery, or it could not be delivered before its deadline. */
  z.object({ ...base, kind: z.literal('refused'), key: z.string(), fingerprint: z.string(), code: z.string(), reason: z.string() }),
  /** The ERP's view of the order. */
  z.object({ ...base, kind: z.literal('order-state'), state: SalesOrderState }),
  /** The warehouse's view of one of our fulfillment orders. */
  z.object({ ...base, kind: z.literal('fulfillment-state'), state: FulfillmentState }),
  /** A person asked to try again: forget refusals and acknowledge reviews. `key` limits it to one delivery, null means all of the order. */
  z.object({ ...base, kind: z.literal('retried'), key: z.string().nullable(), by: z.string() }),
  /** A person chose one of the ways out that an exception offered; `exception` is its key. */
  z.object({ ...base, kind: z.literal('decided'), exception: z.string(), choice: z.string(), by: z.string() }),
  /** A person holds the order back; released by the choice "release" on its exception. */
  z.object({ ...base, kind: z.literal('held'), reason: z.string(), by: z.string() }),
  /** A person (or the shop) asks for a return; `id` is ours ("R1"), empty to take the next. `exchange` lists what goes out instead. */
  z.object({
    ...base,
    kind: z.literal('return-requested'),
    id: z.string(),
    lines: z.array(ReturnLine),
    exchange: z.array(z.object({ sku: z.string(), quantity: Quantity })),
    trackingNumber: z.string().nullable(),
    by: z.string(),
  }),
  /** The ERP's view of a return on this order. */
  z.object({ ...base, kind: z.literal('return-authorization'), authorization: ReturnAuthorization }),
  /** The warehouse received goods of this order. */
  z.object({ ...base, kind: z.literal('return-receipt'), receipt: ReturnReceipt }),
  /** The ERP's view of a credit memo on this order. */
  z.object({ ...base, kind: z.literal('credit-memo'), memo: CreditMemo }),
  /** Time has passed that the plan had asked to be woken for. */
  z.object({ ...base, kind: z.literal('woken') }),
]);
export type OrderFact = z.infer<typeof OrderFact>;
