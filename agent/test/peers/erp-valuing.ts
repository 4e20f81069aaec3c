import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, round, toMicro } from './decimal.ts';
import type { ErpLine, ErpTax } from './erp-documents.ts';
import { Refusal, text } from './routing.ts';

/** The digits of a currency: two for euros, none for yen, three for Kuwaiti dinars. */
export function digitsOf(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

export const amountOf = (micro: bigint, digits: number): string => fromMicro(round(micro, digits), digits);

/** So many minor units as an amount. */
export const minorUnits = (count: number, digits: number): bigint => BigInt(count) * 10n ** BigInt(6 - digits);

/** A given tax stands when it is what the ERP's own rate gives, but for rounding; otherwise the ERP books its own. */
export function enterTaxes(books: Books, net: bigint, taxes: readonly Record<string, unknown>[], digits: number): ErpTax[] {
  return taxes.map((tax) => {
    const code = text(tax, 'code');
    const known = books.table<Code>('taxes').get(code);
    if (!known) throw new Refusal(422, 'tax-unknown', `There is no tax "${code}".`, { tax: code });
    const rate = typeof known['rate'] === 'string' ? known['rate'] : null;
    const given = tax['amount'] === undefined && rate !== null ? null : toMicro(tax['amount']);
    const own = rate === null ? (given ?? 0n) : atRate(net, rate, digits);
    const difference = given === null ? 0n : own > given ? own - given : given - own;
    return { code, rate, amount: fromMicro(given !== null && difference <= minorUnits(2, digits) ? given : own, digits) };
  });
}

const atRate = (net: bigint, rate: string, digits: number): bigint => round((net * toMicro(rate)) / 100_000_000n, digits);

export interface Sums {
  total: string;
  taxTotal: string;
}

export function valueOf(parts: readonly { net: string; taxes: readonly ErpTax[] }[], digits: number): Sums {
  let tax = 0n;
  let net = 0n;
  for (const part of parts) {
    net += toMicro(part.net);
    for (const { amount } of part.taxes) tax += toMicro(amount);
  }
  return { total: fromMicro(net + tax, digits), taxTotal: fromMicro(tax, digits) };
}

type Priced = Pick<ErpLine, 'quantity' | 'net' | 'discount' | 'taxes'>;

/** The same line at the same price for other units. */
export function rescale<L extends Priced>(line: L, quantity: bigint, digits: number): L {
  const before = toMicro(line.quantity);
  const part = (amount: string): bigint => round((toMicro(amount) * quantity) / before, digits);
  const net = part(line.net);
  return {
    ...line,
    quantity: fromMicro(quantity),
    net: fromMicro(net, digits),
    discount: fromMicro(part(line.discount), digits),
    taxes: line.taxes.map((tax) => ({
      ...tax,
      amount: fromMicro(tax.rate === null ? part(tax.amount) : atRate(net, tax.rate, digits), digits),
    })),
  };
}
