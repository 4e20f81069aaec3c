import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Going live: what was only shown so far is now to be sent. */
export async function activateShadow(tx: Tx, now: number): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'pending', due_at: now, updated_at: now })
    .where('state', '=', sql.lit('shadow'))
    .execute();
}
