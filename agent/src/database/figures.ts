import { sql } from 'kysely';
import type { Readable } from './database.ts';

/** Counts for the overview; every one is answered from an index alone. Times are ms since the epoch. */
export interface OrderCounts {
  readonly total: number;
  readonly since: number;
  readonly shippedSince: number;
}

/** How many orders there are, how many came, and how many left since a time. */
export async function orderCounts(db: Readable, since: number): Promise<OrderCounts> {
  const { rows } = await sql<OrderCounts>`select
    (select count(*) from ledgers) as total,
    (select count(*) from ledgers where created_at >= ${since}) as since,
    (select count(*) from ledgers where shipped_at is not null and shipped_at >= ${since}) as "shippedSince"`.execute(db);
  return rows[0] ?? { total: 0, since: 0, shippedSince: 0 };
}

/** From which step to which: the two time columns whose difference is wanted. */
export type Span = 'capture-to-erp' | 'erp-to-release' | 'capture-to-shipped';

const COLUMNS = {
  'capture-to-erp': ['captured_at', 'accepted_at'],
  'erp-to-release': ['accepted_at', 'released_at'],
  'capture-to-shipped': ['captured_at', 'shipped_at'],
} as const satisfies Record<Span, readonly [string, string]>;

/** Durations in ms, sorted, of the newest orders (at most `limit`) that finished this span since a time. */
export async function durationsOf(db: Readable, span: Span, since: number, limit: number): Promise<number[]> {
  const [from, to] = COLUMNS[span];
  const rows = await db
    .selectFrom('ledgers')
    .select((eb) => eb(eb.ref(to), '-', eb.ref(from)).as('ms'))
    .where(to, 'is not', null)
    .where(to, '>=', since)
    .where(from, 'is not', null)
    .orderBy(to, 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => Math.max(0, Number(row.ms))).sort((a, b) => a - b);
}

/** Deliveries that wait or are under way, by connection; counted from the two partial indexes, which an `in` would not use. */
export async function queuedDeliveries(db: Readable): Promise<Map<string, number>> {
  const { rows } = await sql<{ connection: string; n: number }>`select connection, count(*) as n from (
    select connection from deliveries where state = 'pending' union all
    select connection from deliveries where state = 'sending') as queued group by connection`.execute(db);
  return new Map(rows.map((row) => [row.connection, row.n]));
}

/** What the completeness proof needs to know about one order. */
export interface KnownOrder {
  readonly subject: string;
  readonly orderId: string;
  readonly inErp: boolean;
  readonly stage: string;
}

/** Those of one store's orders that we hold, without their ledgers. */
export async function knownOrders(db: Readable, connection: string, orderIds: readonly string[]): Promise<KnownOrder[]> {
  const rows = await db
    .selectFrom('ledgers')
    .select(['subject', 'order_id', 'erp_number', 'accepted_at', 'stage'])
    .where(
      'subject',
      'in',
      orderIds.map((id) => `${connection}/sales-order/${id}`),
    )
    .execute();
  return rows.map((row) => ({
    subject: row.subject,
    orderId: row.order_id,
    inErp: row.erp_number !== null || row.accepted_at !== null,
    stage: row.stage,
  }));
}

/** Open exceptions by subject; subjects without any are absent. */
export async function openBySubject(db: Readable, subjects: readonly string[]): Promise<Map<string, number>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .selectFrom('exceptions')
    .select((eb) => ['subject', eb.fn.countAll<number>().as('n')])
    .where('state', '=', sql.lit('open'))
    .where('subject', 'in', [...subjects])
    .groupBy('subject')
    .execute();
  return new Map(rows.flatMap((row) => (row.subject === null ? [] : [[row.subject, row.n] as const])));
}

/** Ledgers as JSON by subject. */
export async function bodiesOf(db: Readable, subjects: readonly string[]): Promise<Map<string, string>> {
  if (subjects.length === 0) return new Map();
  const rows = await db
    .selectFrom('ledgers')
    .select(['subject', 'body'])
    .where('subject', 'in', [...subjects])
    .execute();
  return new Map(rows.map((row) => [row.subject, row.body]));
}
