import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundReturnOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';

/** A return as the ERP takes it, on its own sales order. */
export function fromCanonical(document: OutboundReturnOrder): Record<string, unknown> {
  return {
    reference: document.reference,
    order: document.orderForeignId,
    lines: document.lines.map((line) => ({
      line: line.foreignLineId ?? '',
      ref: line.lineId,
      item: line.itemCode,
      quantity: line.quantity.value,
      reason: line.reason,
    })),
  };
}

const Answer = z.object({ id: z.string().min(1), number: z.string(), existed: z.boolean() });

export function toReceipt(raw: unknown): Receipt {
  const { id, number, existed } = parseRaw(Answer, raw, "The ERP's answer about the return");
  return receiptFor(id, number, { existed });
}
