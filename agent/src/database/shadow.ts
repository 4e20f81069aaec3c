import { sql } from 'kysely';
import type { Tx } from './database.ts';

/** Going live: what was only shown so far is now to be sent, with all the time that a new write has. */
export async function activateShadow(tx: Tx, now: number, deadlineAt: number): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'pending', due_at: now, deadline_at: deadlineAt, updated_at: now })
    .where('state', '=', sql.lit('shadow'))
    .execute();
}

/** Going back into shadow mode: what has not been sent yet is only shown from now on. */
export async function suspendPending(tx: Tx, now: number): Promise<void> {
  await tx.updateTable('deliveries').set({ state: 'shadow', updated_at: now }).where('state', '=', sql.lit('pending')).execute();
}
