/** How many digits the minor unit of a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function digitsOf(currency: string): number {
  const found =
    known.get(currency) ?? new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  known.set(currency, found);
  return found;
}

// Asking Intl for every order would show in the benches.
const known = new Map<string, number>();

/** Minor units as WooCommerce writes amounts: "12.50". */
export function written(minor: number, digits: number): string {
  return (minor / 10 ** digits).toFixed(digits);
}

/** An amount that WooCommerce wrote, in minor units; an empty one is nothing. */
export function minorOf(amount: unknown, digits: number): number {
  return Math.round(Number(typeof amount === 'string' || typeof amount === 'number' ? amount : 0) * 10 ** digits);
}

export function percentOf(net: number, percent: number): number {
  return Math.round((net * percent) / 100);
}
