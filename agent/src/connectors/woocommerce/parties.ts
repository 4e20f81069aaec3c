import type { Address } from '../../domain/address.ts';
import type { RawAddress, RawOrder } from './raw-order.ts';

/** Billing and shipping address. An empty shipping address means "the same as billing"; e-mail and telephone are only asked once, with billing. */
export function addressesOf(order: RawOrder): { billing: Address; shipping: Address } {
  const billing = addressOf(order.billing);
  const shipping = addressOf(order.shipping);
  if (shipping.line1 === '' && shipping.city === '' && shipping.postcode === '' && shipping.lastName === '')
    return { billing, shipping: billing };
  return { billing, shipping: { ...shipping, email: shipping.email || billing.email, phone: shipping.phone || billing.phone } };
}

function addressOf(raw: RawAddress): Address {
  return {
    firstName: raw.first_name,
    lastName: raw.last_name,
    company: raw.company,
    line1: raw.address_1,
    line2: raw.address_2,
    city: raw.city,
    state: raw.state,
    postcode: raw.postcode,
    country: raw.country,
    email: raw.email,
    phone: raw.phone,
  };
}

/** Where the usual VAT plugins and the block checkout's own fields keep the number ("_billing_eu_vat_number", "_wc_billing/acme/vat-number"). */
const VAT_KEY = /^_?(wc_(billing|shipping|other)\/[^/]+\/)?(billing_)?(eu_|yweu_)?vat([-_]?(number|num|no|id))?$/i;

/** The customer's VAT number, or null when none is given. */
export function vatNumberOf(order: RawOrder): string | null {
  for (const { key, value } of order.meta_data) {
    if (VAT_KEY.test(key) && typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return null;
}
