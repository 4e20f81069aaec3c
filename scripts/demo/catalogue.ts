/** The twelve products of the demo shop; prices in cents. The last one is left without a mapping on purpose. */
export const PRODUCTS = [
  { sku: 'MUG-BLUE', name: 'Mug, blue', cents: 1250 },
  { sku: 'MUG-RED', name: 'Mug, red', cents: 1250 },
  { sku: 'TEE-S', name: 'T-shirt, small', cents: 1999 },
  { sku: 'TEE-M', name: 'T-shirt, medium', cents: 1999 },
  { sku: 'TEE-L', name: 'T-shirt, large', cents: 1999 },
  { sku: 'HOODIE', name: 'Hoodie', cents: 4549 },
  { sku: 'CAP', name: 'Cap', cents: 1533 },
  { sku: 'POSTER', name: 'Poster', cents: 890 },
  { sku: 'BEANIE', name: 'Beanie', cents: 1475 },
  { sku: 'SOCKS', name: 'Socks, pair', cents: 667 },
  { sku: 'BAG', name: 'Canvas bag', cents: 2390 },
  { sku: 'LOT-COFFEE', name: 'Coffee, 500 g', cents: 1190 },
] as const;

export const UNMAPPED_SKU = 'LOT-COFFEE';

/** A note that makes the demo's warehouse ship in two parts. */
export const PARTIAL_NOTE = 'Please send what you have first.';

const PEOPLE = [
  ['Ada', 'King', '12 Mill Lane', 'Leeds', 'LS1 4AP', 'GB'],
  ['Zoë', 'Müller', 'Hauptstraße 5', 'Köln', '50667', 'DE'],
  ['Luis', 'Pérez', 'Calle Mayor 7', 'Madrid', '28013', 'ES'],
  ['יעל', 'כהן', 'דיזנגוף 100', 'תל אביב', '6433222', 'IL'],
  ['Joy 🎈', 'O’Neil', '1 Quay Street', 'Galway', 'H91 X2F5', 'IE'],
] as const;

export interface DemoOrder {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly person: (typeof PEOPLE)[number];
  readonly note: string;
}

/** The n-th order (from 0): varied, and always the same. The third holds the unmapped SKU, the fourth ships in two parts. */
export function demoOrder(n: number): DemoOrder {
  const pick = (at: number): string => PRODUCTS[at % (PRODUCTS.length - 1)]?.sku ?? 'CAP';
  const person = PEOPLE[n % PEOPLE.length] ?? PEOPLE[0];
  const lines = [{ sku: pick(n), quantity: 1 + (n % 3) }];
  if (n % 2 === 1) lines.push({ sku: pick(n + 4), quantity: 2 });
  if (n === 2) lines.push({ sku: UNMAPPED_SKU, quantity: 1 });
  if (n === 3)
    return {
      lines: [
        { sku: 'MUG-RED', quantity: 2 },
        { sku: 'POSTER', quantity: 2 },
      ],
      person,
      note: PARTIAL_NOTE,
    };
  return { lines, person, note: n % 4 === 1 ? 'Please ring twice.' : '' };
}
