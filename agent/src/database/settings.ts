import type { Readable, Tx } from './database.ts';

/** A remembered value by its name; null when it was never stored. */
export async function settingOf(db: Readable, name: string): Promise<string | null> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst();
  return row?.value ?? null;
}

export async function saveSetting(tx: Tx, name: string, value: string): Promise<void> {
  await tx
    .insertInto('settings')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

/** Notes who did what, for ever. */
export async function audit(tx: Tx, at: number, actor: string, action: string, detail: string): Promise<void> {
  await tx.insertInto('audit').values({ at, actor, action, detail }).execute();
}
