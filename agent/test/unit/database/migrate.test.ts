import SqliteFile from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase, openForReading } from '../../../src/database/database.ts';
import { saveSetting, settingOf } from '../../../src/database/settings.ts';
import { freshBooks } from './books.ts';

const books = freshBooks();
const versionIn = (file: string): number => {
  const sqlite = new SqliteFile(file);
  const row = sqlite.prepare('select version from schema_version').get() as { version: number };
  sqlite.close();
  return row.version;
};
const change = (file: string, statement: string): void => {
  const sqlite = new SqliteFile(file);
  sqlite.exec(statement);
  sqlite.close();
};

describe('opening the books', () => {
  it('of a newer Crossdock is refused in words, and they stay as they are', async () => {
    const known = versionIn(books.file);
    change(books.file, `update schema_version set version = ${known + 1}`);
    await expect(openDatabase(books.file)).rejects.toMatchObject({
      code: 'document.schema-too-new',
      message: expect.stringMatching(new RegExp(`schema ${known + 1}, this version knows ${known}.*Update the agent`)),
    });
    expect(versionIn(books.file)).toBe(known + 1);
  });

  it('again changes nothing in them', async () => {
    await books.database.write((tx) => saveSetting(tx, 'kept', 'yes'));
    const again = await openDatabase(books.file);
    expect(await settingOf(again.read, 'kept')).toBe('yes');
    await again.close();
  });

  it('of an older version brings them up step by step and keeps what they hold', async () => {
    await books.database.write((tx) => saveSetting(tx, 'kept', 'yes'));
    const known = versionIn(books.file);
    // What the later migrations made is undone by hand.
    change(
      books.file,
      `drop index ledgers_accepted; drop index ledgers_released; drop index ledgers_shipped;
       create index ledgers_shipped on ledgers (shipped_at) where shipped_at is not null;
       drop index exceptions_since; drop index exceptions_held; alter table exceptions drop column choices; update schema_version set version = 1`,
    );
    const raised = await openDatabase(books.file);
    expect(await settingOf(raised.read, 'kept')).toBe('yes');
    await raised.close();
    expect(versionIn(books.file)).toBe(known);
  });

  it('that fails half way leaves the version as it was', async () => {
    change(books.file, 'update schema_version set version = 1'); // the second migration now meets its own indexes
    await expect(openDatabase(books.file)).rejects.toThrow(/already exists/);
    expect(versionIn(books.file)).toBe(1);
  });

  it('makes the folder when it is not there, for nobody else to look into', async () => {
    const file = `${books.file}-folder/deep/books.sqlite`;
    await (await openDatabase(file)).close();
    expect(versionIn(file)).toBe(versionIn(books.file));
  });

  it('only to look needs them to be there, and cannot write', async () => {
    expect(() => openForReading(`${books.file}-absent`)).toThrow(/does not exist|unable to open/);
    const db = openForReading(books.file);
    await expect(db.insertInto('settings').values({ name: 'a', value: 'b' }).execute()).rejects.toThrow(/readonly/);
    await db.destroy();
  });
});
