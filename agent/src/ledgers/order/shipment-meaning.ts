import { fingerprint } from '../../domain/fingerprint.ts';
import type { Shipment } from '../../domain/shipment.ts';
import type { HeldShipment, Told } from './ledger.ts';
import { meaningOf } from './meaning.ts';

// What a party is told of a parcel means "contents", "contents~void" once it was taken back, and to the shop "contents~~a+b" with a short
// hash of each tracking number: so its receipt says by itself which numbers the customer was told. Receipts of old hold the contents alone.

const VOID = '~void';
const NUMBERS = '~~';

/** True for a parcel that the warehouse took back. */
export function isVoid({ shipment }: HeldShipment): boolean {
  return Boolean(shipment.voidedAt);
}

/** True when what a party was told last is that the parcel never left. */
export function wasToldVoid(told: Told): boolean {
  return meaningOf(told.fingerprint).endsWith(VOID);
}

/** What the ERP is told of a parcel. */
export function erpMeaning(held: HeldShipment, told: Told | undefined): string {
  return isVoid(held) ? voidMeaning(held, told) : held.meaning;
}

/** What was taken back is not taken back again, whatever else the warehouse says of it. */
function voidMeaning(held: HeldShipment, told: Told | undefined): string {
  return told && wasToldVoid(told) ? meaningOf(told.fingerprint) : held.meaning + VOID;
}

/** What the shop is told of a parcel; as long as nothing is new, just what the receipt says. */
export function storeMeaning(held: HeldShipment, told: Told | undefined): string {
  if (isVoid(held)) return voidMeaning(held, told);
  const known = told ? meaningOf(told.fingerprint) : '';
  if (known === held.meaning || known.startsWith(held.meaning + NUMBERS)) return known;
  return `${held.meaning}${NUMBERS}${numbersOf(held.shipment).join('+')}`;
}

/** How the tracking numbers differ from those that the customer was told: not told before, the same, only more of them, or others. */
export function numbersSince(held: HeldShipment, told: Told | undefined): 'new' | 'same' | 'more' | 'other' {
  if (!told || wasToldVoid(told)) return 'new';
  const meaning = meaningOf(told.fingerprint);
  const mark = meaning.lastIndexOf(NUMBERS);
  if (mark === -1) return 'same';
  const before = meaning
    .slice(mark + NUMBERS.length)
    .split('+')
    .filter((each) => each !== '');
  const now = numbersOf(held.shipment);
  if (before.some((each) => !now.includes(each))) return 'other';
  return now.some((each) => !before.includes(each)) ? 'more' : 'same';
}

function numbersOf({ packages }: Shipment): string[] {
  const numbers = packages.flatMap(({ trackingNumber }) => (trackingNumber ? [trackingNumber] : []));
  return [...new Set(numbers)].sort().map((number) => fingerprint(number).slice(0, 8));
}
