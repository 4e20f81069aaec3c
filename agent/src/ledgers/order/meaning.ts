import { canonicalJson, fingerprint } from '../../domain/fingerprint.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import type { Shipment } from '../../domain/shipment.ts';

// A delivery's fingerprint is "meaning.codes": what the store or warehouse said, then the codes and foreign ids that it was put into.
// A receipt settles the meaning (a mapping that is edited later sends nothing again); a refusal blocks only meaning and codes together.

/** The fingerprint of a delivery out of its two parts. */
export function joinFingerprint(meaning: string, codes: unknown): string {
  return `${meaning}.${fingerprint(codes)}`;
}

/** The part of a fingerprint that a receipt settles. */
export function meaningOf(whole: string): string {
  const dot = whole.lastIndexOf('.');
  return dot === -1 ? whole : whole.slice(0, dot);
}

/** What of an order the ERP and the warehouse would have to know again if it changed: not its status, payment or times. */
export function orderMeaning(order: SalesOrder): string {
  const { billing, shipping, currency, pricesIncludeTax, lines, charges, total, taxTotal, note } = order;
  return fingerprint({ billing, shipping, currency, pricesIncludeTax, lines, charges, total, taxTotal, note });
}

/** What of a parcel others would have to know again if it changed: not its weight and measures, nor in which carton a unit is. */
export function shipmentMeaning({ id, lines, packages, voidedAt }: Shipment): string {
  return fingerprint({
    id,
    lines: lines.map(({ packageId: _, ...line }) => line),
    packages: packages.map(({ weightGrams: _, dimensionsMm: __, ...rest }) => rest),
    voided: voidedAt ? true : undefined,
  });
}

/** What a fulfillment order is about beside its units; the parts can be compared one by one. In our own words, so that a mapping that is edited later changes nothing. */
export function termsOf(order: SalesOrder, method: string | null, substitutes: readonly string[] = []): string {
  const known = usualTerms.get(order) ?? [order.shipping, method, order.note].map(short).join('~');
  usualTerms.set(order, known);
  return substitutes.length > 0 ? `${known}~${short(substitutes)}` : known;
}

/** An order is planned again and again, but its terms stay. */
const usualTerms = new WeakMap<SalesOrder, string>();

function short(part: unknown): string {
  return fingerprint(part).slice(0, 12);
}

/** The meaning of a request to a warehouse: its units, then its terms. */
export function requestMeaning(lines: unknown, terms: string): string {
  return `${fingerprint(lines)}~${terms}`;
}

/** The terms in the meaning of a request; empty for one of old, which had none. */
export function termsIn(meaning: string): string {
  const cut = meaning.indexOf('~');
  return cut === -1 ? '' : meaning.slice(cut + 1);
}

/** Equal as JSON text: enough to see that nothing is new; a mere change in the order of keys counts as new. */
export function sameText(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Equal as JSON, whatever the order of keys; the quick way first. */
export function sameJson(a: unknown, b: unknown): boolean {
  return sameText(a, b) || canonicalJson(a) === canonicalJson(b);
}
