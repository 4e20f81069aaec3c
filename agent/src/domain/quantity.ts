import { z } from 'zod';

/** A count as a decimal string ("2", "0.75") with a UN/ECE Rec 20 unit code; C62 is "one piece". */
export const Quantity = z.object({
  value: z.string().regex(/^-?\d+(\.\d+)?$/),
  unit: z.string().min(1).max(3),
});
export type Quantity = z.infer<typeof Quantity>;

const SCALE = 6;

function toScaled(value: string): bigint {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const scaled = BigInt(whole + fraction.padEnd(SCALE, '0').slice(0, SCALE));
  return negative ? -scaled : scaled;
}

function fromScaled(scaled: bigint): string {
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(SCALE + 1, '0');
  const fraction = text.slice(-SCALE).replace(/0+$/, '');
  const sign = scaled < 0n ? '-' : '';
  return sign + text.slice(0, -SCALE) + (fraction ? `.${fraction}` : '');
}

/** A quantity of whole or fractional pieces; unit defaults to C62. */
export function quantity(value: string | number, unit = 'C62'): Quantity {
  return { value: fromScaled(toScaled(String(value))), unit };
}

/** a + b in the same unit; throws TypeError when the units differ. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  if (a.unit !== b.unit) throw new TypeError(`cannot add ${b.unit} to ${a.unit}`);
  return { value: fromScaled(toScaled(a.value) + toScaled(b.value)), unit: a.unit };
}

/** a − b in the same unit; may be negative. Throws TypeError when the units differ. */
export function subtractQuantity(a: Quantity, b: Quantity): Quantity {
  if (a.unit !== b.unit) throw new TypeError(`cannot subtract ${b.unit} from ${a.unit}`);
  return { value: fromScaled(toScaled(a.value) - toScaled(b.value)), unit: a.unit };
}

/** Negative when a < b, zero when equal, positive when a > b; compares values only, so units must match. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  if (a.unit !== b.unit) throw new TypeError(`cannot compare ${b.unit} with ${a.unit}`);
  const difference = toScaled(a.value) - toScaled(b.value);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** True when the quantity is exactly zero. */
export function isZero(a: Quantity): boolean {
  return toScaled(a.value) === 0n;
}
