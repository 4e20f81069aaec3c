import { z } from 'zod';

/** An amount in integer minor units of an ISO 4217 currency (`{minor: 1999, currency: 'EUR'}` is 19.99 EUR); never a float. */
export const Money = z.object({
  minor: z.number().int().safe(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof Money>;

/** Number of minor-unit digits of a currency by ISO 4217 (EUR 2, JPY 0, KWD 3), or null for a currency that ICU does not know. */
export function minorDigits(currency: string): number | null {
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const digits = lookUpDigits(currency);
  digitsByCurrency.set(currency, digits);
  return digits;
}

const digitsByCurrency = new Map<string, number | null>();

function lookUpDigits(currency: string): number | null {
  if (!/^[A-Z]{3}$/.test(currency) || !Intl.supportedValuesOf('currency').includes(currency)) return null;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** Parses a decimal string ("-19.99", "20", "0.005") into Money, rounding half away from zero to the currency's minor unit; throws RangeError on anything that is not a plain decimal. */
export function parseMoney(decimal: string, currency: string): Money {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!parts) throw new RangeError(`"${decimal}" is not a decimal amount`);
  const [, sign, whole = '0', fraction = ''] = parts;
  const digits = minorDigits(currency) ?? 2;
  const padded = fraction.padEnd(digits + 1, '0');
  const kept = BigInt(whole + padded.slice(0, digits));
  const rounded = Number(padded.charAt(digits) >= '5' ? kept + 1n : kept);
  if (!Number.isSafeInteger(rounded)) throw new RangeError(`"${decimal}" is too large an amount`);
  return { minor: sign && rounded !== 0 ? -rounded : rounded, currency };
}

/** Writes Money as a decimal string with exactly the currency's digits ("19.99", "1200" for JPY). */
export function formatMoney(money: Money): string {
  const digits = minorDigits(money.currency) ?? 2;
  const text = String(Math.abs(money.minor)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  const sign = money.minor < 0 ? '-' : '';
  return digits === 0 ? sign + text : `${sign}${text.slice(0, cut)}.${text.slice(cut)}`;
}

/** The sum of amounts in one currency; an empty list is zero. Throws TypeError when currencies are mixed. */
export function sumMoney(currency: string, amounts: Iterable<Money>): Money {
  let minor = 0;
  for (const amount of amounts) {
    if (amount.currency !== currency) throw new TypeError(`cannot add ${amount.currency} to ${currency}`);
    minor += amount.minor;
  }
  return { minor, currency };
}
