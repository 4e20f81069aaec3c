import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import type { OutboundFulfillmentOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';

/** Our request to ship as the warehouse takes it. */
export function fromCanonical(order: OutboundFulfillmentOrder): Record<string, unknown> {
  return {
    reference: order.reference,
    orderReference: order.orderReference,
    orderNumber: order.orderNumber,
    warehouse: order.warehouseCode,
    service: order.serviceCode,
    shipTo: order.shipTo,
    lines: order.lines.map((line) => ({
      ref: line.id,
      item: line.itemCode,
      sku: line.sku,
      name: line.name,
      quantity: line.quantity.value,
      unit: line.quantity.unit,
    })),
    note: order.note,
  };
}

const Answer = z.object({ id: z.string().min(1), number: z.string() });

export function toReceipt(raw: unknown, existed: boolean): Receipt {
  const { id, number } = parseRaw(Answer, raw, "The warehouse's answer about the order");
  return receiptFor(id, number, { existed });
}
