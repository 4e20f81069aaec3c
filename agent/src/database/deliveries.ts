import { sql } from 'kysely';
import type { Insertable, Selectable } from 'kysely';
import type { Readable, Tx } from './database.ts';
import type { DeliveriesTable } from './tables.ts';

export type DeliveryRow = Selectable<DeliveriesTable>;

/** What the planner's reconciliation needs of a delivery; its document is left on the disk. */
export type DeliveryHead = Pick<
  DeliveryRow,
  'id' | 'key' | 'connection' | 'state' | 'fingerprint' | 'uncertain' | 'last_code' | 'created_at'
>;

const HEAD = ['id', 'key', 'connection', 'state', 'fingerprint', 'uncertain', 'last_code', 'created_at'] as const;

/** All deliveries ever planned for a subject. */
export function deliveriesOf(db: Readable, subject: string): Promise<DeliveryHead[]> {
  return db.selectFrom('deliveries').select(HEAD).where('subject', '=', subject).execute();
}

/** The same for many subjects at once; subjects without any are absent. */
export async function deliveriesOfAll(db: Readable, subjects: readonly string[]): Promise<Map<string, DeliveryHead[]>> {
  const rows = await db
    .selectFrom('deliveries')
    .select([...HEAD, 'subject'])
    .where('subject', 'in', [...subjects])
    .execute();
  const found = new Map<string, DeliveryHead[]>();
  for (const { subject, ...head } of rows) {
    const known = found.get(subject);
    if (known) known.push(head);
    else found.set(subject, [head]);
  }
  return found;
}

/** A page of subjects, in the order of their names, that have something to send, or to show in shadow mode, after a subject. */
export async function unsentSubjects(db: Readable, after: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('subject')
    .distinct()
    .where('state', 'in', ['pending', 'shadow'])
    .where('subject', '>', after)
    .orderBy('subject')
    .limit(limit)
    .execute();
  return rows.map((row) => row.subject);
}

/** The newest document that was acknowledged under one of these keys, by key. */
export async function acknowledgedDocuments(db: Readable, subject: string, keys: readonly string[]): Promise<Map<string, DeliveryRow>> {
  const rows = await db
    .selectFrom('deliveries')
    .selectAll()
    .where('subject', '=', subject)
    .where('key', 'in', [...keys])
    .where('state', '=', 'done')
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** Stores a new intent, or arms an old one again with a new document. */
export async function armDelivery(tx: Tx, row: Insertable<DeliveriesTable>): Promise<void> {
  const { subject: _subject, key: _key, created_at: _created, ...changing } = row;
  await tx
    .insertInto('deliveries')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subject', 'key']).doUpdateSet(changing))
    .execute();
}

/** Changes the state of one delivery. */
export async function setDelivery(tx: Tx, id: number, change: Partial<Insertable<DeliveriesTable>>): Promise<void> {
  await tx.updateTable('deliveries').set(change).where('id', '=', id).execute();
}

/** Claims due deliveries of a connection, most urgent lane first: they become `sending` before anything is sent, so that a crash is known to have been in mid-call. */
export async function claimDue(tx: Tx, connection: string, now: number, limit: number): Promise<DeliveryRow[]> {
  const rows = await tx
    .selectFrom('deliveries')
    .selectAll()
    .where('connection', '=', connection)
    .where('state', '=', sql.lit('pending'))
    .where('due_at', '<=', now)
    .orderBy('lane')
    .orderBy('due_at')
    .limit(limit)
    .execute();
  if (rows.length > 0) {
    await tx
      .updateTable('deliveries')
      .set((eb) => ({ state: 'sending' as const, attempts: eb('attempts', '+', 1), updated_at: now }))
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
  }
  return rows.map((row) => ({ ...row, state: 'sending', attempts: row.attempts + 1 }));
}

/** After a crash: what was being sent may have been committed, so it is due again with a look first. Returns how many. */
export async function recoverSending(tx: Tx, now: number): Promise<number> {
  const result = await tx
    .updateTable('deliveries')
    .set({ state: 'pending', uncertain: 1, due_at: now, updated_at: now })
    .where('state', '=', sql.lit('sending'))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** When the next delivery of a connection is due; null when none is pending. */
export async function nextDue(db: Readable, connection: string): Promise<number | null> {
  const row = await db
    .selectFrom('deliveries')
    .select((eb) => eb.fn.min('due_at').as('due'))
    .where('connection', '=', connection)
    .where('state', '=', sql.lit('pending'))
    .executeTakeFirst();
  return row?.due ?? null;
}

/** Makes all pending deliveries of a connection due now, because it works again. */
export async function hurryConnection(tx: Tx, connection: string, now: number): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ due_at: now })
    .where('connection', '=', connection)
    .where('state', '=', sql.lit('pending'))
    .where('due_at', '>', now)
    .execute();
}
