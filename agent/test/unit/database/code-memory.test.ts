import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { deleteMapping, lookUp, saveMapping } from '../../../src/database/mappings.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';

const KEY = { kind: 'sku', connection: ConnectionId.parse('erp'), key: 'MUG' } as const;
const ID = 'sku|erp|MUG';

describe('codes that are remembered', () => {
  let dir: string;
  let database: Database;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'crossdock-codes-'));
    database = await openDatabase(join(dir, 'books.sqlite'));
  });
  afterEach(async () => {
    await database.close();
    rmSync(dir, { recursive: true });
  });
  const ask = () => database.write((tx) => lookUp(tx, [KEY]));
  const save = (value: string, version: number | null) =>
    database.write((tx) => saveMapping(tx, { ...KEY, value, label: '' }, version, 'test', 1));

  it('are forgotten when the key is mapped, changed and unmapped', async () => {
    expect(await ask()).toEqual({});
    await save('ITEM-1', null);
    expect(await ask()).toEqual({ [ID]: 'ITEM-1' });
    await save('ITEM-2', 1);
    expect(await ask()).toEqual({ [ID]: 'ITEM-2' });
    await database.write((tx) => deleteMapping(tx, KEY, 2));
    expect(await ask()).toEqual({});
  });

  it('are seen at once by whoever writes in the same transaction', async () => {
    await ask();
    const [, codes] = await Promise.all([save('ITEM-1', null), ask()]);
    expect(codes).toEqual({ [ID]: 'ITEM-1' });
  });

  it('are forgotten when the change is undone', async () => {
    const undone = database.write(async (tx) => {
      await saveMapping(tx, { ...KEY, value: 'ITEM-1', label: '' }, null, 'test', 1);
      expect(await lookUp(tx, [KEY])).toEqual({ [ID]: 'ITEM-1' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await ask()).toEqual({});
  });
});
