import { z } from 'zod';
import type { Erp } from './erp.ts';
import { date } from './wire.ts';

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
  'warehouse.': z.object({ id: z.number(), code: z.string().nullable() }).nullable().default(null),
  ...stamps,
});
const LineRow = z.object({
  id: z.number(),
  sale: z.number(),
  note: z.string().nullable(),
  quantity: z.number(),
  amount: z.string().default('0'),
  'product.': z.object({ id: z.number().default(0), type: z.string(), code: z.string().nullable().default(null) }).nullable(),
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

const IncomingRow = z.object({ id: z.number(), product: z.number(), quantity: z.number(), planned_date: z.string() });

/** A sale with all that hangs on it, as Tryton gave it. `picks` are the moves from the shelf to the dock, `moves` those from the dock to the customer, `incoming` what suppliers bring by a day of goods that are short. */
export const RawOrder = z.object({
  sale: SaleRow,
  lines: z.array(LineRow),
  moves: z.array(MoveRow),
  picks: z.array(MoveRow),
  shipments: z.array(ShipmentRow),
  incoming: z.array(IncomingRow).default([]),
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
  const all = { lines, moves, ...(await readShipments(erp, moves)), incoming: [] };
  return withIncoming(
    erp,
    sales.map((sale) => orderOf(sale, all)),
  );
}

/** What suppliers bring of goods that wait in an open shipment, by their date; overdue ones say nothing about when. */
async function withIncoming(erp: Erp, orders: readonly RawOrder[]): Promise<RawOrder[]> {
  const wanted = new Map<number, Set<number>>();
  for (const { sale, lines, shipments } of orders) {
    if (!shipments.some(({ state }) => state === 'draft' || state === 'waiting')) continue;
    const warehouse = sale['warehouse.']?.id;
    const goods = lines.flatMap((line) => (line['product.'] === null ? [] : [line['product.'].id]));
    if (warehouse !== undefined) wanted.set(warehouse, new Set([...(wanted.get(warehouse) ?? []), ...goods]));
  }
  const found = new Map<number, z.output<typeof IncomingRow>[]>();
  for (const [warehouse, products] of wanted) found.set(warehouse, await readIncoming(erp, warehouse, [...products]));
  return orders.map((order) => ({ ...order, incoming: found.get(order.sale['warehouse.']?.id ?? 0) ?? [] }));
}

function readIncoming(erp: Erp, warehouse: number, products: readonly number[]): Promise<z.output<typeof IncomingRow>[]> {
  const domain = [
    ['product', 'in', products],
    // What came early is not reserved before somebody presses "Assign"; until then its date still stands.
    ['state', 'in', ['draft', 'done']],
    ['from_location.type', '=', 'supplier'],
    ['to_location', 'child_of', [warehouse], 'parent'],
    ['planned_date', '>=', date(new Date(erp.now()).toISOString())],
  ];
  return erp.search('stock.move', domain, IncomingRow, {
    order: [
      ['planned_date', 'ASC'],
      ['id', 'ASC'],
    ],
  });
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
    incoming: all.incoming,
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
