import { z } from 'zod';
import type { Address } from '../../domain/address.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';

const Row = z.object({
  id: z.number(),
  party_name: z.string().nullable(),
  street: z.string().nullable(),
  postal_code: z.string().nullable(),
  city: z.string().nullable(),
  country: z.number().nullable(),
  subdivision: z.number().nullable(),
});

/** An address as Tryton keeps it; ids of its country and region. */
export interface AddressValues {
  readonly party_name: string;
  readonly street: string;
  readonly postal_code: string;
  readonly city: string;
  readonly country: number | null;
  readonly subdivision: number | null;
}

/** The person or company on the label. */
export function labelName(address: Address): string {
  const person = `${address.firstName} ${address.lastName}`.trim();
  return address.company === '' ? person : person === '' ? address.company : `${address.company}, ${person}`;
}

/** Pure: our address in Tryton's fields, once country and region have been looked up; a region that Tryton does not know is kept behind the city. */
export function addressValues(address: Address, country: number | null, subdivision: number | null): AddressValues {
  const region = address.state !== '' && subdivision === null && /[^0-9]/.test(address.state) ? `, ${address.state}` : '';
  return {
    party_name: labelName(address),
    street: [address.line1, address.line2].filter((line) => line !== '').join('\n'),
    postal_code: address.postcode,
    city: address.city + region,
    country,
    subdivision,
  };
}

/** Looks up country and region; RejectedError 'erp.customer-refused' when Tryton does not know the country. */
export async function toAddressValues(erp: Erp, address: Address): Promise<AddressValues> {
  if (address.country === '') return addressValues(address, null, null);
  const [country] = await erp.search('country.country', [['code', '=', address.country]], z.object({ id: z.number() }));
  if (country === undefined) {
    throw new RejectedError({
      code: 'erp.customer-refused',
      message: `Tryton does not know the country ${address.country}; add it there (trytond_import_countries).`,
      facts: { country: address.country },
    });
  }
  const domain = [
    ['country', '=', country.id],
    ['code', '=', `${address.country}-${address.state}`],
  ];
  const [region] = address.state === '' ? [] : await erp.search('country.subdivision', domain, z.object({ id: z.number() }));
  return addressValues(address, country.id, region?.id ?? null);
}

/** The id of an equal address of the party, made when there is none. */
export async function addressOf(erp: Erp, party: number, address: Address): Promise<number> {
  const values = await toAddressValues(erp, address);
  const rows = await erp.search('party.address', [['party', '=', party]], Row);
  const same = rows.find((row) => sameAddress(row, values));
  if (same !== undefined) return same.id;
  const [id] = await erp.create('party.address', [{ party, ...values }]);
  if (id === undefined) throw new Error('Tryton created no address');
  return id;
}

function sameAddress(row: z.output<typeof Row>, values: AddressValues): boolean {
  const text = ['party_name', 'street', 'postal_code', 'city'] as const;
  return (
    text.every((field) => plain(row[field]) === plain(values[field])) &&
    row.country === values.country &&
    row.subdivision === values.subdivision
  );
}

function plain(text: string | null): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().toLowerCase();
}
