import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { quantity } from '../../domain/quantity.ts';
import { ReturnAuthorization } from '../../domain/return.ts';

const decimal = z.string().regex(/^\d+(\.\d+)?$/);

/** The ERP's return order, as far as we read it. */
const RawReturn = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  orderReference: z.string(),
  status: ReturnAuthorization.shape.status,
  lines: z.array(z.object({ ref: z.string(), sku: z.string(), quantity: decimal, unit: z.string().min(1).max(3), reason: z.string() })),
  exchange: z.array(z.object({ sku: z.string(), quantity: decimal })),
  trackingNumber: z.string().nullable(),
  updatedAt: z.iso.datetime(),
});

/** A return as the ERP has it, in our shape; it has no reference of ours when a person made it there. */
export function authorizationOf(raw: unknown): ReturnAuthorization {
  const given = parseRaw(RawReturn, raw, "The ERP's return order");
  return {
    kind: 'return-authorization',
    schema: 1,
    id: given.id,
    number: given.number,
    reference: given.reference === '' ? null : given.reference,
    orderReference: given.orderReference === '' ? null : given.orderReference,
    status: given.status,
    lines: given.lines.map((line) => ({
      lineId: line.ref === '' ? null : line.ref,
      sku: line.sku,
      quantity: quantity(line.quantity, line.unit),
      reason: line.reason,
    })),
    exchange: given.exchange.map((line) => ({ sku: line.sku, quantity: quantity(line.quantity) })),
    trackingNumber: given.trackingNumber,
    updatedAt: given.updatedAt,
  };
}
