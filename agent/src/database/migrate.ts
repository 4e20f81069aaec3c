import { sql, type Kysely } from 'kysely';
import { ConfigurationError } from '../errors/errors.ts';
import { up as first } from './migrations/0001-first.ts';
import { up as figures } from './migrations/0002-figures.ts';
import { up as choices } from './migrations/0003-choices.ts';
import type { Tables } from './tables.ts';

/** Numbered, forward only: an entry is never changed once it has been released, only followed by another. */
const MIGRATIONS: readonly ((db: Kysely<unknown>) => Promise<void>)[] = [first, figures, choices];

/** Brings the database to this version's schema, each step in its own transaction; refuses a database of a newer version. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  await sql`create table if not exists schema_version (version integer not null)`.execute(db);
  const { rows } = await sql<{ version: number }>`select version from schema_version`.execute(db);
  const current = rows[0]?.version ?? 0;
  if (current > MIGRATIONS.length) {
    throw new ConfigurationError({
      code: 'document.schema-too-new',
      message: `The database was written by a newer Crossdock (schema ${current}, this version knows ${MIGRATIONS.length}). Update the agent.`,
    });
  }
  for (let version = current + 1; version <= MIGRATIONS.length; version += 1) await step(db, version);
}

async function step(db: Kysely<Tables>, version: number): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await MIGRATIONS[version - 1]?.(tx as unknown as Kysely<unknown>);
    await sql`delete from schema_version`.execute(tx);
    await sql`insert into schema_version (version) values (${version})`.execute(tx);
  });
}
