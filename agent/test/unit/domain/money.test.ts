import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, minorDigits, Money, parseMoney, sumMoney } from '../../../src/domain/money.ts';

const CURRENCIES = [
  ['JPY', 0],
  ['EUR', 2],
  ['KWD', 3],
] as const;

describe('money', () => {
  it.each([...CURRENCIES, ['USD', 2]] as const)('knows the minor digits of %s', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
    expect(minorDigits(currency)).toBe(digits); // from memory
  });

  it.each(['', 'eur', 'EURO', 'QQQ', '€'])('knows no digits of "%s"', (currency) => {
    expect(minorDigits(currency)).toBeNull();
  });

  it.each([
    ['19.99', 'EUR', 1999],
    ['-19.99', 'EUR', -1999],
    ['20', 'EUR', 2000],
    [' 7.5 ', 'EUR', 750],
    ['0.005', 'EUR', 1],
    ['-0.005', 'EUR', -1],
    ['0.0049999', 'EUR', 0],
    ['1.0049', 'EUR', 100],
    ['9.999', 'EUR', 1000],
    ['1200', 'JPY', 1200],
    ['0.5', 'JPY', 1],
    ['0.4', 'JPY', 0],
    ['1.0005', 'KWD', 1001],
    ['0.1', 'KWD', 100],
    ['1.255', 'EUR', 126], // as a float it is 1.25499…
    ['00012.30', 'EUR', 1230],
  ])('reads "%s" %s as %d minor units', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  it('has no negative zero', () => {
    expect(Object.is(parseMoney('-0.00', 'EUR').minor, 0)).toBe(true);
    expect(formatMoney(parseMoney('-0.001', 'EUR'))).toBe('0.00');
  });

  it.each(['', ' ', '-', '.5', '5.', '1,50', '1e3', '+1', '0x10', '1 000', 'NaN', '--1'])('refuses "%s"', (text) => {
    expect(() => parseMoney(text, 'EUR')).toThrow(RangeError);
  });

  it('refuses an amount that a number cannot hold exactly', () => {
    expect(parseMoney('90071992547409.91', 'EUR').minor).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => parseMoney('90071992547409.92', 'EUR')).toThrow(/too large/);
  });

  it.each([
    [{ minor: 5, currency: 'EUR' }, '0.05'],
    [{ minor: -5, currency: 'EUR' }, '-0.05'],
    [{ minor: 1200, currency: 'JPY' }, '1200'],
    [{ minor: 1, currency: 'KWD' }, '0.001'],
    [{ minor: 0, currency: 'EUR' }, '0.00'],
  ])('writes %o as %s', (money, text) => {
    expect(formatMoney(money)).toBe(text);
  });

  it.each(CURRENCIES)('comes back the same after it was written and read in %s', (currency, digits) => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (minor) => {
        const money = { minor: minor + 0, currency };
        const text = formatMoney(money);
        expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
        expect(parseMoney(text, currency)).toEqual(money);
      }),
    );
  });

  it('adds up in one currency only', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (minors) => {
        const amounts = minors.map((minor) => ({ minor, currency: 'EUR' }));
        expect(sumMoney('EUR', amounts).minor).toBe(minors.reduce((a, b) => a + b, 0));
      }),
    );
    expect(sumMoney('JPY', [])).toEqual({ minor: 0, currency: 'JPY' });
    expect(() => sumMoney('EUR', [{ minor: 1, currency: 'USD' }])).toThrow(/cannot add USD to EUR/);
  });

  it.each([
    { minor: 1.5, currency: 'EUR' },
    { minor: 2 ** 53, currency: 'EUR' },
    { minor: 1, currency: 'eur' },
  ])('is never %o', (value) => {
    expect(Money.safeParse(value).success).toBe(false);
  });
});
