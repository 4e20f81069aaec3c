import { describe, expect, it } from 'vitest';
import { deleteMapping, lookUp, mappingOf, saveMapping } from '../../../src/database/mappings.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { freshBooks } from './books.ts';

const books = freshBooks();
const ERP = ConnectionId.parse('erp');
const KEY = { kind: 'sku', connection: ERP, key: 'MUG-01' } as const;
const save = (value: string, expected: number | null, key: { kind: 'sku' | 'carrier'; key: string } = KEY, label = '') =>
  books.database.write((tx) => saveMapping(tx, { ...KEY, ...key, value, label }, expected, 'ada', 7));
const remove = (expected: number) => books.database.write((tx) => deleteMapping(tx, KEY, expected));
/** As the recording of facts looks codes up: in a transaction, with the memory of those before it. */
const code = async () => (await books.database.write((tx) => lookUp(tx, [KEY])))['sku|erp|MUG-01'];

describe('a mapping', () => {
  it('counts its versions, with who changed it and when', async () => {
    expect(await save('ITEM-1', null)).toMatchObject({ saved: true, row: { version: 1 } });
    expect(await save('ITEM-2', 1)).toMatchObject({ saved: true, row: { version: 2 } });
    expect(await mappingOf(books.database.read, KEY)).toMatchObject({ value: 'ITEM-2', version: 2, updated_by: 'ada', updated_at: 7 });
  });

  it.each([
    ['an older version', 1],
    ['none at all', null],
    ['a version that never was', 9],
  ])('is not overwritten by one who has seen %s', async (_what, expected) => {
    await save('ITEM-1', null);
    await save('ITEM-2', 1);
    expect(await save('MINE', expected)).toMatchObject({ saved: false, row: { value: 'ITEM-2', version: 2 } });
    expect(await mappingOf(books.database.read, KEY)).toMatchObject({ value: 'ITEM-2', version: 2 });
  });

  it('goes to the first of two who save at the same moment', async () => {
    const both = await Promise.all([save('ITEM-1', null), save('ITEM-2', null)]);
    expect(both.map((one) => one.saved)).toEqual([true, false]);
    expect(both[1]?.row.value).toBe('ITEM-1');
  });

  it('is deleted only in the version that was seen', async () => {
    await save('ITEM-1', null);
    await save('ITEM-2', 1);
    expect(await remove(1)).toBe(false);
    expect(await remove(2)).toBe(true);
    expect(await mappingOf(books.database.read, KEY)).toBeUndefined();
    expect(await remove(2)).toBe(false);
  });

  it('of a carrier brings its name for people along, others do not', async () => {
    await save('dhl', null, { kind: 'carrier', key: 'D' }, 'DHL Parcel');
    await save('ups', null, { kind: 'carrier', key: 'U' });
    await save('ITEM-1', null, KEY, 'A mug');
    const keys = [
      KEY,
      { ...KEY, kind: 'carrier', key: 'D' } as const,
      { ...KEY, kind: 'carrier', key: 'U' } as const,
      { ...KEY, key: 'NONE' },
    ];
    const codes = { 'sku|erp|MUG-01': 'ITEM-1', 'carrier|erp|D': 'dhl', 'carrier|erp|D#label': 'DHL Parcel', 'carrier|erp|U': 'ups' };
    expect(await lookUp(books.database.read, keys)).toEqual(codes);
    expect(await books.database.write((tx) => lookUp(tx, keys))).toEqual(codes);
    expect(await books.database.write((tx) => lookUp(tx, keys))).toEqual(codes); // from memory
  });
});

describe('the memory of codes', () => {
  it('answers without the table what it has been asked before', async () => {
    await save('ITEM-1', null);
    expect(await code()).toBe('ITEM-1');
    // Past the functions that tell the memory, as nobody but this test does it.
    await books.database.write((tx) => tx.updateTable('mappings').set({ value: 'OTHER' }).execute());
    expect(await code()).toBe('ITEM-1');
  });

  it('never gives an old code after a mapping was added, changed or deleted', async () => {
    expect(await code()).toBeUndefined();
    await save('ITEM-1', null);
    expect(await code()).toBe('ITEM-1');
    await save('ITEM-2', 1);
    expect(await code()).toBe('ITEM-2');
    await remove(2);
    expect(await code()).toBeUndefined();
  });

  it('never gives a code of a change that was undone', async () => {
    await save('ITEM-1', null);
    const undone = books.database.write(async (tx) => {
      await saveMapping(tx, { ...KEY, value: 'NEVER', label: '' }, 1, 'ada', 8);
      expect(await lookUp(tx, [KEY])).toEqual({ 'sku|erp|MUG-01': 'NEVER' });
      throw new Error('undone');
    });
    const [failed, seen] = await Promise.allSettled([undone, code()]);
    expect(failed.status).toBe('rejected');
    expect(seen).toEqual({ status: 'fulfilled', value: 'ITEM-1' });
    expect(await code()).toBe('ITEM-1');
  });

  it('never gives a code whose deletion was undone as missing', async () => {
    await save('ITEM-1', null);
    const undone = books.database.write(async (tx) => {
      await deleteMapping(tx, KEY, 1);
      expect(await lookUp(tx, [KEY])).toEqual({});
      throw new Error('undone');
    });
    const [, seen] = await Promise.allSettled([undone, code()]);
    expect(seen).toEqual({ status: 'fulfilled', value: 'ITEM-1' });
  });

  it('sees in one turn what was saved before it in the same turn', async () => {
    expect(await code()).toBeUndefined();
    const [, seen] = await Promise.all([save('ITEM-1', null), code()]);
    expect(seen).toBe('ITEM-1');
  });
});
