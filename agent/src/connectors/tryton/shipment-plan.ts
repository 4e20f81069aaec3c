import type { OutboundShipment } from '../../domain/outbound.ts';
import { addQuantity, compareQuantity, isZero, quantity, subtractQuantity, type Quantity } from '../../domain/quantity.ts';
import type { RawOrder } from './order-raw.ts';
import { lineIdOf } from './sale-values.ts';

/** Units to take, by the id of the move to the customer. */
export type Take = ReadonlyMap<number, string>;

/** Units that the parcel still has to book, by our line id. */
export type Remaining = ReadonlyMap<string, Quantity>;

type Line = OutboundShipment['lines'][number];
type Move = RawOrder['moves'][number];

/** Pure: what of the parcel has not been booked yet, given what earlier attempts booked under its id. */
export function remainingOf(document: OutboundShipment, raw: RawOrder): Remaining {
  const booked = new Set(
    raw.shipments
      .filter((each) => each.reference === document.shipmentId && each.state === 'done')
      .map((each) => `stock.shipment.out,${each.id}`),
  );
  const remaining = new Map<string, Quantity>();
  for (const line of document.lines) {
    const units = quantity(line.quantity.value);
    remaining.set(line.lineId, addQuantity(remaining.get(line.lineId) ?? quantity(0), units));
  }
  for (const [lineId, wanted] of remaining) {
    const done = movesOf(raw, document.lines, lineId).filter((move) => move.state === 'done' && booked.has(move.shipment ?? ''));
    remaining.set(
      lineId,
      done.reduce((rest, move) => subtractQuantity(rest, quantity(move.quantity)), wanted),
    );
  }
  return new Map([...remaining].filter(([, rest]) => compareQuantity(rest, quantity(0)) > 0));
}

/** Pure: how much of the remaining units one shipment of Tryton can give. */
export function takeFrom(shipment: number, remaining: Remaining, document: OutboundShipment, raw: RawOrder): Take {
  const take = new Map<number, string>();
  for (const [lineId, wanted] of remaining) {
    let rest = wanted;
    for (const move of movesOf(raw, document.lines, lineId)) {
      if (move.shipment !== `stock.shipment.out,${shipment}` || move.state === 'done' || move.state === 'cancelled' || isZero(rest))
        continue;
      const there = quantity(move.quantity);
      const units = compareQuantity(there, rest) < 0 ? there : rest;
      if (!isZero(units)) take.set(move.id, units.value);
      rest = subtractQuantity(rest, units);
    }
  }
  return take;
}

/** Pure: our line id of the first line of which more is to be shipped than Tryton has open, or null when all fits. */
export function excessLine(remaining: Remaining, document: OutboundShipment, raw: RawOrder): string | null {
  for (const [lineId, wanted] of remaining) {
    const open = movesOf(raw, document.lines, lineId)
      .filter((move) => move.state !== 'done' && move.state !== 'cancelled')
      .reduce((sum, move) => addQuantity(sum, quantity(move.quantity)), quantity(0));
    if (compareQuantity(wanted, open) > 0) return lineId;
  }
  return null;
}

/** Pure: our line ids by the sale lines that moves come from ("sale.line,7"). */
export function lineIdsByOrigin(document: OutboundShipment, raw: RawOrder): Map<string, string> {
  const ids = [...new Set(document.lines.map(({ lineId }) => lineId))];
  return new Map(ids.flatMap((lineId) => originsOf(raw, document.lines, lineId).map((origin) => [origin, lineId] as const)));
}

function movesOf(raw: RawOrder, lines: readonly Line[], lineId: string): Move[] {
  const origins = new Set(originsOf(raw, lines, lineId));
  return raw.moves.filter((move) => origins.has(move.origin ?? ''));
}

// A line is known by its note; where that was edited away, by the ids that our receipt had given.
function originsOf(raw: RawOrder, lines: readonly Line[], lineId: string): string[] {
  const given = new Set((lines.find((line) => line.lineId === lineId)?.foreignLineId ?? '').split('+'));
  const own = raw.lines.filter((line) => {
    const id = lineIdOf(line.note);
    return id === null ? given.has(String(line.id)) : id === lineId;
  });
  return own.map((line) => `sale.line,${line.id}`);
}
