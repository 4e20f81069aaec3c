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

/** What a parcel costs in the demo, in cents. */
export const SHIPPING_CENTS = 490;

/** Notes by which the demo's warehouse knows an order: it ships in two parts, stops when it is packed, or waits before it is picked. */
export const PARTIAL_NOTE = 'Please send what you have first.';
export const PACKED_NOTE = 'It is a present for Friday.';
export const WAITING_NOTE = 'I may still change my mind.';

/** First name, last name, street, city, state, postcode, country; some countries cannot do without a state. */
const PEOPLE = [
  ['Ada', 'King', '12 Mill Lane', 'Leeds', '', 'LS1 4AP', 'GB'],
  ['Zoë', 'Müller', 'Hauptstraße 5', 'Köln', '', '50667', 'DE'],
  ['Luis', 'Pérez', 'Calle Mayor 7', 'Madrid', 'M', '28013', 'ES'],
  ['יעל', 'כהן', 'דיזנגוף 100', 'תל אביב', '', '6433222', 'IL'],
  ['Joy 🎈', 'O’Neil', '1 Quay Street', 'Galway', 'G', 'H91 X2F5', 'IE'],
] as const;

export type Units = Readonly<Record<string, number>>;

export interface DemoOrder {
  readonly units: Units;
  readonly person: (typeof PEOPLE)[number];
  readonly note: string;
}

/** Which order tells which story, counted from 0. */
export const STORY_ORDERS = { unmapped: 2, partial: 3, tooLate: 4, edit: 5, return: 6 } as const;

/** What the customer of the edited order wants after all, and where to. */
export const EDITED = { units: { 'MUG-BLUE': 2, CAP: 1, SOCKS: 1 }, street: 'Nebenstraße 7' } as const;

const STORIES: Readonly<Record<number, { readonly units: Units; readonly note?: string }>> = {
  [STORY_ORDERS.unmapped]: { units: { 'TEE-S': 3, [UNMAPPED_SKU]: 1 } },
  [STORY_ORDERS.partial]: { units: { 'MUG-RED': 2, POSTER: 2 }, note: PARTIAL_NOTE },
  [STORY_ORDERS.tooLate]: { units: { BAG: 1 }, note: PACKED_NOTE },
  [STORY_ORDERS.edit]: { units: { 'MUG-BLUE': 1, CAP: 1 }, note: WAITING_NOTE },
  [STORY_ORDERS.return]: { units: { HOODIE: 2 } },
};

/** The n-th order (from 0): varied, and always the same. */
export function demoOrder(n: number): DemoOrder {
  const pick = (at: number): string => PRODUCTS[at % (PRODUCTS.length - 1)]?.sku ?? 'CAP';
  const person = PEOPLE[n % PEOPLE.length] ?? PEOPLE[0];
  const story = STORIES[n];
  if (story) return { units: story.units, person, note: story.note ?? '' };
  const units = { [pick(n)]: 1 + (n % 3), ...(n % 2 === 1 ? { [pick(n + 4)]: 2 } : {}) };
  return { units, person, note: n % 4 === 1 ? 'Please ring twice.' : '' };
}

/** What so many units cost with shipping, in cents. */
export function centsOf(units: Units, shipping = SHIPPING_CENTS): number {
  const price = new Map<string, number>(PRODUCTS.map(({ sku, cents }) => [sku, cents]));
  return Object.entries(units).reduce((sum, [sku, n]) => sum + n * (price.get(sku) ?? 0), shipping);
}
