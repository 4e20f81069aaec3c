import { spawn } from 'node:child_process';
import { once } from 'node:events';
import SqliteFile from 'better-sqlite3';
import { Kysely, sql, SqliteDialect } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openForReading } from '../../../src/database/database.ts';
import { GroupCommit } from '../../../src/database/group-commit.ts';
import { addTrace, traceOf } from '../../../src/database/trace.ts';
import { saveSetting, settingOf } from '../../../src/database/settings.ts';
import type { Tables } from '../../../src/database/tables.ts';
import { freshBooks } from './books.ts';

const books = freshBooks();
const save = (name: string, value = 'x') => books.database.write((tx) => saveSetting(tx, name, value));

/** Group commit over a connection that tells of every statement. */
function watched(): { commits: GroupCommit; said: string[]; close: () => Promise<void> } {
  const said: string[] = [];
  const db = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: new SqliteFile(books.file) }),
    log: (event) => void said.push(event.query.sql.split(' ')[0] ?? ''),
  });
  return { commits: new GroupCommit(db), said, close: () => db.destroy() };
}

describe('writes', () => {
  it('of one turn of the event loop share one commit', async () => {
    const { commits, said, close } = watched();
    await Promise.all(Array.from({ length: 50 }, (_, i) => commits.write((tx) => saveSetting(tx, `s${i}`, 'x'))));
    await close();
    expect(said.filter((word) => word === 'insert')).toHaveLength(50);
    expect(said.filter((word) => word === 'begin')).toHaveLength(1);
    expect(said.filter((word) => word === 'commit')).toHaveLength(1);
  });

  it('that come while others are committed go into the next commit together', async () => {
    const { commits, said, close } = watched();
    const later: Promise<void>[] = [];
    await commits.write(async (tx) => {
      for (let i = 0; i < 10; i += 1) later.push(commits.write((other) => saveSetting(other, `later${i}`, 'x')));
      await saveSetting(tx, 'first', 'x');
    });
    await Promise.all(later);
    await close();
    expect(said.filter((word) => word === 'commit')).toHaveLength(2);
  });

  it('give back what their work gave back', async () => {
    expect(await Promise.all([1, 2, 3].map((n) => books.database.write(async () => n * 10)))).toEqual([10, 20, 30]);
  });

  it('are seen by readers as soon as they resolve', async () => {
    for (let i = 0; i < 20; i += 1) {
      await save('seen', String(i));
      expect(await settingOf(books.database.read, 'seen')).toBe(String(i));
    }
  });

  it('are not seen by readers before all of their commit is done', async () => {
    const seen: (string | null)[] = [];
    await Promise.all([
      save('early'),
      books.database.write(async () => {
        seen.push(await settingOf(books.database.read, 'early'));
      }),
    ]);
    expect(seen).toEqual([null]);
  });

  it('keep the order in which they were asked for, and see what the ones before them wrote', async () => {
    const step = (title: string) => ({
      subject: 's',
      at: 1,
      kind: 'fact' as const,
      party: null,
      title,
      detail: '',
      outcome: 'ok' as const,
      attempt: null,
      duration_ms: null,
    });
    const titles = Array.from({ length: 30 }, (_, i) => `step ${i}`);
    const before = titles.map((title) =>
      books.database.write(async (tx) => {
        const known = (await traceOf(tx, 's')).length;
        await addTrace(tx, [step(title)]);
        return known;
      }),
    );
    expect(await Promise.all(before)).toEqual(titles.map((_, i) => i));
    expect((await traceOf(books.database.read, 's')).map((row) => row.title)).toEqual(titles);
  });
});

describe('a write that fails', () => {
  it('is undone alone and is the only one that rejects', async () => {
    const settled = await Promise.allSettled([
      save('before'),
      books.database.write(async (tx) => {
        await saveSetting(tx, 'half', 'x');
        throw new Error('its own fault');
      }),
      save('after'),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(settled[1]).toMatchObject({ reason: new Error('its own fault') });
    const { read } = books.database;
    expect([await settingOf(read, 'before'), await settingOf(read, 'half'), await settingOf(read, 'after')]).toEqual(['x', null, 'x']);
  });

  it('by the database itself is undone alone too', async () => {
    const twice = { nonce: 'n', expires_at: 1 };
    const settled = await Promise.allSettled([
      save('before'),
      books.database.write(async (tx) => {
        await tx.insertInto('nonces').values(twice).execute();
        await tx.insertInto('nonces').values(twice).execute();
      }),
      save('after'),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await books.database.read.selectFrom('nonces').selectAll().execute()).toEqual([]);
    expect(await settingOf(books.database.read, 'after')).toBe('x');
  });

  it('at the commit rejects all that shared it, and the next ones go on', async () => {
    const { commits, close } = watched();
    const shared = [
      commits.write((tx) => saveSetting(tx, 'lost', 'x')),
      // Ends the transaction under the feet of the commit, as a full disk does.
      commits.write((tx) => sql`insert or rollback into settings (name, value) values ('lost', null)`.execute(tx)),
      commits.write((tx) => saveSetting(tx, 'lost too', 'x')),
    ];
    expect((await Promise.allSettled(shared)).map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected']);
    await commits.write((tx) => saveSetting(tx, 'next', 'x'));
    await close();
    const { read } = books.database;
    expect([await settingOf(read, 'lost'), await settingOf(read, 'lost too'), await settingOf(read, 'next')]).toEqual([null, null, 'x']);
  });
});

it('closing waits for all that is still to be written, also for what is asked for on the way', async () => {
  const writes = Array.from({ length: 20 }, (_, i) => save(`s${i}`));
  const chained = writes[0]!.then(() => save('chained'));
  await books.database.close();
  await Promise.all([...writes, chained]);
  const db = openForReading(books.file);
  const { n } = await db
    .selectFrom('settings')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  await db.destroy();
  expect(n).toBe(21);
});

it('a row is kept when the process is killed right after its write resolved', { timeout: 120_000 }, async () => {
  const file = `${books.file}-child`;
  const child = spawn(process.execPath, [new URL('write-and-wait.ts', import.meta.url).pathname, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => (complaint += text.toString()));
  const gone = once(child, 'exit');
  const said = await Promise.race([once(child.stdout, 'data'), gone.then(() => [`ended: ${complaint}`])]);
  child.kill('SIGKILL');
  await gone;
  expect(String(said[0])).toBe('stored');
  expect(child.signalCode).toBe('SIGKILL');
  const db = openForReading(file);
  expect(await settingOf(db, 'promised')).toBe('yes');
  await db.destroy();
});
