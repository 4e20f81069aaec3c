import { describe, expect, test } from 'vitest';
import { parseMoney } from '../../../../src/domain/money.ts';
import { OutboundCustomer, OutboundSalesOrder } from '../../../../src/domain/outbound.ts';
import type { Charge, SalesOrder } from '../../../../src/domain/sales-order.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { address, at, CODES, eur, line, order, shippingCharge, vat } from '../../../support/orders.ts';
import { story } from './story.ts';

const to = (country: string, more: object = {}): SalesOrder => order({ shipping: address({ country, email: '', ...more }) });
const giftCard = (amount: string, more: Partial<Charge> = {}): Charge => ({
  id: '41',
  kind: 'gift-card',
  code: '****7F3A',
  name: 'Gift card',
  net: eur(`-${amount}`),
  taxes: [],
  ...more,
});

/** One thing at a price without tax, in another currency; `total` as given, so that it may tie or not. */
function inCurrency(currency: string, net: string, tax: string, total: string): SalesOrder {
  const money = (amount: string) => parseMoney(amount, currency);
  return order({
    currency,
    lines: [line({ net: money(net), discount: money('0'), taxes: [vat('0', { amount: money(tax) })] })],
    charges: [],
    taxTotal: money(tax),
    total: money(total),
    refundedTotal: money('0'),
  });
}

const double = {
  lines: [line({ taxes: [vat('3.80'), vat('1.20', { code: 'DE-ECO-2', name: 'Eco' })] })],
  taxTotal: eur('5.95'),
  total: eur('30.95'),
};
const untaxed = { lines: [line({ taxes: [] })], charges: [shippingCharge({ taxes: [] })], taxTotal: eur('0'), total: eur('25.00') };

type Case = [name: string, order: SalesOrder, policy: Partial<OrderPolicy>, code: string | null, message?: RegExp];

const CASES: Case[] = [
  ['Hong Kong without a postcode', to('HK', { postcode: '' }), {}, null],
  ['Ireland without an Eircode', to('IE', { postcode: '' }), {}, null],
  ['the Emirates without a postcode', to('AE', { postcode: '' }), {}, null],
  ['Singapore without a city', to('SG', { city: '' }), {}, null],
  ['Germany without a postcode', to('DE', { postcode: '' }), {}, 'order.address-incomplete', /no postcode\./],
  ['the United States without a state', to('US'), {}, 'order.address-incomplete', /no state or province\./],
  [
    'Canada without a province and a postcode',
    to('CA', { postcode: '' }),
    {},
    'order.address-incomplete',
    /no state or province, postcode\./,
  ],
  ['Australia with a state', to('AU', { state: 'NSW' }), {}, null],
  ['Brazil without a state', to('BR'), {}, 'order.address-incomplete'],
  ['India without a state', to('IN'), {}, 'order.address-incomplete'],
  ['yen that tie', inCurrency('JPY', '1980', '198', '2178'), {}, null],
  [
    'yen that do not tie',
    inCurrency('JPY', '1980', '198', '2179'),
    {},
    'money.does-not-tie',
    /come to 2178 JPY, but the total is 2179 JPY: a difference of 1 JPY/,
  ],
  [
    'dinars of three digits that do not tie',
    inCurrency('KWD', '1.005', '0.050', '1.056'),
    {},
    'money.does-not-tie',
    /1\.055 KWD, .* a difference of 0\.001 KWD/,
  ],
  ['dinars of three digits that tie', inCurrency('KWD', '1.005', '0.050', '1.055'), {}, null],
  ['a gift card that paid a part', order({ charges: [shippingCharge(), giftCard('9.75')], total: eur('20.00') }), {}, null],
  ['a gift card that paid everything is not free', order({ charges: [shippingCharge(), giftCard('29.75')], total: eur('0') }), {}, null],
  ['a gift card that is not in the total', order({ charges: [shippingCharge(), giftCard('9.75')] }), {}, 'money.does-not-tie'],
  [
    'a fee that takes off',
    order({ charges: [shippingCharge(), giftCard('1.00', { kind: 'fee', code: '' })], total: eur('28.75') }),
    {},
    null,
  ],
  ['two taxes on one line', order(double), {}, 'mapping.tax-missing', /DE-ECO-2/],
  [
    'a tax of a country in which none is charged',
    order(),
    { taxCountries: ['AT'] },
    'order.tax-jurisdiction',
    /taxed by DE-VAT-1, but tax is only charged in AT/,
  ],
  ['a tax of a country in which it is charged', order(), { taxCountries: ['AT', 'DE'] }, null],
  ['no tax where one is charged', order(untaxed), { taxCountries: ['DE'] }, 'order.tax-jurisdiction', /goes to DE without tax/],
  ['no tax for a business', order({ ...untaxed, vatNumber: 'DE811907980' }), { taxCountries: ['DE'] }, null],
  ['no tax abroad', order({ ...untaxed, shipping: address({ country: 'CH', email: '' }) }), { taxCountries: ['DE'] }, null],
];

