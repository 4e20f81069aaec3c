import type { Tx } from './database.ts';

const BATCH = 500;

/** Empties the raw payloads of documents that were read long ago; their hash stays, so an unchanged one is still recognised. Returns how many. */
export async function emptyOldPayloads(tx: Tx, before: number): Promise<number> {
  const old = tx
    .selectFrom('envelopes')
    .select('id')
    .where('state', '=', 'done')
    .where('received_at', '<', before)
    .where('payload', '<>', '')
    .limit(BATCH);
  const result = await tx.updateTable('envelopes').set({ payload: '' }).where('id', 'in', old).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Forgets exceptions that were closed long ago; the trace keeps what they said. Returns how many. */
export async function forgetClosedExceptions(tx: Tx, before: number): Promise<number> {
  const old = tx.selectFrom('exceptions').select('id').where('state', '=', 'closed').where('closed_at', '<', before).limit(BATCH);
  const result = await tx.deleteFrom('exceptions').where('id', 'in', old).executeTakeFirst();
  return Number(result.numDeletedRows);
}
