import type { OrderSpec } from '../../peers/store-order.ts';
import type { Outcome } from '../scenario.ts';

export const MUGS_AND_CAP = 'Two blue mugs at 10.00 and a cap at 20.00, shipping 5.00, VAT 20 %: 54.00 EUR, paid by card, to Germany.';

const GERMANY = {
  first_name: 'Zoë',
  last_name: 'Müller',
  company: '',
  address_1: 'Hauptstraße 5',
  address_2: '',
  city: 'Köln',
  state: '',
  postcode: '50667',
  country: 'DE',
  phone: '+49 221 1234',
};

/** The order that most stories begin with; `more` replaces fields of the shop's order. */
export function mugsAndCap(more: Readonly<Record<string, unknown>> = {}, spec: Partial<OrderSpec> = {}): OrderSpec {
  return {
    lines: [
      { sku: 'MUG-BLUE', name: 'Mug, blue', quantity: 2, cents: 1000 },
      { sku: 'CAP', name: 'Cap', quantity: 1, cents: 2000 },
    ],
    discountPercent: 0,
    feeCents: 0,
    shipping: { method: 'flat_rate', title: 'Flat rate', cents: 500 },
    taxPercent: 20,
    ...spec,
    order: { billing: { ...GERMANY, email: 'zoe@example.com' }, shipping: GERMANY, customer_note: '', ...more },
  };
}

/** Everything left in one parcel, and everybody knows. */
export const ALL_DONE: Outcome = {
  shop: { status: 'completed', parcels: [{ 'MUG-BLUE': 2, CAP: 1 }], told: ['on its way'], refunds: [] },
  erp: { order: { status: 'closed', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] }, total: '54.00' } },
  warehouse: { orders: [{ status: 'shipped', lines: { 'MUG-BLUE': [2, 2], CAP: [1, 1] } }] },
  open: [],
};

/** Nobody but the shop has ever heard of the order. */
export function nowhere(status: string, open: readonly string[] = []): Outcome {
  return { shop: { status, parcels: [], told: [], refunds: [] }, erp: { order: null }, warehouse: { orders: [] }, open };
}
