import type { Insertable, Selectable } from 'kysely';
import type { Readable, Tx } from './database.ts';
import type { TraceTable } from './tables.ts';

export type TraceRow = Selectable<TraceTable>;

/** Adds steps to a subject's trace. */
export async function addTrace(tx: Tx, steps: readonly Insertable<TraceTable>[]): Promise<void> {
  if (steps.length > 0)
    await tx
      .insertInto('trace')
      .values([...steps])
      .execute();
}

/** The steps of a subject, oldest first; at most the newest 1,000. */
export async function traceOf(db: Readable, subject: string): Promise<TraceRow[]> {
  const rows = await db.selectFrom('trace').selectAll().where('subject', '=', subject).orderBy('id', 'desc').limit(1000).execute();
  return rows.reverse();
}
