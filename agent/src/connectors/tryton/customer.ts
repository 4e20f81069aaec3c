import { z } from 'zod';
import type { OutboundCustomer } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { toAddressValues, type AddressValues } from './address.ts';
import type { Erp } from './erp.ts';
import type { TrytonSettings } from './settings.ts';

const Party = z.object({ id: z.number(), code: z.string() });
const Mechanism = z.object({ party: z.number(), value: z.string() });
const Identifier = z.object({ party: z.number(), code: z.string(), type: z.string().nullable() });

// Member states and Northern Ireland, as VAT numbers begin (stdnum.eu.vat).
const VAT_PREFIX = /^(AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI)[0-9A-Z]{2,13}$/;

/** A VAT number without blanks, dots and dashes, in capitals. */
export function compactVat(vat: string): string {
  return vat.replace(/[\s.\-/]/g, '').toUpperCase();
}

/** Finds the customer by our reference, e-mail, then VAT number, or makes it; a repeat finds what the first attempt made. */
export async function writeCustomer(erp: Erp, settings: TrytonSettings, customer: OutboundCustomer): Promise<Receipt> {
  const found = await findCustomer(erp, settings, customer);
  if (found !== null) {
    await addVatNumber(erp, found, customer);
    return partyReceipt(erp, found, true);
  }
  return partyReceipt(erp, await createCustomer(erp, customer), false);
}

async function findCustomer(erp: Erp, settings: TrytonSettings, customer: OutboundCustomer): Promise<number | null> {
  const ours = await erp.search('party.identifier', [['code', '=', customer.reference]], Identifier);
  if (ours[0] !== undefined) return ours[0].party;
  if (customer.guest && settings.guests === 'one-per-order') return null;
  return (await findByEmail(erp, customer.email)) ?? (await findByVat(erp, customer.vatNumber));
}

async function findByEmail(erp: Erp, email: string): Promise<number | null> {
  const wanted = email.trim().toLowerCase();
  if (wanted === '') return null;
  // "_" and "%" in an address are wildcards for ilike, so what comes back is compared again.
  const rows = await erp.search(
    'party.contact_mechanism',
    [
      ['type', '=', 'email'],
      ['value', 'ilike', wanted],
    ],
    Mechanism,
  );
  return rows.find((row) => row.value.trim().toLowerCase() === wanted)?.party ?? null;
}

async function findByVat(erp: Erp, vatNumber: string | null): Promise<number | null> {
  if (vatNumber === null || vatNumber.trim() === '') return null;
  const rows = await erp.search('party.identifier', [['code', 'in', [vatNumber, compactVat(vatNumber)]]], Identifier);
  return rows[0]?.party ?? null;
}

// A known person who now buys for a company: the invoice needs the number, but a number that is there is not ours to replace.
async function addVatNumber(erp: Erp, party: number, customer: OutboundCustomer): Promise<void> {
  if (customer.vatNumber === null || customer.vatNumber.trim() === '') return;
  const known = await erp.search(
    'party.identifier',
    [
      ['party', '=', party],
      ['type', '!=', null],
    ],
    Identifier,
  );
  if (known.length > 0) return;
  await erp.create('party.identifier', [{ party, ...vatIdentifier(customer.vatNumber) }]);
}

/** Pure: the values of a new party; our reference is an identifier without a type, so that a repeat finds the party. */
export function partyValues(
  customer: OutboundCustomer,
  addresses: readonly AddressValues[],
  phoneType: 'phone' | 'other',
): Record<string, unknown> {
  const mechanisms = [
    ...(customer.email.trim() === '' ? [] : [{ type: 'email', value: customer.email.trim().toLowerCase() }]),
    ...(customer.phone.trim() === '' ? [] : [{ type: phoneType, value: customer.phone.trim() }]),
  ];
  const vat = customer.vatNumber === null || customer.vatNumber.trim() === '' ? [] : [vatIdentifier(customer.vatNumber)];
  return {
    name: customer.company === '' ? customer.name : customer.company,
    addresses: [['create', addresses]],
    contact_mechanisms: [['create', mechanisms]],
    identifiers: [['create', [...vat, { type: null, code: customer.reference }]]],
  };
}

function vatIdentifier(vatNumber: string): { type: string | null; code: string } {
  const code = compactVat(vatNumber);
  return { type: VAT_PREFIX.test(code) ? 'eu_vat' : null, code };
}

async function createCustomer(erp: Erp, customer: OutboundCustomer): Promise<number> {
  const billing = await toAddressValues(erp, customer.billing);
  const shipping = await toAddressValues(erp, customer.shipping);
  const addresses = JSON.stringify(billing) === JSON.stringify(shipping) ? [billing] : [billing, shipping];
  const create = (phoneType: 'phone' | 'other'): Promise<number[]> =>
    erp.create('party.party', [partyValues(customer, addresses, phoneType)]);
  const [id] = await create('phone').catch((error: unknown) => {
    // Tryton may check phone numbers; a customer is not refused because of one.
    if (error instanceof RejectedError && customer.phone.trim() !== '') return create('other');
    throw error;
  });
  if (id === undefined) throw new Error('Tryton created no party');
  return id;
}

async function partyReceipt(erp: Erp, id: number, existed: boolean): Promise<Receipt> {
  const [party] = await erp.search('party.party', [['id', '=', id]], Party);
  return receiptFor(String(id), party?.code ?? null, { existed });
}
