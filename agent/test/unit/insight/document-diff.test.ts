import { describe, expect, it } from 'vitest';
import { diffDocuments, sumUp } from '../../../src/insight/document-diff.ts';

const eur = (minor: number) => ({ minor, currency: 'EUR' });
const line = (id: string, over: object = {}) => ({
  id,
  itemCode: `I-${id}`,
  net: eur(1000),
  quantity: { value: '2', unit: 'C62' },
  ...over,
});
const document = (over: object = {}) => ({
  reference: 'shop:1',
  note: '',
  payment: { method: 'card' },
  lines: [line('11'), line('12')],
  ...over,
});

describe('the difference of two documents', () => {
  it('is nothing when they are equal, whatever the order of members and lines', () => {
    expect(diffDocuments(document(), document({ lines: [line('12'), line('11')] }))).toEqual([]);
    expect(diffDocuments({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });

  it('names the line by its id, and the field without it', () => {
    const after = document({ lines: [line('11'), line('12', { itemCode: 'P-9', quantity: { value: '3', unit: 'C62' } })] });
    expect(diffDocuments(document(), after)).toEqual([
      { path: 'lines[12].itemCode', field: 'lines[].itemCode', before: 'I-12', after: 'P-9' },
      { path: 'lines[12].quantity.value', field: 'lines[].quantity.value', before: '2', after: '3' },
    ]);
  });

  it('says money as one value', () => {
    const after = document({ lines: [line('11', { net: { minor: 1001, currency: 'USD' } }), line('12')] });
    expect(diffDocuments(document(), after)).toEqual([
      { path: 'lines[11].net', field: 'lines[].net', before: '1000 EUR', after: '1001 USD' },
    ]);
  });

  it('shows what only one side has with nothing on the other', () => {
    expect(diffDocuments(document({ note: 'Ring twice' }), document({ note: null }))).toMatchObject([
      { before: 'Ring twice', after: null },
    ]);
    expect(diffDocuments({ lines: [line('11')] }, { lines: [] })).toMatchObject([
      { path: 'lines[11]', field: 'lines[]', before: expect.stringContaining('I-11'), after: null },
    ]);
    expect(diffDocuments({}, { vat: { number: 'DE1' } })).toMatchObject([{ path: 'vat', before: null, after: '{"number":"DE1"}' }]);
  });

  it('matches members without an id by their place', () => {
    expect(diffDocuments({ taxes: [{ code: 'A' }, { code: 'B' }] }, { taxes: [{ code: 'A' }, { code: 'C' }] })).toEqual([
      { path: 'taxes[1].code', field: 'taxes[].code', before: 'B', after: 'C' },
    ]);
  });
});

describe('the sum of many differences', () => {
  it('counts documents once per field and values by how often they meet, with an example', () => {
    const differ = (name: string, codes: [string, string][]) => ({
      name,
      differences: codes.map(([before, after], at) => ({ path: `lines[${at}].itemCode`, field: 'lines[].itemCode', before, after })),
    });
    const sum = sumUp([
      differ('1001', [
        ['A', 'X'],
        ['B', 'Y'],
      ]),
      differ('1002', [['B', 'Y']]),
      { name: '1003', differences: [] },
    ]);
    expect(sum).toEqual([
      {
        field: 'lines[].itemCode',
        documents: 2,
        pairs: [
          { before: 'B', after: 'Y', count: 2, example: '1001' },
          { before: 'A', after: 'X', count: 1, example: '1001' },
        ],
      },
    ]);
  });
});
