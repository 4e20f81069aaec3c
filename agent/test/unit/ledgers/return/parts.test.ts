import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantity } from '../../../../src/domain/quantity.ts';
import { partsForUnits, partsOfMemo, share, type Parts } from '../../../../src/ledgers/return/parts.ts';
import { eur, line, order, vat } from '../../../support/orders.ts';
import { creditMemo, storeRefund, threeTeas } from './cases.ts';

const ONE = 1_000_000;
const units = (count: number, id = '12'): Map<string, number> => new Map([[id, count * ONE]]);
const teas = order({ lines: [threeTeas()], charges: [] });

describe('money for units', () => {
  test('three teas of 10.00 go back one by one as 3.33, 3.34 and 3.33, each tax by itself', () => {
    const paid: Parts[] = [];
    for (let each = 0; each < 3; each += 1) paid.push(partsForUnits(teas, units(1), paid, false));
    expect(paid.map(({ lines }) => lines.map((part) => part.net.minor))).toEqual([[333], [334], [333]]);
    expect(paid.map(({ lines }) => lines[0]?.taxes.map((tax) => tax.amount.minor))).toEqual([
      [63, 17],
      [64, 16],
      [63, 17],
    ]);
    expect(paid.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(1000 + 190 + 50);
  });

  test('more units than were sold bring no more money', () => {
    expect(partsForUnits(teas, units(5), [], false).lines).toMatchObject([{ quantity: quantity(3), net: eur('10.00') }]);
    const all = partsForUnits(teas, units(3), [], false);
    expect(partsForUnits(teas, units(1), [all], false)).toEqual({ lines: [], charges: [], amount: eur('0') });
  });

  test('the last unit takes the cent that a refund by hand left over, but not what was kept on purpose', () => {
    const byHand = (net: string): Parts => ({
      amount: eur(net),
      charges: [],
      lines: [{ lineId: '12', quantity: quantity(2), net: eur(net), taxes: [] }],
    });
    expect(partsForUnits(teas, units(1), [byHand('6.66')], false).lines[0]?.net).toEqual(eur('3.34'));
    expect(partsForUnits(teas, units(1), [byHand('4.00')], false).lines[0]?.net).toEqual(eur('3.33'));
    expect(partsForUnits(teas, units(1), [byHand('9.00')], false).lines[0]?.net).toEqual(eur('1.00'));
  });

  test('shipping goes back with what is left of it', () => {
    const before: Parts = { amount: eur('2.00'), lines: [], charges: [{ chargeId: '31', net: eur('2.00'), taxes: [] }] };
    const parts = partsForUnits(order(), units(2, '11'), [before], true);
    expect(parts.charges).toEqual([{ chargeId: '31', net: eur('3.00'), taxes: [vat('0.95')] }]);
    expect(parts.amount).toEqual(eur('27.75'));
  });

  test('however a line is cut, its parts never exceed it and all of them are just the whole', () => {
    const cuts = fc.record({
      net: fc.integer({ min: 0, max: 10_000_000 }),
      tax: fc.integer({ min: 0, max: 1_000_000 }),
      sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(cuts, ({ net, tax, sizes }) => {
        const eurOf = (minor: number) => ({ minor, currency: 'EUR' });
        const all = sizes.reduce((sum, each) => sum + each, 0);
        const sold = order({ lines: [line({ quantity: quantity(all), net: eurOf(net), taxes: [vat('0', { amount: eurOf(tax) })] })] });
        const paid: Parts[] = [];
        for (const size of sizes) paid.push(partsForUnits(sold, units(size, '11'), paid, false));
        expect(paid.reduce((sum, { amount }) => sum + amount.minor, 0)).toBe(net + tax);
        for (const { lines } of paid) for (const part of lines) expect(part.net.minor).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test.each([
    [1000, 3, 0, 1, 333],
    [1000, 3, 1, 2, 334],
    [-1000, 3, 0, 1, -333],
    [9_007_199_254_740_991, 3_000_000, 0, 1_000_000, 3_002_399_751_580_330],
    [5, 0, 0, 1, 0],
  ])('of %i for %i units, those from %i to %i have %i', (whole, count, from, upTo, part) => {
    expect(share(whole, count, from, upTo)).toBe(part);
  });
});

describe("the ERP's amounts on the shop's lines", () => {
  test('a tax is spread over the rates of the line', () => {
    const memo = creditMemo({ amount: eur('5.00'), lines: [{ lineId: '12', quantity: quantity(1), net: eur('4.00'), tax: eur('1.00') }] });
    const { lines } = partsOfMemo(teas, memo, []);
    expect(lines[0]?.taxes.map((tax) => tax.amount.minor)).toEqual([79, 21]);
  });

  test.each([
    ['lines that the order does not have', { lines: [{ lineId: '99', quantity: quantity(1), net: eur('1.00'), tax: eur('0') }] }],
    ['more than the line has', { lines: [{ lineId: '11', quantity: quantity(2), net: eur('20.01'), tax: eur('0') }] }],
    ['more units than the line has', { lines: [{ lineId: '11', quantity: quantity(3), net: eur('1.00'), tax: eur('0') }] }],
    ['less than nothing', { lines: [{ lineId: '11', quantity: quantity(1), net: eur('-1.00'), tax: eur('0') }] }],
    ['lines that are more than the whole', { amount: eur('1.00') }],
  ])('only the whole goes back for %s', (_, overrides) => {
    const memo = creditMemo(overrides);
    expect(partsOfMemo(order(), memo, [])).toEqual({ amount: memo.amount, lines: [], charges: [] });
  });

  test('what was paid of a line is no longer there for a credit memo', () => {
    expect(partsOfMemo(order(), creditMemo(), [storeRefund()]).lines).toEqual([]);
    expect(partsOfMemo(order(), creditMemo(), []).lines).toMatchObject([{ lineId: '11', net: eur('20.00') }]);
  });
});
