// Check digits as the carriers publish them; see the public "tracking_number_data" collection (UPS: mod 10, DHL Express: mod 7, UPU S10: mod 11).

/** A UPS number with its check digit: 1Z, shipper, service, package, digit. */
export function upsNumber(serial: number): string {
  const body = `5R893903${String(serial).padStart(7, '0').slice(-7)}`;
  return `1Z${body}${upsCheckDigit(body)}`;
}

export function upsCheckDigit(body: string): number {
  const sum = [...body].reduce((total, character, at) => {
    const value = /\d/.test(character) ? Number(character) : (character.charCodeAt(0) - 3) % 10;
    return total + (at % 2 === 1 ? value * 2 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/** A DHL Express waybill number: nine digits and their remainder by seven. */
export function dhlNumber(serial: number): string {
  const body = 331_000_000 + (serial % 600_000_000);
  return `${body}${body % 7}`;
}

/** A postal parcel number by UPU S10: "RR123456785DE". */
export function postalNumber(serial: number, country = 'DE'): string {
  const digits = String(serial % 100_000_000).padStart(8, '0');
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const rest = 11 - (weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11);
  return `RR${digits}${rest === 10 ? 0 : rest === 11 ? 5 : rest}${country}`;
}

/** A number and a page to follow it on for a carrier code; null where the carrier gives none (letters). */
export function trackingFor(carrier: string, serial: number): { number: string; url: string } | null {
  switch (true) {
    case /^UPS/i.test(carrier):
      return withUrl(upsNumber(serial), 'https://www.ups.com/track?tracknum=');
    case /^DHL/i.test(carrier):
      return withUrl(dhlNumber(serial), 'https://www.dhl.com/en/express/tracking.html?AWB=');
    case /^LETTER/i.test(carrier):
      return null;
    default:
      return withUrl(postalNumber(serial), 'https://parcelsapp.com/en/tracking/');
  }
}

const withUrl = (number: string, base: string): { number: string; url: string } => ({ number, url: base + number });
