import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { parseMoney } from '../../domain/money.ts';
import { quantity } from '../../domain/quantity.ts';
import { SalesOrderStage, type SalesOrderState } from '../../domain/sales-order-state.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** The ERP's sales order, as far as we read it. */
const RawOrder = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  status: SalesOrderStage,
  changed: z.number().int(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  total: decimal,
  taxTotal: decimal,
  updatedAt: z.iso.datetime(),
  lines: z.array(
    z.object({
      id: z.string(),
      ref: z.string(),
      quantity: decimal,
      item: z.string(),
      unit: z.string().min(1).max(3),
      net: decimal,
      reserved: decimal,
      expectedAt: z.string().nullable(),
      refused: z.boolean(),
      allocations: z.array(z.object({ warehouse: z.string().min(1), quantity: decimal })),
    }),
  ),
});

/** The ERP's view of an order in our shape; throws ContractError when the order is not in the ERP's documented one. */
export function stateOf(raw: unknown): SalesOrderState {
  const order = parseRaw(RawOrder, raw, "The ERP's sales order");
  return {
    kind: 'sales-order-state',
    schema: 1,
    id: order.id,
    number: order.number,
    reference: order.reference,
    stage: order.status,
    lines: order.lines.map((line) => ({
      id: line.ref === '' ? null : line.ref,
      foreignId: line.id,
      ordered: quantity(line.quantity, line.unit),
      reserved: quantity(line.reserved, line.unit),
      expectedAt: line.expectedAt,
      itemCode: line.item,
      net: parseMoney(line.net, order.currency),
      refused: line.refused,
      allocations: line.allocations.map((one) => ({ warehouseCode: one.warehouse, quantity: quantity(one.quantity, line.unit) })),
    })),
    total: parseMoney(order.total, order.currency),
    taxTotal: parseMoney(order.taxTotal, order.currency),
    updatedAt: order.updatedAt,
  };
}
