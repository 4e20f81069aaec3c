import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundFulfillmentChange } from '../../domain/outbound.ts';
import { quantity } from '../../domain/quantity.ts';
import { plainReceipt, Verdict, type Receipt } from '../../domain/receipt.ts';
import * as fulfillmentOrder from './fulfillment-order.ts';

/** The warehouse takes the whole order as it should be, and finds out itself what differs. */
export function fromCanonical(change: OutboundFulfillmentChange): Record<string, unknown> {
  return fulfillmentOrder.fromCanonical(change.order);
}

const Answer = z.object({
  verdict: Verdict,
  reason: z.string().nullable(),
  lines: z.array(z.object({ ref: z.string(), quantity: z.string().regex(/^\d+(\.\d+)?$/), unit: z.string().min(1).max(3) })),
});

/** A line that the warehouse no longer lists is one of which it holds none. */
export function toReceipt(raw: unknown, change: OutboundFulfillmentChange): Receipt {
  const { verdict, reason, lines } = parseRaw(Answer, raw, "The warehouse's answer to the change");
  const listed = new Set(lines.map(({ ref }) => ref));
  const dropped = change.order.lines.filter(({ id }) => !listed.has(id));
  const held = [
    ...lines.map((line) => ({ lineId: line.ref, quantity: quantity(line.quantity, line.unit) })),
    ...dropped.map((line) => ({ lineId: line.id, quantity: quantity(0, line.quantity.unit) })),
  ];
  return plainReceipt({ verdict, note: reason, lines: verdict === 'partly' ? held : null });
}
