import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundCancellation } from '../../domain/outbound.ts';
import { plainReceipt, Verdict, type Receipt } from '../../domain/receipt.ts';

export function fromCanonical(cancellation: OutboundCancellation): Record<string, unknown> {
  return { reason: cancellation.reason };
}

const Answer = z.object({ verdict: Verdict, reason: z.string().nullable() });

export function toReceipt(raw: unknown): Receipt {
  const { verdict, reason } = parseRaw(Answer, raw, "The ERP's answer to the cancellation");
  return plainReceipt({ verdict, note: reason });
}
