import type { OutboundShipment } from '../../domain/outbound.ts';

/** A part of a parcel's line: so many units of one lot (null: none told) in one package (null: not told). */
export interface Portion {
  readonly lineId: string;
  readonly units: number;
  readonly lot: string | null;
  readonly packageId: string | null;
}

/** Pure: a parcel in portions of one lot and one package each. Serial numbers are lots of one unit, as Tryton keeps them. Lots whose share nobody told are left out. */
export function portionsOf({ lines }: Pick<OutboundShipment, 'lines'>): Portion[] {
  return lines.flatMap(({ lineId, quantity, lots, serials, packageId }) => {
    const units = Number(quantity.value);
    const row = (lot: string | null, count: number): Portion => ({ lineId, units: count, lot, packageId });
    if (serials.length > 0 && serials.length === units) return serials.map((serial) => row(serial, 1));
    if (lots.length === 1) return [row(lots[0] ?? null, units)];
    return lots.length > 0 && lots.length === units ? lots.map((lot) => row(lot, 1)) : [row(null, units)];
  });
}

/** Pure: words for lots and serials that could not be booked because their share is not known; null when there are none. */
export function lotsLeftOut({ lines }: Pick<OutboundShipment, 'lines'>): string | null {
  const open = lines.filter(
    ({ quantity, lots, serials }) =>
      (lots.length > 1 || serials.length > 0) && ![lots.length, serials.length].includes(Number(quantity.value)) && lots.length !== 1,
  );
  const words = open.map(({ itemCode, lots, serials }) => `"${itemCode}" (${[...lots, ...serials].join(', ')})`);
  return words.length === 0 ? null : `nobody told how many units of each lot left: ${words.join('; ')}`;
}

/** A move that portions are laid into. */
export interface Vessel {
  readonly id: number;
  readonly lineId: string;
  readonly units: number;
  /** Number of the lot that the move has already. */
  readonly lot?: string | null;
}

/** Pure: each move with the portions that make it up, in their order. What is in no portion stays without lot and package. */
export function fill(vessels: readonly Vessel[], portions: readonly Portion[]): Map<number, Omit<Portion, 'lineId'>[]> {
  const rest = portions.map((portion) => ({ ...portion }));
  const content = new Map<number, Omit<Portion, 'lineId'>[]>();
  for (const vessel of vessels) {
    const parts: Omit<Portion, 'lineId'>[] = [];
    let room = vessel.units;
    for (const portion of rest) {
      if (portion.lineId !== vessel.lineId || portion.units <= 0 || room <= 0) continue;
      if (vessel.lot !== undefined && vessel.lot !== null && portion.lot !== vessel.lot) continue;
      const units = Math.min(room, portion.units);
      portion.units = rounded(portion.units - units);
      room = rounded(room - units);
      parts.push({ units, lot: portion.lot, packageId: portion.packageId });
    }
    if (room > 0) parts.push({ units: room, lot: null, packageId: null });
    content.set(vessel.id, parts);
  }
  return content;
}

/** Pure: the portions that are still to be booked, when earlier attempts booked the first units of a line; `remaining` are units by our line id. */
export function portionsLeft(portions: readonly Portion[], remaining: ReadonlyMap<string, { readonly value: string }>): Portion[] {
  const gone = new Map<string, number>();
  for (const { lineId, units } of portions) gone.set(lineId, (gone.get(lineId) ?? 0) + units);
  for (const [lineId, total] of gone) gone.set(lineId, total - Number(remaining.get(lineId)?.value ?? 0));
  return portions.flatMap((portion) => {
    const skip = Math.min(portion.units, Math.max(0, gone.get(portion.lineId) ?? 0));
    gone.set(portion.lineId, rounded((gone.get(portion.lineId) ?? 0) - skip));
    return portion.units > skip ? [{ ...portion, units: rounded(portion.units - skip) }] : [];
  });
}

/** Pure: the portions without those whose lots are written already. */
export function portionsWithout(
  portions: readonly Portion[],
  written: readonly { readonly lineId: string | undefined; readonly lot: string | undefined; readonly units: number }[],
): Portion[] {
  const rest = written.map((each) => ({ ...each }));
  return portions.flatMap((portion) => {
    let { units } = portion;
    for (const each of rest) {
      if (each.lineId !== portion.lineId || each.lot !== portion.lot) continue;
      const taken = Math.min(units, each.units);
      units = rounded(units - taken);
      each.units = rounded(each.units - taken);
    }
    return units > 0 ? [{ ...portion, units }] : [];
  });
}

function rounded(units: number): number {
  return Number(units.toFixed(6));
}
