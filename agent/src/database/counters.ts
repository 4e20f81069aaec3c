import type { Readable, Tx } from './database.ts';

/** The UTC day of a time, as counters name it. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Adds to a counter of today. */
export async function count(tx: Tx, name: string, now: number, by = 1): Promise<void> {
  if (by === 0) return;
  await tx
    .insertInto('counters')
    .values({ name, day: dayOf(now), value: by })
    .onConflict((conflict) => conflict.columns(['name', 'day']).doUpdateSet((eb) => ({ value: eb('counters.value', '+', by) })))
    .execute();
}

/** The sum of a counter over all days. */
export async function totalOf(db: Readable, name: string): Promise<number> {
  const row = await db
    .selectFrom('counters')
    .select((eb) => eb.fn.sum<number>('value').as('n'))
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.n ?? 0;
}
