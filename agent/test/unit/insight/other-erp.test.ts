import { describe, expect, it } from 'vitest';
import { summarize, type ComparedOrder } from '../../../src/insight/other-erp.ts';

const compared = (number: string, differences: [string, string, string][], missing: string[] = []): ComparedOrder => ({
  number,
  firstErp: 'erp',
  missing,
  differences: differences.map(([path, before, after]) => ({ path, field: path.replace(/\[\w+\]/g, '[]'), before, after })),
});

describe('a comparison with another ERP', () => {
  it('takes codes of the ERP for what they are, and everything else for a difference', () => {
    const sum = summarize([
      compared('1001', [
        ['lines[11].itemCode', 'ITEM-1', 'P-1'],
        ['lines[11].taxes[0].code', 'VAT19', 'V19'],
        ['charges[31].taxes[0].code', 'VAT19', 'V19'],
        ['warehouseCode', 'WH1', 'MAIN'],
        ['payment.method', 'CARD', 'CC'],
        ['lines[11].quantity.unit', 'C62', 'PCE'],
      ]),
      compared('1002', [
        ['lines[11].quantity.value', '2', '3'],
        ['lines[11].taxes[0].amount', '380 EUR', '381 EUR'],
      ]),
      compared('1003', []),
    ]);
    expect(sum).toMatchObject({ orders: 3, equal: 2, missing: [] });
    expect(sum.codes.map(({ field }) => field)).toEqual([
      'lines[].itemCode',
      'lines[].taxes[].code',
      'charges[].taxes[].code',
      'warehouseCode',
      'payment.method',
      'lines[].quantity.unit',
    ]);
    expect(sum.contents.map(({ field, documents }) => [field, documents])).toEqual([
      ['lines[].quantity.value', 1],
      ['lines[].taxes[].amount', 1],
    ]);
  });

  it('counts a missing mapping once for each order, with an example, and such an order is not equal', () => {
    const sum = summarize([compared('1001', [], ['sku|erp2|A', 'tax|erp2|V']), compared('1002', [], ['sku|erp2|A'])]);
    expect(sum.equal).toBe(0);
    expect(sum.missing).toEqual([
      { key: 'sku|erp2|A', orders: 2, example: '1001' },
      { key: 'tax|erp2|V', orders: 1, example: '1001' },
    ]);
  });
});
