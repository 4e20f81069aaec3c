import { sql, type Kysely } from 'kysely';

/** Exceptions may offer ways out, as JSON of `Choice[]`; the figures count holds and look for the oldest that is open. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `alter table exceptions add column choices text not null default '[]'`,
  `create index exceptions_since on exceptions (state, since)`,
  `create index exceptions_held on exceptions (state, since) where code = 'order.held'`,
];
