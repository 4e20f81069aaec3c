/** Decimal strings as integers of a millionth; the peers calculate with these, never with floats. */
const DIGITS = 6;

export function toMicro(value: unknown): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(value ?? '').trim());
  if (!parts) throw new RangeError(`"${String(value)}" is not a decimal`);
  const micro = BigInt((parts[2] ?? '0') + (parts[3] ?? '').padEnd(DIGITS, '0').slice(0, DIGITS));
  return parts[1] ? -micro : micro;
}

export function fromMicro(micro: bigint, least = 0): string {
  const digits = (micro < 0n ? -micro : micro).toString().padStart(DIGITS + 1, '0');
  const fraction = digits.slice(-DIGITS).replace(/0+$/, '').padEnd(least, '0');
  return `${micro < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Rounds half away from zero to so many digits. */
export function round(micro: bigint, digits: number): bigint {
  const step = 10n ** BigInt(DIGITS - digits);
  const half = step / 2n;
  return ((micro + (micro < 0n ? -half : half)) / step) * step;
}

export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
