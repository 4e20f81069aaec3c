import { z } from 'zod';
import { ForeignRef } from './reference.ts';
import { SalesOrderState } from './sales-order-state.ts';

/** A party's answer to a request that may come too late. */
export const Verdict = z.enum(['accepted', 'too-late', 'partly', 'refused']);
export type Verdict = z.infer<typeof Verdict>;

/** A party's acknowledgement of one outbound write. `foreign` names the document there (null when the write makes none), `existed` is true when it was there before, `state` the ERP's order when it answered with it, `verdict` only for cancellations, `note` a short fact for the trace ("shipped by WooCommerce Fulfillments"). */
export const Receipt = z.object({
  foreign: ForeignRef.nullable(),
  existed: z.boolean(),
  verdict: Verdict.nullable(),
  state: SalesOrderState.nullable(),
  note: z.string().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

/** A plain acknowledgement with nothing but the foreign document's name. */
export function receiptFor(id: string, number: string | null = null, more: Partial<Receipt> = {}): Receipt {
  return { foreign: { id, number }, existed: false, verdict: null, state: null, note: null, ...more };
}

/** An acknowledgement of a write that made no document of its own. */
export function plainReceipt(more: Partial<Receipt> = {}): Receipt {
  return { foreign: null, existed: false, verdict: null, state: null, note: null, ...more };
}
