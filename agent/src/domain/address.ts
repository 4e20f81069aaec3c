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

/** Parts that a parcel cannot be sent without but that this address lacks, by their field names; empty when it is complete. Countries differ: not all have postcodes, in some the state belongs to the address. */
export function missingAddressParts(address: Address): string[] {
  const { country } = address;
  const required: [string, string][] = [
    ['name', address.firstName + address.lastName + address.company],
    ['line1', address.line1],
    ['country', country],
  ];
  if (!WITHOUT_CITY.has(country)) required.splice(2, 0, ['city', address.city]);
  if (WITH_STATE.has(country)) required.push(['state', address.state]);
  if (!WITHOUT_POSTCODE.has(country)) required.push(['postcode', address.postcode]);
  return required.filter(([, value]) => value.trim() === '').map(([part]) => part);
}

const countries = (codes: string): ReadonlySet<string> => new Set(codes.split(' '));

/** Countries in whose addresses a postcode is not in general use (Universal Postal Union addressing sheets, Google libaddressinput), or for which WooCommerce does not insist on one at checkout; Irish parcels arrive without an Eircode. */
const WITHOUT_POSTCODE = countries(
  'AE AG AO AW BD BF BH BI BJ BO BS BW BZ CD CF CG CI CK CL CM CO CW DJ DM ER FJ GA GD GH GM GQ GT GY HK IE IQ JM KH KI KM KN KP LC LR LY ML MM MO MR MW MZ NA NG NP NR NU PA QA RW SB SC SL SO SR SS ST SV SY TD TG TK TL TO TT TV UG VN VU WS YE ZW',
);

/** Countries whose postal address names the state or province (`require` with S in Google libaddressinput) and for which WooCommerce insists on it at checkout. */
const WITH_STATE = countries('AU BR CA CN CO CR ES HN IN IT JM JP MX MY PE PH TH TW US VE');

/** City states, whose addresses name no city (Google libaddressinput, WooCommerce). */
const WITHOUT_CITY = countries('SG');
