import { parseMoney, sumMoney } from '../../domain/money.ts';
import { addQuantity, compareQuantity, isZero, quantity, subtractQuantity, type Quantity } from '../../domain/quantity.ts';
import type { SalesOrderStage, SalesOrderState } from '../../domain/sales-order-state.ts';
import { newestStamp } from './changes.ts';
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
    const row = lineOf(raw, line);
    const same = row.id === null ? -1 : lines.findIndex((each) => each.id === row.id);
    const before = lines[same];
    if (before === undefined) lines.push(row);
    else lines[same] = joined(raw, before, row);
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

function lineOf(raw: RawOrder, line: RawOrder['lines'][number]): StateLine {
  const moves = raw.moves.filter((move) => move.origin === `sale.line,${line.id}`);
  const row = {
    id: lineIdOf(line.note),
    foreignId: String(line.id),
    ordered: quantity(line.quantity),
    reserved: sumOf(moves, (move) => reservedOf(raw, move)),
    itemCode: line['product.']?.code ?? '',
    net: parseMoney(line.amount, raw.sale['currency.'].code),
    refused: false,
  };
  return { ...row, ...whenAndWhere(raw, row) };
}

function joined(raw: RawOrder, before: StateLine, { net, ...more }: StateLine): StateLine {
  const row = {
    ...more,
    foreignId: `${before.foreignId}+${more.foreignId}`,
    ordered: addQuantity(before.ordered, more.ordered),
    reserved: addQuantity(before.reserved, more.reserved),
    ...(net && before.net ? { net: sumMoney(net.currency, [before.net, net]) } : {}),
  };
  return { ...row, ...whenAndWhere(raw, row) };
}

/** A sale of Tryton ships from one warehouse; what is short comes when suppliers have brought enough of it. */
function whenAndWhere(
  raw: RawOrder,
  line: Pick<StateLine, 'ordered' | 'reserved' | 'itemCode' | 'foreignId'>,
): Pick<StateLine, 'allocations' | 'expectedAt'> {
  const warehouse = raw.sale['warehouse.'];
  const allocations =
    warehouse === null || isZero(line.reserved) ? [] : [{ warehouseCode: warehouse.code || String(warehouse.id), quantity: line.reserved }];
  if (compareQuantity(line.reserved, line.ordered) >= 0) return { allocations, expectedAt: null };
  const product = raw.lines.find((each) => line.foreignId.split('+').includes(String(each.id)))?.['product.']?.id;
  let missing = subtractQuantity(line.ordered, line.reserved);
  for (const each of raw.incoming.filter((incoming) => incoming.product === product)) {
    missing = subtractQuantity(missing, quantity(each.quantity));
    if (compareQuantity(missing, NONE) <= 0) return { allocations, expectedAt: `${each.planned_date}T00:00:00.000Z` };
  }
  return { allocations, expectedAt: null };
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

/** True when the goods of a move to the customer have left, or at least the shelf. */
export function isTaken(raw: RawOrder, move: Move): boolean {
  if (move.state === 'cancelled') return false;
  const shipment = raw.shipments.find((each) => `stock.shipment.out,${each.id}` === move.shipment);
  return move.state === 'done' || (shipment !== undefined && TAKEN.has(shipment.state));
}

function reservedOf(raw: RawOrder, move: Move): Quantity {
  if (move.state === 'cancelled') return NONE;
  const shipment = raw.shipments.find((each) => `stock.shipment.out,${each.id}` === move.shipment);
  if (isTaken(raw, move)) return quantity(move.quantity);
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
  return newestStamp([raw.sale, ...raw.moves, ...raw.picks, ...raw.shipments]);
}
