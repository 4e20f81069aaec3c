import { z } from 'zod';

/** A postal address; empty strings are absent parts, `country` is ISO 3166 alpha-2, `state` is the store's own region code. */
export const Address = z.object({
  firstName: z.string(),
  lastName: z.string(),
  company: z.string(),
  line1: z.string(),
  line2: z.string(),
  city: z.string(),
  state: z.string(),
  postcode: z.string(),
  country: z.string(),
  email: z.string(),
  phone: z.string(),
});
export type Address = z.infer<typeof Address>;

/** Parts that a parcel cannot be sent without but that this address lacks, by their field names; empty when it is complete. */
export function missingAddressParts(address: Address): string[] {
  const required: [string, string][] = [
    ['name', address.firstName + address.lastName + address.company],
    ['line1', address.line1],
    ['city', address.city],
    ['country', address.country],
  ];
  if (!COUNTRIES_WITHOUT_POSTCODE.has(address.country)) required.push(['postcode', address.postcode]);
  return required.filter(([, value]) => value.trim() === '').map(([part]) => part);
}

/** Countries in whose addresses a postcode is not in general use (Universal Postal Union addressing sheets). */
const COUNTRIES_WITHOUT_POSTCODE = new Set(
  'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN KP LC ML MO MR MW NA NR NU QA RW SB SC SL SO SR ST SY TD TG TK TL TO TT TV UG VU YE ZW'.split(
    ' ',
  ),
);
