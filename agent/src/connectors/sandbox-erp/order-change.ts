import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundOrderChange } from '../../domain/outbound.ts';
import { receiptFor, Verdict, type Receipt } from '../../domain/receipt.ts';
import { stateOf } from './sales-order-state.ts';
import * as salesOrder from './sales-order.ts';

/** The whole order as it should be; the ERP finds out itself what differs. */
export function fromCanonical(change: OutboundOrderChange, roundingTolerance = 0): Record<string, unknown> {
  return salesOrder.fromCanonical(change.order, roundingTolerance);
}

const Answer = z.object({ verdict: Verdict, reason: z.string().nullable(), existed: z.boolean() });

/** The verdict with the order as the ERP has it now; its lines by our ids when it took only a part. */
export function toReceipt(raw: unknown): Receipt {
  const { verdict, reason, existed } = parseRaw(Answer, raw, "The ERP's answer to the change");
  const state = stateOf(raw);
  const held = state.lines.flatMap(({ id, ordered }) => (id === null ? [] : [{ lineId: id, quantity: ordered }]));
  return receiptFor(state.id, state.number, { existed, state, verdict, note: reason, lines: verdict === 'partly' ? held : null });
}
