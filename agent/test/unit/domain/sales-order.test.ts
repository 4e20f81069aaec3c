import { describe, expect, it } from 'vitest';
import { sumOfParts } from '../../../src/domain/sales-order.ts';
import { eur, line, order, shippingCharge, vat } from '../../support/orders.ts';

const fee = (net: string, tax: string) => shippingCharge({ id: '41', kind: 'fee', code: '', net: eur(net), taxes: [vat(tax)] });

describe('the sum of the parts of an order', () => {
  it.each([
    ['goods, shipping and their taxes', {}, '29.75'],
    ['two taxes on one line', { lines: [line({ taxes: [vat('3.80'), vat('0.20', { code: 'ECO' })] })] }, '29.95'],
    ['a fee', { charges: [shippingCharge(), fee('2.00', '0.38')] }, '32.13'],
    ['a negative fee as an allowance', { charges: [shippingCharge(), fee('-2.00', '-0.38')] }, '27.37'],
    ['no charges', { charges: [] }, '23.80'],
    ['nothing', { lines: [], charges: [] }, '0.00'],
  ])('counts %s', (_what, overrides, total) => {
    expect(sumOfParts(order(overrides))).toEqual(eur(total));
  });

  it('takes the price after discount and never the discount itself', () => {
    expect(sumOfParts(order({ lines: [line({ discount: eur('5.00') })] }))).toEqual(eur('29.75'));
  });

  it('does not mix currencies', () => {
    expect(() => sumOfParts(order({ lines: [line({ net: { minor: 2000, currency: 'USD' } })] }))).toThrow(TypeError);
  });
});
