import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundReturnNotice } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';

/** Goods that will come back, as the warehouse wants them announced. */
export function fromCanonical(notice: OutboundReturnNotice): Record<string, unknown> {
  return {
    reference: notice.reference,
    orderReference: notice.orderReference,
    orderNumber: notice.orderNumber,
    warehouse: notice.warehouseCode,
    trackingNumber: notice.trackingNumber,
    lines: notice.lines.map((line) => ({
      ref: line.lineId,
      item: line.itemCode,
      sku: line.sku,
      quantity: line.quantity.value,
      unit: line.quantity.unit,
      reason: line.reason,
    })),
  };
}

const Answer = z.object({ id: z.string().min(1), number: z.string() });

export function toReceipt(raw: unknown, more: Partial<Receipt> = {}): Receipt {
  const { id, number } = parseRaw(Answer, raw, "The warehouse's answer about the return");
  return receiptFor(id, number, more);
}
