import { sql, type Kysely } from 'kysely';

/** Covering indexes for the figures of the overview: without them each look would read whole ledgers. Each order enters each of them once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `create index ledgers_accepted on ledgers (accepted_at, captured_at) where accepted_at is not null`,
  `create index ledgers_released on ledgers (released_at, accepted_at) where released_at is not null`,
  `drop index ledgers_shipped`,
  `create index ledgers_shipped on ledgers (shipped_at, captured_at) where shipped_at is not null`,
];
