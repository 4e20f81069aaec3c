import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceLines, roundingPair } from '../../../../src/connectors/tryton/pricing.ts';

const euro = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

/** Tryton's own arithmetic: quantity × price, rounded half to even to the cent. */
function trytonAmount(quantity: string, price: string): number {
  const millionths = BigInt(Math.round(Number(quantity) * 1e6));
  const [whole = '0', fraction = ''] = price.replace('-', '').split('.');
  const size = millionths * BigInt(whole + fraction.padEnd(4, '0'));
  const cent = 10n ** 8n;
  const rest = (size % cent) * 2n;
  const floor = size / cent;
  const rounded = Number(rest > cent || (rest === cent && floor % 2n === 1n) ? floor + 1n : floor);
  return price.startsWith('-') ? -rounded : rounded;
}

describe('unit prices for Tryton', () => {
  it('uses one line where four decimals can say the net', () => {
    expect(priceLines('2', euro(2500))).toEqual([{ quantity: '2', unitPrice: '12.5000' }]);
    expect(priceLines('3', euro(1000))).toEqual([{ quantity: '3', unitPrice: '3.3333' }]);
    expect(priceLines('0.75', euro(100))).toEqual([{ quantity: '0.75', unitPrice: '1.3333' }]);
  });

  it('uses two lines a cent apart where they cannot', () => {
    expect(priceLines('300', euro(10001))).toEqual([
      { quantity: '199', unitPrice: '0.33' },
      { quantity: '101', unitPrice: '0.34' },
    ]);
  });

  it('knows currencies without and with three minor digits', () => {
    expect(priceLines('3', { minor: 1000, currency: 'JPY' })).toEqual([{ quantity: '3', unitPrice: '333.3333' }]);
    expect(priceLines('3', { minor: 1000, currency: 'KWD' })).toEqual([{ quantity: '3', unitPrice: '0.3333' }]);
  });

  it('says so when neither can be done', () => {
    expect(priceLines('0', euro(0))).toBeNull();
    expect(priceLines('12345.5', euro(10001))).toBeNull();
  });

  it('always ties to the cent for whole pieces, and never changes their number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: -1_000_000, max: 50_000_000 }), (pieces, minor) => {
        const lines = priceLines(String(pieces), euro(minor)) ?? [];
        expect(lines.reduce((sum, line) => sum + trytonAmount(line.quantity, line.unitPrice), 0)).toBe(minor);
        expect(lines.reduce((sum, line) => sum + Number(line.quantity), 0)).toBe(pieces);
        for (const line of lines) expect(Number(line.quantity)).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the pair of lines that moves a tax', () => {
  it('moves the tax by the difference and the net by nothing', () => {
    expect(roundingPair(euro(1), '0.20')).toEqual({ taxed: '0.0500', untaxed: '-0.05' });
    expect(roundingPair(euro(-2), '0.19')).toEqual({ taxed: '-0.1053', untaxed: '0.11' });
    expect(roundingPair(euro(1), '0')).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 1, max: 2700 }), (minor, rate) => {
        const fraction = (rate / 10_000).toFixed(4);
        const pair = roundingPair(euro(minor), fraction);
        if (pair === null) throw new Error('a positive rate has a pair');
        expect(trytonAmount('1', pair.taxed) + trytonAmount('1', pair.untaxed)).toBe(0);
        expect(Math.abs(Number(pair.taxed) * Number(fraction) * 100 - minor)).toBeLessThan(0.01);
      }),
    );
  });
});
