import { z } from 'zod';
import { addQuantity, quantity } from '../../domain/quantity.ts';
import type { HeldLine } from './amendment.ts';
import type { Erp } from './erp.ts';
import type { RawOrder } from './order-raw.ts';
import { isTaken } from './order-state.ts';

const LineRow = z.object({
  id: z.number(),
  product: z.number().nullable(),
  unit: z.number().nullable(),
  quantity: z.number(),
  unit_price: z.string(),
  description: z.string().nullable(),
  note: z.string().nullable(),
  taxes: z.array(z.number()),
});

/** The lines of a sale with product and unit, in their order. */
export async function saleLines(erp: Erp, sale: number): Promise<Omit<HeldLine, 'gone'>[]> {
  const domain = [
    ['sale', '=', sale],
    ['type', '=', 'line'],
  ];
  const rows = await erp.search('sale.line', domain, LineRow);
  return rows.flatMap(({ product, unit, ...row }) => (product === null || unit === null ? [] : [{ ...row, product, unit }]));
}

/** The same with the units of each line that have left or have been picked. */
export async function heldLines(erp: Erp, raw: RawOrder): Promise<HeldLine[]> {
  const rows = await saleLines(erp, raw.sale.id);
  return rows.map((row) => {
    const moves = raw.moves.filter((move) => move.origin === `sale.line,${row.id}` && isTaken(raw, move));
    const gone = moves.reduce((sum, move) => addQuantity(sum, quantity(move.quantity)), quantity(0));
    return { ...row, gone: Number(gone.value) };
  });
}
