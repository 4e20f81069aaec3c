import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { Kysely, SqliteDialect, type Transaction } from 'kysely';
import { GroupCommit } from './group-commit.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

/** A transaction that is open right now; everything written in it lasts or nothing does. */
export type Tx = Transaction<Tables>;
/** Anything that can be read from: the read connection or an open transaction. */
export type Readable = Kysely<Tables> | Tx;

/** The agent's books. Writes share transactions (group commit), reads see what is committed. */
export interface Database {
  readonly read: Kysely<Tables>;
  /** Runs the work in a transaction shared with whatever else is written in this turn of the event loop; resolves once it is on the disk. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens (and if need be makes and upgrades) the database file. */
export async function openDatabase(file: string): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const writer = connect(file, false);
  await migrate(writer);
  const reader = connect(file, true);
  const commits = new GroupCommit(writer);
  return {
    read: reader,
    write: (work) => commits.write(work),
    close: async () => {
      await commits.drained();
      await reader.destroy();
      await writer.destroy();
    },
  };
}

/** Opens the file of an agent that may be running or not, only to look; throws when there is no file. */
export function openForReading(file: string): Kysely<Tables> {
  return connect(file, true);
}

function connect(file: string, readonly: boolean): Kysely<Tables> {
  const sqlite = new SqliteFile(file, { readonly });
  if (!readonly) sqlite.pragma('journal_mode = WAL');
  // FULL: a ledger or an intent that was reported as stored survives power loss; group commit makes it affordable.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('busy_timeout = 5000');
  // Kilobytes. The reader needs little: the pages that it asks for are those that were just written, and the system has them.
  sqlite.pragma(`cache_size = -${readonly ? 1_000 : 4_000}`);
  // The pages of an order in progress are written again and again; copied into the file less often, they are copied once.
  if (!readonly) sqlite.pragma('wal_autocheckpoint = 4000');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: withPreparedStatements(sqlite) }) });
}

/** Kysely prepares a statement for every call; keeping them by their text saves about half the time of a small query. */
function withPreparedStatements(sqlite: SqliteFile.Database): SqliteFile.Database {
  const statements = new Map<string, SqliteFile.Statement>();
  const prepare = (text: string): SqliteFile.Statement => {
    const known = statements.get(text);
    if (known) return known;
    const made = sqlite.prepare(text);
    if (statements.size >= 500) statements.clear();
    statements.set(text, made);
    return made;
  };
  return { prepare, close: () => sqlite.close() } as unknown as SqliteFile.Database;
}
