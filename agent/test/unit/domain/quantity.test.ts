import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addQuantity, compareQuantity, isZero, Quantity, quantity, subtractQuantity } from '../../../src/domain/quantity.ts';

const millionths = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
/** The decimal text of so many millionths. */
const decimal = (scaled: bigint): string => {
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(7, '0');
  return `${scaled < 0n ? '-' : ''}${text.slice(0, -6)}.${text.slice(-6)}`;
};

describe('a quantity', () => {
  it.each([
    ['2', '2'],
    ['2.0', '2'],
    ['0.750', '0.75'],
    ['-1.50', '-1.5'],
    ['-0', '0'],
    ['-0.000000', '0'],
    ['007', '7'],
    ['0.000001', '0.000001'],
    [3, '3'],
    [0.1, '0.1'],
  ])('of %s is written %s', (given, text) => {
    expect(quantity(given)).toEqual({ value: text, unit: 'C62' });
  });

  it('adds tenths without the error of floats', () => {
    expect(addQuantity(quantity('0.1'), quantity('0.2')).value).toBe('0.3');
  });

  it('adds, subtracts and compares like the integers that it stands for', () => {
    fc.assert(
      fc.property(millionths, millionths, (a, b) => {
        const [x, y] = [quantity(decimal(a)), quantity(decimal(b))];
        expect(addQuantity(x, y)).toEqual(quantity(decimal(a + b)));
        expect(subtractQuantity(x, y)).toEqual(quantity(decimal(a - b)));
        expect(subtractQuantity(addQuantity(x, y), y)).toEqual(x);
        expect(compareQuantity(x, y)).toBe(a < b ? -1 : a > b ? 1 : 0);
        expect(isZero(subtractQuantity(x, x))).toBe(true);
        expect(isZero(x)).toBe(a === 0n);
        expect(Quantity.safeParse(x).success).toBe(true);
      }),
    );
  });

  it.each([
    ['add', addQuantity],
    ['subtract', subtractQuantity],
    ['compare', compareQuantity],
  ])('cannot %s another unit', (word, calculate) => {
    expect(() => calculate(quantity(1), quantity(1, 'KGM'))).toThrow(new RegExp(`cannot ${word}`));
  });

  it.each(['', 'two', '1,5', '.5', '1.', '1e3', '+1'])('is never "%s"', (value) => {
    expect(Quantity.safeParse({ value, unit: 'C62' }).success).toBe(false);
  });
});
