import { z } from 'zod';
import { fill, type Portion, type Vessel } from './contents.ts';
import type { Erp } from './erp.ts';

const Lot = z.object({ id: z.number(), number: z.string(), product: z.number() });

/** A move that lots are written on, with its product. */
export interface LotVessel extends Vessel {
  readonly product: number;
}

/** True when this database keeps lots (module stock_lot). */
export async function keepsLots(erp: Erp): Promise<boolean> {
  return (await erp.fieldsOf('stock.move', ['lot'])).size > 0;
}

/** Divides open moves by the lots that left; a lot that Tryton does not know is made. Returns the ids of all moves that have a lot now. */
export async function writeLots(erp: Erp, vessels: readonly LotVessel[], portions: readonly Portion[]): Promise<number[]> {
  const content = fill(vessels, portions);
  const ids = await lotIds(erp, vessels, content);
  const written: number[] = [];
  for (const { id, product, units } of vessels) {
    const parts = byLot(content.get(id) ?? []);
    if (parts.every(({ lot }) => lot === null)) continue;
    for (const [at, part] of parts.entries()) {
      const values = { quantity: part.units, lot: part.lot === null ? null : (ids.get(`${product}/${part.lot}`) ?? null) };
      if (at > 0) written.push(...(await copyMove(erp, id, values)));
      else if (part.units !== units || part.lot !== null) await erp.write('stock.move', [id], values);
    }
    written.push(id);
  }
  return written;
}

function byLot(parts: readonly Omit<Portion, 'lineId'>[]): { lot: string | null; units: number }[] {
  const units = new Map<string | null, number>();
  for (const part of parts) units.set(part.lot, (units.get(part.lot) ?? 0) + part.units);
  return [...units].map(([lot, count]) => ({ lot, units: count }));
}

async function lotIds(erp: Erp, vessels: readonly LotVessel[], content: ReturnType<typeof fill>): Promise<Map<string, number>> {
  const wanted = new Map<string, { number: string; product: number }>();
  for (const { id, product } of vessels)
    for (const { lot } of content.get(id) ?? []) if (lot !== null) wanted.set(`${product}/${lot}`, { number: lot, product });
  if (wanted.size === 0) return new Map();
  const numbers = [...new Set([...wanted.values()].map(({ number }) => number))];
  const known = await erp.search('stock.lot', [['number', 'in', numbers]], Lot);
  const ids = new Map(known.map(({ id, number, product }) => [`${product}/${number}`, id]));
  const missing = [...wanted].filter(([key]) => !ids.has(key));
  const made =
    missing.length === 0
      ? []
      : await erp.create(
          'stock.lot',
          missing.map(([, values]) => values),
        );
  for (const [at, [key]] of missing.entries()) ids.set(key, made[at] ?? 0);
  return ids;
}

async function copyMove(erp: Erp, id: number, values: Record<string, unknown>): Promise<number[]> {
  const made = z.array(z.number()).parse(await erp.rpc.call('model.stock.move.copy', [[id], values], false, { _stock_move_split: true }));
  return made;
}
