import { missingAddressParts } from '../../domain/address.ts';
import { formatMoney, minorDigits, sumMoney } from '../../domain/money.ts';
import { sumOfParts, type SalesOrder } from '../../domain/sales-order.ts';
import { raise, type Draft } from './draft.ts';
import { own } from './ledger.ts';

/** Every reason why the order may not go to the ERP as it is, each told to a person with its values; codes are checked apart. */
export function checkOrder(draft: Draft): void {
  checkLines(draft);
  checkPayment(draft);
  checkZeroTotal(draft);
  checkCurrency(draft);
  checkAddress(draft);
  checkTax(draft);
  checkMoney(draft);
}

function checkLines(draft: Draft): void {
  const count = draft.order.lines.length;
  if (count === 0) raise(draft, { code: 'order.no-lines', message: 'The order has no lines, so there is nothing to ship.' });
  if (count <= draft.policy.maxLines) return;
  raise(draft, {
    code: 'order.too-many-lines',
    message: `The order has ${count} lines; at most ${draft.policy.maxLines} are sent in one order.`,
  });
}

function checkPayment(draft: Draft): void {
  const { payment, total } = draft.order;
  const rule = own(draft.policy.paymentRules, payment.method);
  const allowed =
    total.minor === 0 ||
    payment.state === 'captured' ||
    payment.state === 'on-delivery' ||
    (payment.state === 'authorized' && rule !== undefined) ||
    (payment.state === 'unpaid' && rule === 'any');
  if (allowed) return;
  const how = payment.title || payment.method || 'an unknown method';
  const words = { unpaid: 'has not been made', authorized: 'is only authorized, not captured', refunded: 'has been refunded' };
  const state = words[payment.state as keyof typeof words];
  raise(draft, { code: 'order.unpaid', message: `The payment of ${formatMoney(total)} ${total.currency} by ${how} ${state}.` });
}

function checkZeroTotal(draft: Draft): void {
  const { order, policy, ledger } = draft;
  if (order.total.minor !== 0 || policy.zeroTotal === 'send' || ledger.reviewed.zeroTotal) return;
  // What a gift card paid in full is no present of ours.
  if (order.charges.some(({ kind, net }) => kind === 'gift-card' && net.minor < 0)) return;
  const message = `The order costs 0 ${order.currency}. Retry to send it on all the same.`;
  raise(draft, { code: 'order.zero-total', message, retriable: true });
}

function checkCurrency(draft: Draft): void {
  const { currency } = draft.order;
  const taken = draft.policy.currencies;
  if (taken ? taken.includes(currency) : minorDigits(currency) !== null) return;
  const which = taken ? `The ERP takes ${taken.join(', ') || 'no currency yet'}.` : 'It is not a currency of ISO 4217.';
  raise(draft, { code: 'order.currency-unsupported', message: `The order is in ${currency || 'no currency'}. ${which}` });
}

const PARTS: Readonly<Record<string, string>> = {
  name: 'name',
  line1: 'street',
  city: 'city',
  country: 'country',
  state: 'state or province',
  postcode: 'postcode',
};

function checkAddress(draft: Draft): void {
  const missing = missingAddressParts(draft.order.shipping);
  if (missing.length === 0) return;
  const parts = missing.map((part) => PARTS[part] ?? part).join(', ');
  raise(draft, { code: 'order.address-incomplete', message: `The shipping address has no ${parts}.` });
}

/** Each tax belongs to a country in which we charge one, and goods that go there are taxed, unless to a business that pays it itself. */
function checkTax(draft: Draft): void {
  const { ledger, order, policy } = draft;
  const { taxCountries } = policy;
  const decision = own(ledger.decisions, 'order.tax-jurisdiction');
  if (taxCountries === null || (decision?.choice === 'accept' && decision.meaning === ledger.meaning)) return;
  const taxes = [...order.lines, ...order.charges].flatMap((part) => part.taxes.filter(({ amount }) => amount.minor !== 0));
  const foreign = taxes.find(({ code }) => !taxCountries.includes(countryOfTax(code) ?? taxCountries[0] ?? ''));
  const country = order.shipping.country || order.billing.country;
  const untaxed = taxes.length === 0 && order.total.minor > 0 && order.vatNumber === null && taxCountries.includes(country);
  if (!foreign && !untaxed) return;
  const message = foreign
    ? `The order goes to ${country} and is taxed by ${foreign.code || foreign.name}, but tax is only charged in ${taxCountries.join(', ') || 'no country'}.`
    : `The order goes to ${country} without tax and without a VAT number.`;
  raise(draft, { code: 'order.tax-jurisdiction', message, choices: [{ id: 'accept', label: 'Send it as it is' }] });
}

/** A rate code of WooCommerce begins with its country (`WC_Tax::get_rate_code`: "DE-VAT-1"), unless the rate is for all. */
function countryOfTax(code: string): string | null {
  return /^([A-Z]{2})-/.exec(code)?.[1] ?? null;
}

function checkMoney(draft: Draft): void {
  const { order } = draft;
  if (!isOneCurrency(order)) {
    raise(draft, {
      code: 'money.does-not-tie',
      message: `The order is in ${order.currency}, but some of its amounts are in another currency.`,
    });
    return;
  }
  const parts = sumOfParts(order);
  const difference = sumMoney(order.currency, [order.total, { ...parts, minor: -parts.minor }]);
  if (difference.minor === 0) return;
  const amount = (minor: number): string => `${formatMoney({ minor, currency: order.currency })} ${order.currency}`;
  const sums = `Lines, shipping, fees and taxes come to ${amount(parts.minor)}, but the total is ${amount(order.total.minor)}`;
  raise(draft, { code: 'money.does-not-tie', message: `${sums}: a difference of ${amount(Math.abs(difference.minor))}.` });
}

function isOneCurrency(order: SalesOrder): boolean {
  const same = ({ currency }: { currency: string }): boolean => currency === order.currency;
  const parts = [...order.lines, ...order.charges];
  return same(order.total) && parts.every((part) => same(part.net) && part.taxes.every((tax) => same(tax.amount)));
}
