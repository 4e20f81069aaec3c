import { minorDigits, type Money } from '../../domain/money.ts';

/** One line as Tryton books it: amount = quantity × unit price, rounded half to even to the currency. */
export interface PricedLine {
  readonly quantity: string;
  readonly unitPrice: string;
}

// Tryton's unit prices have four decimals (trytond.modules.product.price_digits); our quantities at most six.
const PRICE_DIGITS = 4;
const QUANTITY_DIGITS = 6;

/**
 * Lines whose amounts in Tryton sum exactly to `net`: one where a unit price of four decimals can say it, else two whose prices differ by one minor unit.
 * Null when neither is possible (a fraction of a large quantity, or nothing for nothing).
 */
export function priceLines(quantity: string, net: Money): PricedLine[] | null {
  const digits = minorDigits(net.currency) ?? 2;
  const count = scaled(quantity);
  if (count <= 0n || digits > PRICE_DIGITS) return null;
  const minor = BigInt(net.minor);
  const price = halfEven(minor * 10n ** BigInt(PRICE_DIGITS - digits + QUANTITY_DIGITS), count);
  if (amountOf(count, price, digits) === minor) return [{ quantity, unitPrice: decimalText(price, PRICE_DIGITS) }];
  return splitByMinorUnit(count, minor, digits);
}

// Whole pieces priced in whole minor units multiply exactly, whatever the quantity.
function splitByMinorUnit(count: bigint, minor: bigint, digits: number): PricedLine[] | null {
  const one = 10n ** BigInt(QUANTITY_DIGITS);
  if (count % one !== 0n) return null;
  const pieces = count / one;
  const low = minor >= 0n ? minor / pieces : -((-minor + pieces - 1n) / pieces);
  const dearer = minor - low * pieces;
  return [
    { quantity: String(pieces - dearer), unitPrice: decimalText(low, digits) },
    { quantity: String(dearer), unitPrice: decimalText(low + 1n, digits) },
  ];
}

function amountOf(count: bigint, price: bigint, digits: number): bigint {
  return halfEven(count * price, 10n ** BigInt(QUANTITY_DIGITS + PRICE_DIGITS - digits));
}

/** a ÷ b rounded half to even, as Tryton's currency.round does; b > 0. */
function halfEven(a: bigint, b: bigint): bigint {
  const negative = a < 0n;
  const size = negative ? -a : a;
  const whole = size / b;
  const twice = (size % b) * 2n;
  const up = twice > b || (twice === b && whole % 2n === 1n);
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

/** Pure: the tax on an amount at a rate given as a fraction ("0.20"), rounded as Tryton does it for a line. */
export function taxOf(net: Money, rate: string): Money {
  return { minor: Number(halfEven(BigInt(net.minor) * scaled(rate), 10n ** BigInt(QUANTITY_DIGITS))), currency: net.currency };
}

function scaled(quantity: string): bigint {
  const [whole = '0', fraction = ''] = quantity.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(QUANTITY_DIGITS, '0').slice(0, QUANTITY_DIGITS));
  return quantity.startsWith('-') ? -size : size;
}

function decimalText(value: bigint, digits: number): string {
  const size = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const sign = value < 0n ? '-' : '';
  return digits === 0 ? sign + size : `${sign}${size.slice(0, -digits)}.${size.slice(-digits)}`;
}

/**
 * A pair of lines that moves the tax by `difference` and the net by nothing: an amount with the tax and the same amount without it.
 * `rate` is the tax's rate as a fraction ("0.20"); null when it is not positive.
 */
export function roundingPair(difference: Money, rate: string): { readonly taxed: string; readonly untaxed: string } | null {
  const digits = minorDigits(difference.currency) ?? 2;
  const [whole = '0', fraction = ''] = rate.split('.');
  const perMillion = BigInt(whole + fraction.padEnd(6, '0').slice(0, 6));
  if (perMillion <= 0n || digits > PRICE_DIGITS) return null;
  const taxed = halfEven(BigInt(difference.minor) * 10n ** BigInt(PRICE_DIGITS - digits) * 1_000_000n, perMillion);
  const untaxed = halfEven(taxed, 10n ** BigInt(PRICE_DIGITS - digits));
  return { taxed: decimalText(taxed, PRICE_DIGITS), untaxed: decimalText(-untaxed, digits) };
}
