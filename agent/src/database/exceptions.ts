import { sql } from 'kysely';
import type { Insertable, Selectable } from 'kysely';
import type { Readable, Tx } from './database.ts';
import type { ExceptionsTable } from './tables.ts';

export type ExceptionRecord = Selectable<ExceptionsTable>;

/** Open exceptions of one source (a subject, a connection, an envelope). */
export function openOf(db: Readable, source: string): Promise<ExceptionRecord[]> {
  return db
    .selectFrom('exceptions')
    .selectAll()
    .where('source', '=', source)
    .where('key', '>=', ANY_KEY)
    .where('state', '=', sql.lit('open'))
    .execute();
}

/** Every key is after it. Naming the key leads SQLite to the index of the open ones by source; else it walks through all that are open. */
const ANY_KEY = '';

/** Open exceptions of many sources at once; sources without any are absent. */
export async function openOfAll(db: Readable, sources: readonly string[]): Promise<Map<string, ExceptionRecord[]>> {
  const rows = await db
    .selectFrom('exceptions')
    .selectAll()
    .where('source', 'in', [...sources])
    .where('key', '>=', ANY_KEY)
    .where('state', '=', sql.lit('open'))
    .execute();
  const found = new Map<string, ExceptionRecord[]>();
  for (const row of rows) found.set(row.source, [...(found.get(row.source) ?? []), row]);
  return found;
}

/** Open exceptions under one key, of sources that begin so. */
export function openUnderKey(db: Readable, beginning: string, key: string): Promise<ExceptionRecord[]> {
  return db
    .selectFrom('exceptions')
    .selectAll()
    .where('source', '>=', beginning)
    .where('source', '<', `${beginning}\u{10FFFF}`)
    .where('key', '=', key)
    .where('state', '=', sql.lit('open'))
    .execute();
}

/** Opens an exception; throws when one is already open under the same key, for the caller must have looked. */
export async function openException(tx: Tx, row: Insertable<ExceptionsTable>): Promise<void> {
  await tx.insertInto('exceptions').values(row).execute();
}

export async function rewordException(
  tx: Tx,
  id: number,
  change: Partial<Pick<Insertable<ExceptionsTable>, 'message' | 'code' | 'class' | 'owner' | 'retriable' | 'choices'>>,
): Promise<void> {
  await tx.updateTable('exceptions').set(change).where('id', '=', id).execute();
}

/** Closes exceptions whose cause is gone. */
export async function closeExceptions(tx: Tx, ids: readonly number[], now: number): Promise<void> {
  if (ids.length > 0)
    await tx
      .updateTable('exceptions')
      .set({ state: 'closed', closed_at: now })
      .where('id', 'in', [...ids])
      .execute();
}

/** What a list of exceptions is narrowed by; null means no limit. */
export interface ExceptionFilter {
  readonly state: 'open' | 'closed';
  readonly class: string | null;
  readonly q: string | null;
  readonly orderId: string | null;
  readonly cursor: number | null;
  readonly limit: number;
}

/** A page of exceptions, newest first. */
export function listExceptions(db: Readable, filter: ExceptionFilter): Promise<ExceptionRecord[]> {
  let select = db.selectFrom('exceptions').selectAll().where('state', '=', filter.state).orderBy('id', 'desc').limit(filter.limit);
  if (filter.cursor !== null) select = select.where('id', '<', filter.cursor);
  if (filter.class !== null) select = select.where('class', '=', filter.class);
  if (filter.orderId !== null) select = select.where('order_id', '=', filter.orderId);
  const q = filter.q?.trim().replace(/^#/, '') ?? '';
  if (q !== '') {
    select = select.where((eb) =>
      eb.or([
        eb('order_number', '=', q),
        eb('order_id', '=', q),
        eb('missing_key', '=', q),
        eb('code', '=', q),
        eb('message', 'like', `%${q.replace(/[%_]/g, '')}%`),
      ]),
    );
  }
  return select.execute();
}

/** Counts of open exceptions by class. */
export async function openCounts(db: Readable): Promise<Record<string, number>> {
  const rows = await db
    .selectFrom('exceptions')
    .select((eb) => ['class', eb.fn.countAll<number>().as('n')])
    .where('state', '=', sql.lit('open'))
    .groupBy('class')
    .execute();
  return Object.fromEntries(rows.map((row) => [row.class, row.n]));
}

/** Since when the oldest open exception is (ms since the epoch); null without any. */
export async function oldestOpen(db: Readable): Promise<number | null> {
  const row = await db
    .selectFrom('exceptions')
    .select((eb) => eb.fn.min('since').as('since'))
    .where('state', '=', sql.lit('open'))
    .executeTakeFirst();
  return row?.since ?? null;
}

/** How many holds are open, and since when the oldest is (ms since the epoch, null without any). */
export async function openHolds(db: Readable): Promise<{ count: number; oldest: number | null }> {
  const row = await db
    .selectFrom('exceptions')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('since').as('oldest')])
    .where('state', '=', sql.lit('open'))
    .where('code', '=', sql.lit('order.held'))
    .executeTakeFirst();
  return { count: row?.count ?? 0, oldest: row?.oldest ?? null };
}

/** Exceptions by their ids. */
export function exceptionsById(db: Readable, ids: readonly number[]): Promise<ExceptionRecord[]> {
  return ids.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('exceptions')
        .selectAll()
        .where('id', 'in', [...ids])
        .execute();
}

/** Subjects that wait for exactly this mapping. */
export async function subjectsMissing(db: Readable, key: { kind: string; connection: string; key: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('exceptions')
    .select('subject')
    .distinct()
    .where('missing_kind', '=', key.kind)
    .where('missing_connection', '=', key.connection)
    .where('missing_key', '=', key.key)
    .where('state', '=', sql.lit('open'))
    .execute();
  return rows.flatMap((row) => (row.subject === null ? [] : [row.subject]));
}

/** Keys of one table that orders wait for, with how many wait and one order number as an example. */
export function missingKeys(
  db: Readable,
  kind: string,
): Promise<{ connection: string | null; key: string | null; waiting: number; example: string | null }[]> {
  return db
    .selectFrom('exceptions')
    .select((eb) => [
      'missing_connection as connection',
      'missing_key as key',
      eb.fn.countAll<number>().as('waiting'),
      eb.fn.min('order_number').as('example'),
    ])
    .where('state', '=', sql.lit('open'))
    .where('missing_kind', '=', kind)
    .groupBy(['missing_connection', 'missing_key'])
    .orderBy('waiting', 'desc')
    .limit(500)
    .execute();
}

/** Documents that were parked because they told of this order before it was known. */
export async function envelopesParkedFor(db: Readable, orderId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('exceptions')
    .select(['source', 'state'])
    .where('order_id', '=', orderId)
    .where('code', 'in', ['shipment.unknown-order', 'return.unknown-order'])
    .execute();
  // The state is looked at here: named in the query it would lead SQLite to an index of all that are open.
  return rows.flatMap(({ source, state }) =>
    state === 'open' && source.startsWith('envelope/') ? [Number(source.slice('envelope/'.length))] : [],
  );
}
