import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Readable, Tx } from './database.ts';
import type { EnvelopesTable } from './tables.ts';

export type EnvelopeRow = Selectable<EnvelopesTable>;

/** A document that has just been received. */
export interface Received {
  readonly connection: string;
  readonly kind: string;
  readonly foreignId: string;
  readonly hash: string;
  readonly payload: string;
  readonly at: number;
}

/** Stores received documents; those with the hash that we already hold are `unchanged` and go no further. Returns how many were new. */
export async function storeReceived(tx: Tx, documents: readonly Received[]): Promise<{ fresh: number; unchanged: number }> {
  let fresh = 0;
  for (const document of documents) {
    const result = await tx
      .insertInto('envelopes')
      .values({
        connection: document.connection,
        kind: document.kind,
        foreign_id: document.foreignId,
        hash: document.hash,
        payload: document.payload,
        received_at: document.at,
        state: 'pending',
        subject: null,
        wait_for: null,
        wait_until: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['connection', 'kind', 'foreign_id'])
          .doUpdateSet({
            hash: document.hash,
            payload: document.payload,
            received_at: document.at,
            state: 'pending',
            wait_for: null,
            wait_until: null,
          })
          .where('envelopes.hash', '<>', document.hash),
      )
      .executeTakeFirst();
    if (Number(result.numInsertedOrUpdatedRows ?? 0n) > 0) fresh += 1;
  }
  return { fresh, unchanged: documents.length - fresh };
}

/** The oldest documents that wait to be read, leaving out connections that cannot be opened right now. */
export function pendingEnvelopes(db: Readable, limit: number, except: readonly string[] = []): Promise<EnvelopeRow[]> {
  let select = db
    .selectFrom('envelopes')
    .selectAll()
    .where('state', '=', sql.lit('pending'))
    .orderBy('received_at')
    .orderBy('id')
    .limit(limit);
  if (except.length > 0) select = select.where('connection', 'not in', [...except]);
  return select.execute();
}

/** Notes what became of a document, unless a newer version of it has come in meanwhile. */
export async function settleEnvelope(
  tx: Tx,
  envelope: EnvelopeRow,
  outcome: { state: 'done' | 'parked'; subject: string | null } | { state: 'waiting'; waitFor: string; waitUntil: number },
): Promise<void> {
  const waiting = outcome.state === 'waiting';
  await tx
    .updateTable('envelopes')
    .set({
      state: outcome.state,
      subject: waiting ? null : outcome.subject,
      wait_for: waiting ? outcome.waitFor : null,
      wait_until: waiting ? outcome.waitUntil : null,
    })
    .where('id', '=', envelope.id)
    .where('hash', '=', envelope.hash)
    .execute();
}

/** Lets documents that waited for this reference be read again. */
export async function wakeWaiting(tx: Tx, reference: string): Promise<void> {
  await tx
    .updateTable('envelopes')
    .set({ state: 'pending', wait_for: null, wait_until: null })
    .where('state', '=', sql.lit('waiting'))
    .where('wait_for', '=', reference)
    .execute();
}

/** Documents whose wait is over; the caller parks them. */
export function overdueEnvelopes(db: Readable, now: number, limit: number): Promise<EnvelopeRow[]> {
  return db
    .selectFrom('envelopes')
    .selectAll()
    .where('state', '=', sql.lit('waiting'))
    .where('wait_until', '<=', now)
    .limit(limit)
    .execute();
}

/** One document by its own id. */
export function envelopeById(db: Readable, id: number): Promise<EnvelopeRow | undefined> {
  return db.selectFrom('envelopes').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Reads a parked or waiting document again. */
export async function reviveEnvelope(tx: Tx, id: number): Promise<void> {
  await tx.updateTable('envelopes').set({ state: 'pending', wait_for: null, wait_until: null }).where('id', '=', id).execute();
}

/** How many documents wait to be read. */
export async function countPending(db: Readable): Promise<number> {
  const row = await db
    .selectFrom('envelopes')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow();
  return row.n;
}
