import { parseMoney } from '../../domain/money.ts';
import { addQuantity, compareQuantity, quantity, type Quantity } from '../../domain/quantity.ts';
import type { SalesOrderStage, SalesOrderState } from '../../domain/sales-order-state.ts';
import type { RawOrder } from './order-raw.ts';
import { lineIdOf } from './sale-values.ts';

type Move = RawOrder['moves'][number];
type StateLine = SalesOrderState['lines'][number];

const NONE = quantity(0);
// In these states of a shipment its goods have been taken off the shelf.
const TAKEN = new Set(['picked', 'packed', 'done']);

/** Pure: Tryton's view of the order. Two sale lines of one line of ours (split prices) are one line again, their ids joined by "+". */
export function orderState(raw: RawOrder): SalesOrderState {
  const goods = raw.lines.filter((line) => line['product.'] !== null && line['product.'].type !== 'service');
  const lines: StateLine[] = [];
  for (const line of goods) {
    const id = lineIdOf(line.note);
    const moves = raw.moves.filter((move) => move.origin === `sale.line,${line.id}`);
    const row = {
      id,
      foreignId: String(line.id),
      ordered: quantity(line.quantity),
      reserved: sumOf(moves, (move) => reservedOf(raw, move)),
      expectedAt: null,
      itemCode: '',
      refused: false,
      allocations: [],
    };
    const same = id === null ? -1 : lines.findIndex((each) => each.id === id);
    const before = lines[same];
    if (before === undefined) lines.push(row);
    else
      lines[same] = {
        ...row,
        foreignId: `${before.foreignId}+${row.foreignId}`,
        ordered: addQuantity(before.ordered, row.ordered),
        reserved: addQuantity(before.reserved, row.reserved),
      };
  }
  const currency = raw.sale['currency.'].code;
  return {
    kind: 'sales-order-state',
    schema: 1,
    id: String(raw.sale.id),
    number: raw.sale.number,
    reference: raw.sale.web_id,
    stage: stageOf(raw, lines),
    lines,
    total: parseMoney(raw.sale.total_amount, currency),
    taxTotal: parseMoney(raw.sale.tax_amount, currency),
    updatedAt: lastStamp(raw),
  };
}

function stageOf(raw: RawOrder, lines: readonly StateLine[]): SalesOrderStage {
  switch (raw.sale.state) {
    case 'cancelled':
      return 'cancelled';
    case 'draft':
    case 'quotation':
      return 'received';
    case 'confirmed':
      return 'accepted';
    default:
      return stageOfMoves(raw, lines);
  }
}

// A sale in process cannot be cancelled in Tryton; its goods can. "shipment_state" then says "sent" although nothing left, so only moves count.
function stageOfMoves(raw: RawOrder, lines: readonly StateLine[]): SalesOrderStage {
  const open = raw.moves.some((move) => move.state !== 'cancelled' && move.state !== 'done');
  const left = raw.moves.some((move) => move.state === 'done');
  if (!open && raw.moves.length > 0) return left ? 'closed' : 'cancelled';
  if (raw.sale.state === 'done' && !open) return 'closed';
  return lines.every((line) => compareQuantity(line.reserved, line.ordered) >= 0) ? 'reserved' : 'backordered';
}

function reservedOf(raw: RawOrder, move: Move): Quantity {
  if (move.state === 'cancelled') return NONE;
  const shipment = raw.shipments.find((each) => `stock.shipment.out,${each.id}` === move.shipment);
  if (move.state === 'done' || (shipment !== undefined && TAKEN.has(shipment.state))) return quantity(move.quantity);
  const picks = raw.picks.filter((pick) => pick.origin === `stock.move,${move.id}`);
  // A warehouse that ships from the shelf has no picks, and Tryton reserves nothing there before the goods are packed.
  if (picks.length === 0) return shipment === undefined || shipment.state === 'draft' ? NONE : quantity(move.quantity);
  return sumOf(picks, (pick) => (pick.state === 'assigned' || pick.state === 'done' ? quantity(pick.quantity) : NONE));
}

function sumOf(moves: readonly Move[], each: (move: Move) => Quantity): Quantity {
  return moves.reduce((sum, move) => addQuantity(sum, each(move)), NONE);
}

/** The newest stamp of a sale and all that hangs on it (Tryton's microseconds, UTC). */
export function lastStamp(raw: RawOrder): string {
  const rows = [raw.sale, ...raw.moves, ...raw.picks, ...raw.shipments];
  return rows.map((row) => row.write_date ?? row.create_date).reduce((last, stamp) => (stamp > last ? stamp : last), '');
}
