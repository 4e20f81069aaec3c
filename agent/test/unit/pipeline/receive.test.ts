import { describe, expect, it } from 'vitest';
import { receive } from '../../../src/pipeline/receive.ts';
import { SHOP } from '../../support/orders.ts';

const page = (...documents: { id: string; version: string | null; raw: unknown }[]) => ({ documents, cursor: null });
const hashOf = (version: string | null, raw: unknown) => receive(page({ id: '1', version, raw }), SHOP, 'sales-order', 1)[0]?.hash;

describe('a received page', () => {
  it('is one row per document, with where it came from and its raw text', () => {
    const [row] = receive(page({ id: '1001', version: '3', raw: { total: '9.99' } }), SHOP, 'sales-order', 42);
    expect(row).toMatchObject({ connection: 'shop', kind: 'sales-order', foreignId: '1001', at: 42 });
    expect(JSON.parse(row!.payload)).toEqual({ version: '3', raw: { total: '9.99' } });
  });

  it('counts a document that stands in it twice only once, in its last version', () => {
    const rows = receive(
      page({ id: '1', version: '1', raw: 'old' }, { id: '2', version: '1', raw: 'other' }, { id: '1', version: '2', raw: 'new' }),
      SHOP,
      'sales-order',
      1,
    );
    expect(rows.map((row) => [row.foreignId, (JSON.parse(row.payload) as { raw: string }).raw])).toEqual([
      ['1', 'new'],
      ['2', 'other'],
    ]);
  });

  it('may be empty', () => {
    expect(receive(page(), SHOP, 'sales-order', 1)).toEqual([]);
  });

  it('gives the same document the same hash, and one that differs in content or version another', () => {
    expect(hashOf('1', { a: 1 })).toBe(hashOf('1', { a: 1 }));
    expect(hashOf('1', { a: 1 })).not.toBe(hashOf('1', { a: 2 }));
    expect(hashOf('1', { a: 1 })).not.toBe(hashOf('2', { a: 1 }));
    expect(hashOf(null, { a: 1 })).not.toBe(hashOf('null', { a: 1 }));
  });
});