describe('an order is looked over before it goes to the ERP', () => {
  test.each(CASES)('%s', (_, given, policy, code, message) => {
    const told = story(given, policy);
    expect(told.codes()).toEqual(code === null ? [] : [code]);
    expect(told.keys()).toEqual(code === null ? ['erp.customer'] : []);
    if (message) expect(told.plan().exceptions[0]?.message).toMatch(message);
  });

  test('and goes as it is taxed once a person accepts that, until it is changed', () => {
    const told = story(order(), { taxCountries: ['AT'] });
    told.tell({ kind: 'decided', at: at(60), exception: 'order.tax-jurisdiction', choice: 'accept', by: 'Grace' });
    expect(told.codes()).toEqual([]);
    expect(told.order(order({ updatedAt: at(70), note: 'Ring twice' })).codes()).toEqual(['order.tax-jurisdiction']);
  });

  test('and keeps every tax of a line, each by its own code', () => {
    const told = story(order(double), {}, { ...CODES, 'tax|erp|DE-ECO-2': 'ECO' }).acknowledge('erp.customer');
    expect(OutboundSalesOrder.parse(told.document('erp.sales-order'))).toMatchObject({
      lines: [
        {
          taxes: [
            { code: 'VAT19', amount: eur('3.80') },
            { code: 'ECO', amount: eur('1.20') },
          ],
        },
      ],
      total: eur('30.95'),
    });
  });

  test('and keeps its gift card as an amount taken off', () => {
    const told = story(order({ charges: [shippingCharge(), giftCard('9.75')], total: eur('20.00') })).acknowledge('erp.customer');
    expect(told.document('erp.sales-order')).toMatchObject({
      charges: [{}, { kind: 'gift-card', net: eur('-9.75'), taxes: [] }],
      total: eur('20.00'),
    });
  });
});

describe('the customer of an order', () => {
  test('carries company and VAT number', () => {
    const told = story(order({ customerId: '7', vatNumber: 'DE811907980', billing: address({ company: 'Engines Ltd' }) }));
    expect(OutboundCustomer.parse(told.document('erp.customer'))).toMatchObject({
      reference: 'shop:customer-7',
      company: 'Engines Ltd',
      vatNumber: 'DE811907980',
      guest: false,
    });
  });

  test('is the one of all guests where policy keeps one, and nobody is asked for it', () => {
    const told = story(order(), { guestCustomer: 'GUESTS' });
    expect(told.keys()).toEqual(['erp.sales-order']);
    expect(told.document('erp.sales-order')).toMatchObject({ customerId: 'GUESTS', billing: { email: 'ada@example.com' } });
  });

  test('is asked for all the same when it has an account', () => {
    expect(story(order({ customerId: '7' }), { guestCustomer: 'GUESTS' }).keys()).toEqual(['erp.customer']);
  });
});
