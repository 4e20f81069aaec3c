import { z } from 'zod';
import type { Erp } from './erp.ts';

const stamps = { create_date: z.string(), write_date: z.string().nullable() };

const SaleRow = z.object({
  id: z.number(),
  number: z.string().nullable(),
  state: z.string(),
  web_id: z.string().nullable(),
  untaxed_amount: z.string(),
  tax_amount: z.string(),
  total_amount: z.string(),
  'currency.': z.object({ code: z.string() }),
  ...stamps,
});
const LineRow = z.object({
  id: z.number(),
  sale: z.number(),
  note: z.string().nullable(),
  quantity: z.number(),
  'product.': z.object({ type: z.string() }).nullable(),
});
const MoveRow = z.object({
  id: z.number(),
  state: z.string(),
  quantity: z.number(),
  origin: z.string().nullable(),
  shipment: z.string().nullable(),
  ...stamps,
});
const ShipmentRow = z.object({
  id: z.number(),
  number: z.string().nullable(),
  state: z.string(),
  reference: z.string().nullable(),
  ...stamps,
});

/** A sale with all that hangs on it, as Tryton gave it. `picks` are the moves from the shelf to the dock, `moves` those from the dock to the customer. */
export const RawOrder = z.object({
  sale: SaleRow,
  lines: z.array(LineRow),
  moves: z.array(MoveRow),
  picks: z.array(MoveRow),
  shipments: z.array(ShipmentRow),
});
export type RawOrder = z.infer<typeof RawOrder>;

type Parts = Omit<RawOrder, 'sale'>;

/** Reads sales with their lines, moves and shipments; ids that do not exist are left out. */
export async function readOrders(erp: Erp, ids: readonly number[]): Promise<RawOrder[]> {
  if (ids.length === 0) return [];
  const sales = await erp.search('sale.sale', [['id', 'in', ids]], SaleRow);
  const lines = await erp.search(
    'sale.line',
    [
      ['sale', 'in', ids],
      ['type', '=', 'line'],
    ],
    LineRow,
  );
  const moves = await erp.search('stock.move', [['sale', 'in', ids]], MoveRow);
  const all = { lines, moves, ...(await readShipments(erp, moves)) };
  return sales.map((sale) => orderOf(sale, all));
}

async function readShipments(erp: Erp, moves: Parts['moves']): Promise<Pick<Parts, 'shipments' | 'picks'>> {
  const ids = [...new Set(moves.map((move) => shipmentIdOf(move.shipment)).filter((id) => id !== null))];
  if (ids.length === 0) return { shipments: [], picks: [] };
  const refs = ids.map((id) => `stock.shipment.out,${id}`);
  return {
    shipments: await erp.search('stock.shipment.out', [['id', 'in', ids]], ShipmentRow),
    picks: await erp.search(
      'stock.move',
      [
        ['shipment', 'in', refs],
        ['origin', 'like', 'stock.move,%'],
      ],
      MoveRow,
    ),
  };
}

function orderOf(sale: RawOrder['sale'], all: Parts): RawOrder {
  const lines = all.lines.filter((line) => line.sale === sale.id);
  const lineRefs = new Set(lines.map((line) => `sale.line,${line.id}`));
  const moves = all.moves.filter((move) => lineRefs.has(move.origin ?? ''));
  const moveRefs = new Set(moves.map((move) => `stock.move,${move.id}`));
  const shipmentIds = new Set(moves.map((move) => shipmentIdOf(move.shipment)));
  return {
    sale,
    lines,
    moves,
    picks: all.picks.filter((pick) => moveRefs.has(pick.origin ?? '')),
    shipments: all.shipments.filter((shipment) => shipmentIds.has(shipment.id)),
  };
}

/** One sale, or null. */
export async function readOrder(erp: Erp, id: number): Promise<RawOrder | null> {
  return (await readOrders(erp, [id]))[0] ?? null;
}

/** The id in a reference like "stock.shipment.out,7"; null for anything else. */
export function shipmentIdOf(reference: string | null): number | null {
  const parts = /^stock\.shipment\.out,(\d+)$/.exec(reference ?? '');
  return parts ? Number(parts[1]) : null;
}
