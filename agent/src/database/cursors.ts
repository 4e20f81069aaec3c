import type { Readable, Tx } from './database.ts';

/** Where to go on reading; null when we have never read. */
export async function cursorOf(db: Readable, connection: string, kind: string): Promise<string | null> {
  const row = await db
    .selectFrom('cursors')
    .select('cursor')
    .where('connection', '=', connection)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.cursor ?? null;
}

/** Moves the cursor, in the same transaction in which the page was stored. */
export async function moveCursor(tx: Tx, connection: string, kind: string, cursor: string, now: number): Promise<void> {
  await tx
    .insertInto('cursors')
    .values({ connection, kind, cursor, updated_at: now })
    .onConflict((conflict) => conflict.columns(['connection', 'kind']).doUpdateSet({ cursor, updated_at: now }))
    .execute();
}
