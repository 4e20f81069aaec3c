import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { quantity } from '../../domain/quantity.ts';
import { ReturnCondition, type ReturnReceipt } from '../../domain/return.ts';

/** The warehouse's receipt, as far as we read it; its conditions carry our names. */
const RawReceipt = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  warehouse: z.string().min(1),
  final: z.boolean(),
  receivedAt: z.iso.datetime(),
  lines: z.array(
    z.object({
      ref: z.string().nullable(),
      sku: z.string(),
      quantity: z.string().regex(/^\d+(\.\d+)?$/),
      unit: z.string().min(1).max(3),
      condition: ReturnCondition,
      restockedTo: z.string().nullable(),
      lots: z.array(z.string()),
      serials: z.array(z.string()),
    }),
  ),
  updatedAt: z.iso.datetime(),
});

/** What the warehouse says came back; throws ContractError when it is not in the documented shape. */
export function receiptOf(raw: unknown): ReturnReceipt {
  const receipt = parseRaw(RawReceipt, raw, "The warehouse's receipt of a return");
  return {
    kind: 'return-receipt',
    schema: 1,
    id: receipt.id,
    number: receipt.number,
    reference: receipt.reference,
    warehouseCode: receipt.warehouse,
    receivedAt: receipt.receivedAt,
    final: receipt.final,
    lines: receipt.lines.map(({ ref, quantity: units, unit, ...line }) => ({ lineId: ref, quantity: quantity(units, unit), ...line })),
    updatedAt: receipt.updatedAt,
  };
}
