import { z } from 'zod';
import { Quantity } from './quantity.ts';
import { ForeignRef } from './reference.ts';
import { SalesOrderState } from './sales-order-state.ts';

/** A party's answer to a request that may come too late. */
export const Verdict = z.enum(['accepted', 'too-late', 'partly', 'refused']);
export type Verdict = z.infer<typeof Verdict>;

/** A party's acknowledgement of one outbound write. `foreign` names the document there (null when the write makes none), `existed` is true when it was there before, `state` the ERP's order when it answered with it, `verdict` only for changes and cancellations, `lines` what the party holds of each of our lines after it took a change only partly (null otherwise), `note` a short fact for the trace ("shipped by WooCommerce Fulfillments"). */
export const Receipt = z.object({
  foreign: ForeignRef.nullable(),
  existed: z.boolean(),
  verdict: Verdict.nullable(),
  state: SalesOrderState.nullable(),
  note: z.string().nullable(),
  lines: z
    .array(z.object({ lineId: z.string(), quantity: Quantity }))
    .nullable()
    .default(null),
});
export type Receipt = z.infer<typeof Receipt>;

/** A plain acknowledgement with nothing but the foreign document's name. */
export function receiptFor(id: string, number: string | null = null, more: Partial<Receipt> = {}): Receipt {
  return { foreign: { id, number }, existed: false, verdict: null, state: null, note: null, lines: null, ...more };
}

/** An acknowledgement of a write that made no document of its own. */
export function plainReceipt(more: Partial<Receipt> = {}): Receipt {
  return { foreign: null, existed: false, verdict: null, state: null, note: null, lines: null, ...more };
}
