import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exact, roundToTotal } from '../../../../src/connectors/woocommerce/rounding.ts';
import { sumOfParts } from '../../../../src/domain/sales-order.ts';
import { canonical } from './order-fixture.ts';

const sum = (parts: readonly number[]): number => parts.reduce((total, part) => total + part, 0);

describe('rounding to a total', () => {
  it('gives the missing cent to the part that lost most', () => {
    expect(roundToTotal([exact('1.004'), exact('1.0049'), exact('1.002')], 301, 'EUR')).toEqual([100, 101, 100]);
  });

  it('takes the cent too many from the part that gained most', () => {
    expect(roundToTotal([exact('-1.006'), exact('-1.009'), exact('-1.01')], -302, 'EUR')).toEqual([-100, -101, -101]);
  });

  it('leaves exact parts alone, so that a real difference stays one', () => {
    expect(roundToTotal([exact('1.00'), exact('2.00')], 299, 'EUR')).toEqual([100, 200]);
    expect(roundToTotal([exact('1.004'), exact('2.00')], 320, 'EUR')).toEqual([100, 200]);
  });

  it('ties any parts to their own rounded sum and moves none by a whole unit', () => {
    const micros = fc.array(fc.bigInt({ min: -(10n ** 10n), max: 10n ** 10n }), { maxLength: 30 });
    fc.assert(
      fc.property(micros, (parts) => {
        const total = Math.round(Number(parts.reduce((all, part) => all + part, 0n)) / 1e6) + 0;
        const rounded = roundToTotal(parts, total, 'EUR');
        expect(sum(rounded)).toBe(total);
        parts.forEach((part, at) => expect(Math.abs(Number(part) / 1e6 - (rounded[at] ?? NaN))).toBeLessThan(1));
      }),
    );
  });
});

describe('an order whose prices include tax', () => {
  it('ties to the cent although the shop keeps fractions of cents', () => {
    const line = (id: number, net: string, tax: string) => ({
      id,
      name: 'Thing',
      quantity: 1,
      subtotal: net,
      total: net,
      taxes: [
        { id: 1, total: tax },
        { id: 2, total: '' },
      ],
      sku: 'T',
    });
    // 3 × 9.99 at 21 %: 8.256198 + 1.733802 each; rounded one by one they would sum to 29.97 only by luck.
    const order = canonical({
      prices_include_tax: true,
      line_items: [1, 2, 3].map((id) => line(id, '8.256198', '1.733802')),
      tax_lines: [{ rate_id: 1, rate_code: 'VAT-1', label: 'VAT', rate_percent: 21, tax_total: '5.201406', shipping_tax_total: '0' }],
      shipping_lines: [],
      total: '29.970000',
      total_tax: '5.200000',
    });
    expect(order.lines.map((given) => given.net.minor)).toEqual([825, 826, 826]);
    expect(sum(order.lines.flatMap((given) => given.taxes.map((tax) => tax.amount.minor)))).toBe(520);
    expect(order.lines[0]?.taxes).toHaveLength(1);
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('does not hide that a gift card was taken off the total', () => {
    const order = canonical({ total: '19.350000' });
    expect(sumOfParts(order).minor - order.total.minor).toBe(1000);
  });
});
