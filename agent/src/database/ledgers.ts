import type { Selectable } from 'kysely';
import type { Readable, Tx } from './database.ts';
import type { LedgersTable } from './tables.ts';

export type LedgerRow = Selectable<LedgersTable>;

/** The row of a subject, or undefined for one that we have never heard of. */
export function ledgerOf(db: Readable, subject: string): Promise<LedgerRow | undefined> {
  return db.selectFrom('ledgers').selectAll().where('subject', '=', subject).executeTakeFirst();
}

/** The version of a subject's ledger as it is now; null for one that we have never heard of. */
export async function versionOf(db: Readable, subject: string): Promise<number | null> {
  const row = await db.selectFrom('ledgers').select('version').where('subject', '=', subject).executeTakeFirst();
  return row?.version ?? null;
}

/** Writes a ledger with its columns for lists, of one that is `held` only what has changed, for each column costs its indexes; the shop's mirror is behind from then on. */
export async function saveLedger(tx: Tx, row: LedgerRow, held: LedgerRow | undefined): Promise<void> {
  const { subject, connection, version } = row;
  if (held) {
    const changed = Object.fromEntries(Object.entries(row).filter(([column, value]) => held[column as keyof LedgerRow] !== value));
    await tx.updateTable('ledgers').set(changed).where('subject', '=', subject).execute();
  } else {
    await tx.insertInto('ledgers').values(row).execute();
  }
  await tx
    .insertInto('mirrors')
    .values({ subject, connection, version, shown: 0 })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ version }))
    .execute();
}

/** Subjects whose time to be planned again has come. */
export async function dueToWake(db: Readable, now: number, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('ledgers')
    .select('subject')
    .where('wake_at', 'is not', null)
    .where('wake_at', '<=', now)
    .orderBy('wake_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.subject);
}

/** Rows of one store that its mirror does not show yet. */
export function unmirrored(db: Readable, connection: string, limit: number): Promise<LedgerRow[]> {
  return db
    .selectFrom('mirrors')
    .innerJoin('ledgers', 'ledgers.subject', 'mirrors.subject')
    .selectAll('ledgers')
    .where('mirrors.connection', '=', connection)
    .whereRef('mirrors.version', '>', 'mirrors.shown')
    .limit(limit)
    .execute();
}

/** Notes that the store's mirror shows these versions. */
export async function markMirrored(tx: Tx, rows: readonly { subject: string; version: number }[]): Promise<void> {
  for (const row of rows) await tx.updateTable('mirrors').set({ shown: row.version }).where('subject', '=', row.subject).execute();
}

/** A page of subjects, newest first; `q` matches numbers exactly and customers by their beginning. `cursor` is the last row's `created_at|subject`. */
export function listLedgers(db: Readable, query: { q: string | null; cursor: string | null; limit: number }): Promise<LedgerRow[]> {
  let select = db.selectFrom('ledgers').selectAll().orderBy('created_at', 'desc').orderBy('subject', 'desc').limit(query.limit);
  const after = query.cursor === null ? null : readCursor(query.cursor);
  if (after) {
    select = select.where((eb) =>
      eb.or([eb('created_at', '<', after.at), eb.and([eb('created_at', '=', after.at), eb('subject', '<', after.subject)])]),
    );
  }
  const q = query.q?.trim().replace(/^#/, '') ?? '';
  if (q !== '') {
    select = select.where((eb) =>
      eb.or([
        eb('order_id', '=', q),
        eb('number', '=', q),
        eb('erp_number', '=', q),
        eb('wms_number', '=', q),
        eb('tracking', '=', q),
        eb.and([eb('customer', '>=', q.toLowerCase()), eb('customer', '<', `${q.toLowerCase()}\u{10FFFF}`)]),
      ]),
    );
  }
  return select.execute();
}

/** A page of subjects by the time of the order, oldest first; times in ms since the epoch, null for no limit. `after` is the cursor of the last row. */
export function ledgersBetween(
  db: Readable,
  query: { since: number | null; until: number | null; after: string | null; limit: number },
): Promise<LedgerRow[]> {
  let select = db.selectFrom('ledgers').selectAll().orderBy('created_at').orderBy('subject').limit(query.limit);
  const after = query.after === null ? null : readCursor(query.after);
  // One bound that the index can begin at, and beside it the exact place within that time.
  const from = Math.max(query.since ?? 0, after?.at ?? 0);
  select = select.where('created_at', '>=', from);
  if (after) select = select.where((eb) => eb.or([eb('created_at', '>', after.at), eb('subject', '>', after.subject)]));
  if (query.until !== null) select = select.where('created_at', '<', query.until);
  return select.execute();
}

/** Several subjects by their names; unknown ones are absent. */
export function ledgersNamed(db: Readable, subjects: readonly string[]): Promise<LedgerRow[]> {
  return subjects.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('ledgers')
        .selectAll()
        .where('subject', 'in', [...subjects])
        .execute();
}

/** The cursor that continues a list after this row. */
export function cursorAfter(row: Pick<LedgerRow, 'created_at' | 'subject'>): string {
  return `${row.created_at}|${row.subject}`;
}

function readCursor(cursor: string): { at: number; subject: string } | null {
  const cut = cursor.indexOf('|');
  const at = Number(cursor.slice(0, cut));
  return cut > 0 && Number.isFinite(at) ? { at, subject: cursor.slice(cut + 1) } : null;
}

/** The subject of an order by the store's order id, the newest when several shops have it. */
export async function subjectOfOrder(db: Readable, orderId: string, connection: string | null): Promise<LedgerRow | undefined> {
  const byId = db.selectFrom('ledgers').selectAll().where('order_id', '=', orderId).orderBy('created_at', 'desc');
  const scoped = connection === null ? byId : byId.where('connection', '=', connection);
  return scoped.executeTakeFirst();
}
