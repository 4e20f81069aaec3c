import { minorDigits } from '../../domain/money.ts';

const SCALE = 8;

/** An exact decimal as an integer of 10⁻⁸; an empty text is zero. Throws RangeError on anything that is not a plain decimal. */
export function exact(decimal: string): bigint {
  if (decimal.trim() === '') return 0n;
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal.trim());
  if (!parts) throw new RangeError(`"${decimal}" is not a decimal amount`);
  const [, sign, whole = '0', fraction = ''] = parts;
  const value = BigInt(whole + fraction.padEnd(SCALE, '0').slice(0, SCALE));
  return sign === '-' ? -value : value;
}

/** Exact value of one minor unit of the currency. */
function unitOf(currency: string): bigint {
  return 10n ** BigInt(SCALE - (minorDigits(currency) ?? 2));
}

function nearest(value: bigint, unit: bigint): bigint {
  const half = value < 0n ? -unit / 2n : unit / 2n;
  return (value + half) / unit;
}

/** Rounds half away from zero to minor units. */
export function toMinor(value: bigint, currency: string): number {
  const minor = Number(nearest(value, unitOf(currency)));
  if (!Number.isSafeInteger(minor)) throw new RangeError('the amount is too large');
  return minor;
}

/**
 * Rounds parts so that they sum to `total` minor units, as WooCommerce does when it rounds only at the end: those nearest to the
 * other side move by one unit. No part moves further than its own rounding, so a real difference stays a difference.
 */
export function roundToTotal(parts: readonly bigint[], total: number, currency: string): number[] {
  const unit = unitOf(currency);
  const rounded = parts.map((part) => toMinor(part, currency));
  const missing = total - rounded.reduce((sum, part) => sum + part, 0);
  if (missing === 0) return rounded;
  const step = missing > 0 ? 1 : -1;
  const lost = (index: number): bigint => ((parts[index] ?? 0n) - BigInt(rounded[index] ?? 0) * unit) * BigInt(step);
  const movable = parts.map((_, index) => index).filter((index) => lost(index) > 0n);
  if (movable.length < Math.abs(missing)) return rounded;
  movable.sort((a, b) => (lost(a) === lost(b) ? a - b : lost(a) > lost(b) ? -1 : 1));
  for (const index of movable.slice(0, Math.abs(missing))) rounded[index] = (rounded[index] ?? 0) + step;
  return rounded;
}
