import { describe, expect, test } from 'vitest';
import { OutboundCustomer, OutboundSalesOrder } from '../../../../src/domain/outbound.ts';
import { quantity } from '../../../../src/domain/quantity.ts';
import type { SalesOrder } from '../../../../src/domain/sales-order.ts';
import type { OrderPolicy } from '../../../../src/ledgers/order/policy.ts';
import { address, at, CODES, erpState, eur, line, order, shippingCharge, vat } from '../../../support/orders.ts';
import { refundedMugs, storeRefund } from '../return/cases.ts';
import { exported, story } from './story.ts';

const free = order({ total: eur('0'), taxTotal: eur('0'), lines: [line({ net: eur('0'), taxes: [] })], charges: [] });
const payment = (state: SalesOrder['payment']['state'], method = 'stripe') => ({ ...order().payment, state, method });

describe('an order goes to the ERP', () => {
  test('first its customer, then the order that names the customer by the id of the receipt', () => {
    const told = story();
    expect(told.keys()).toEqual(['erp.customer']);
    expect(OutboundCustomer.parse(told.document('erp.customer'))).toMatchObject({
      name: 'Ada Lovelace',
      guest: true,
      email: 'ada@example.com',
    });
    told.acknowledge('erp.customer');
    expect(told.keys()).toEqual(['erp.sales-order']);
    expect(OutboundSalesOrder.parse(told.document('erp.sales-order'))).toMatchObject({
      reference: 'shop:1001',
      customerId: 'c-1',
      warehouseCode: 'WH-ERP',
      shippingMethodCode: null,
      lines: [{ id: '11', itemCode: 'ITEM-1', taxes: [{ code: 'VAT19', amount: eur('3.80') }] }],
      charges: [{ taxes: [{ code: 'VAT19' }] }],
      total: eur('29.75'),
    });
    expect(told.acknowledge('erp.sales-order').plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
  });

  test('not before the shop releases it, and not when it is older than policy goes back', () => {
    expect(story(order({ status: 'pending-payment' })).plan()).toEqual({ deliveries: [], exceptions: [], wakeAt: null });
    expect(story(order(), { ignoreBefore: at(1) }).keys()).toEqual([]);
    expect(story(order(), { ignoreBefore: at(0) }).keys()).toEqual(['erp.customer']);
    expect(story(order({ status: 'on-hold' }), { exportStatuses: ['on-hold'] }).keys()).toEqual(['erp.customer']);
  });

  test('a customer corrected before the order went is told again and its new id is used', () => {
    const told = story().acknowledge('erp.customer');
    told.order(order({ updatedAt: at(50), billing: address({ email: 'ada@new.example' }) }));
    expect(told.keys()).toEqual(['erp.customer']);
    told.acknowledge('erp.customer', { foreign: { id: 'c-2', number: null } });
    expect(told.document('erp.sales-order')).toMatchObject({ customerId: 'c-2' });
  });

  test('a customer without an id parks the order until it is asked again', () => {
    const told = story().acknowledge('erp.customer', { foreign: null });
    expect([told.keys(), told.codes()]).toEqual([[], ['erp.customer-refused']]);
    expect(told.retry('erp.customer').keys()).toEqual(['erp.customer']);
  });
});

type Case = [name: string, order: SalesOrder, policy: Partial<OrderPolicy>, code: string | null, message?: RegExp];

const CASES: Case[] = [
  ['no lines', order({ lines: [], total: eur('5.95') }), {}, 'order.no-lines'],
  [
    'more lines than policy sends',
    order({ lines: [line({ taxes: [], net: eur('23.80') }), line({ id: '12', net: eur('0'), taxes: [] })] }),
    { maxLines: 1 },
    'order.too-many-lines',
    /2 lines; at most 1/,
  ],
  ['an unpaid order', order({ payment: payment('unpaid') }), {}, 'order.unpaid', /29\.75 EUR by Card has not been made/],
  ['an authorized order', order({ payment: payment('authorized') }), {}, 'order.unpaid', /only authorized/],
  ['an authorized order that policy lets go', order({ payment: payment('authorized') }), { paymentRules: { stripe: 'authorized' } }, null],
  ['an unpaid order that policy lets go', order({ payment: payment('unpaid', 'bacs') }), { paymentRules: { bacs: 'any' } }, null],
  [
    'an unpaid order of a method that may only be authorized',
    order({ payment: payment('unpaid') }),
    { paymentRules: { stripe: 'authorized' } },
    'order.unpaid',
  ],
  ['a method named like an inherited member', order({ payment: payment('unpaid', 'constructor') }), {}, 'order.unpaid'],
  ['cash on delivery', order({ payment: payment('on-delivery', 'cod') }), {}, null],
  ['a free order under review', free, {}, 'order.zero-total'],
  ['a free order that policy sends', free, { zeroTotal: 'send' }, null],
  [
    'a currency that the ERP does not take',
    order(),
    { currencies: ['USD', 'GBP'] },
    'order.currency-unsupported',
    /in EUR\. The ERP takes USD, GBP/,
  ],
  ['a currency that the ERP takes', order(), { currencies: ['EUR'] }, null],
  [
    'an address without street and city',
    order({ shipping: address({ line1: '', city: ' ' }) }),
    {},
    'order.address-incomplete',
    /no street, city\./,
  ],
  [
    'no address at all',
    order({ shipping: address({ firstName: '', lastName: '', line1: '', city: '', postcode: '', country: '' }) }),
    {},
    'order.address-incomplete',
    /no name, street, city, country, postcode/,
  ],
  [
    'amounts that do not add up',
    order({ total: eur('30.00') }),
    {},
    'money.does-not-tie',
    /come to 29\.75 EUR, but the total is 30\.00 EUR: a difference of 0\.25 EUR/,
  ],
  [
    'amounts in two currencies',
    order({ charges: [shippingCharge({ net: { minor: 500, currency: 'USD' } })] }),
    {},
    'money.does-not-tie',
    /another currency/,
  ],
  ['a right-to-left name with an emoji', order({ shipping: address({ firstName: 'مريم', lastName: '🎁' }) }), {}, null],
];

describe('an order that may not go yet is parked, in words', () => {
  test.each(CASES)('%s', (_, given, policy, code, message) => {
    const told = story(given, policy);
    expect(told.codes()).toEqual(code === null ? [] : [code]);
    expect(told.keys()).toEqual(code === null ? ['erp.customer'] : []);
    if (message) expect(told.plan().exceptions[0]?.message).toMatch(message);
  });

  test('each reason is an exception of its own, in a fixed order', () => {
    const given = order({ payment: payment('unpaid'), shipping: address({ city: '' }), total: eur('1.00') });
    expect(story(given, { currencies: [] }).codes()).toEqual([
      'order.unpaid',
      'order.currency-unsupported',
      'order.address-incomplete',
      'money.does-not-tie',
    ]);
  });

  test('a retry lets a free order go once it has been looked at, also by its key', () => {
    expect(story(free).plan().exceptions[0]?.retriable).toBe(true);
    expect(story(free).retry().keys()).toEqual(['erp.customer']);
    expect(story(free).retry('order.zero-total').keys()).toEqual(['erp.customer']);
    expect(story(free).retry('erp.customer').keys()).toEqual([]);
  });
});

describe('codes that are missing', () => {
  const without = (...ids: string[]) => Object.fromEntries(Object.entries(CODES).filter(([id]) => !ids.includes(id)));

  test.each([
    ['sku|erp|MUG-01', 'mapping.sku-missing'],
    ['location|erp|main', 'mapping.location-missing'],
    ['location|wms|main', 'mapping.location-missing'],
    ['shipping-method|wms|flat_rate', 'mapping.shipping-method-missing'],
    ['tax|erp|DE-VAT-1', 'mapping.tax-missing'],
  ])('%s parks the order with its lookup key and heals when it is found', (id, code) => {
    const told = story(order(), {}, without(id));
    const [kind, connection, key] = id.split('|');
    expect(told.plan().exceptions).toMatchObject([{ code, missing: { kind, connection, key }, retriable: false }]);
    expect(told.keys()).toEqual([]);
    told.tell({ kind: 'matched', at: at(60), codes: { [id]: 'FOUND' } });
    expect([told.codes(), told.keys()]).toEqual([[], ['erp.customer']]);
  });

  test('the same missing key on many lines is one exception', () => {
    const lines = [line(), line({ id: '12', net: eur('0'), taxes: [vat('0')] })];
    expect(story(order({ lines }), {}, without('sku|erp|MUG-01')).codes()).toEqual(['mapping.sku-missing']);
  });

  test('a line without a SKU is named with its product, and a mapping of the product cures it', () => {
    const given = order({ lines: [line({ sku: ' ' })] });
    const told = story(given);
    expect(told.plan().exceptions).toMatchObject([
      {
        code: 'order.line-without-sku',
        missing: { kind: 'sku', connection: 'erp', key: 'product:501' },
        message: expect.stringContaining('"Mug" has no SKU'),
      },
    ]);
    told
      .tell({ kind: 'matched', at: at(60), codes: { 'sku|erp|product:501': 'ITEM-9', 'sku|wms|product:501': 'W-9' } })
      .acknowledge('erp.customer');
    expect(told.document('erp.sales-order')).toMatchObject({ lines: [{ itemCode: 'ITEM-9' }] });
  });

  test('the warehouse gets our own code where policy says so, but a mapping wins', () => {
    const own = exported().erp(erpState());
    expect(own.document('wms.fulfillment-order/1')).toMatchObject({
      lines: [{ itemCode: 'MUG-01', quantity: quantity(2) }],
      serviceCode: 'STANDARD',
    });
    const mapped = exported(order(), {}, { ...CODES, 'sku|wms|MUG-01': 'W-1' }).erp(erpState());
    expect(mapped.document('wms.fulfillment-order/1')).toMatchObject({ lines: [{ itemCode: 'W-1' }] });
  });
});

describe('a refused delivery', () => {
  test('is not sent again as it is, shows its reason, and goes on after a retry', () => {
    const told = story().acknowledge('erp.customer').refuse('erp.sales-order', 'erp.item-unknown', 'There is no item ITEM-1.');
    expect(told.keys()).toEqual([]);
    expect(told.plan().exceptions).toMatchObject([
      { key: 'erp.sales-order', code: 'erp.item-unknown', message: 'There is no item ITEM-1.', retriable: true },
    ]);
    expect(told.retry('erp.shipment/x').keys()).toEqual([]);
    expect(told.retry('erp.sales-order').keys()).toEqual(['erp.sales-order']);
  });

  test('goes on by itself when a mapping changes what would be sent', () => {
    const told = story().acknowledge('erp.customer').refuse('erp.sales-order', 'erp.item-unknown');
    told.tell({ kind: 'matched', at: at(60), codes: { 'sku|erp|MUG-01': 'ITEM-1B' } });
    expect([told.keys(), told.codes()]).toEqual([['erp.sales-order'], []]);
  });

  test('with a code that is none of ours is shown as delivery.refused', () => {
    expect(story().refuse('erp.customer', 'E-4711').codes()).toEqual(['delivery.refused']);
  });
});

describe('an order that changed after it was sent', () => {
  const edited = order({ updatedAt: at(90), shipping: address({ city: 'Hamburg' }) });

  test('is carried on to the ERP before the warehouse is asked for anything', () => {
    const told = exported().erp(erpState()).order(edited);
    expect([told.codes(), told.keys()]).toEqual([[], ['erp.change']]);
    expect([told.acknowledge('erp.change').codes(), told.keys()]).toEqual([[], ['wms.fulfillment-order/1']]);
    told.order({ ...edited, updatedAt: at(95), note: 'Ring twice' });
    expect(told.keys()).toEqual(['erp.change']);
  });

  test('and that the ERP does not take holds the warehouse back, until somebody says that just this version is in line', () => {
    const told = exported().erp(erpState()).order(edited).acknowledge('erp.change', { verdict: 'refused', note: 'invoiced' });
    expect(told.plan()).toMatchObject({ deliveries: [], exceptions: [{ code: 'erp.change-refused', retriable: true }] });
    const [exception] = told.plan().exceptions;
    told.tell({ kind: 'decided', at: at(92), exception: exception!.key, choice: 'done', by: 'Grace' });
    expect([told.codes(), told.keys()]).toEqual([[], ['wms.fulfillment-order/1']]);
    told.order({ ...edited, updatedAt: at(95), note: 'Ring twice' });
    expect(told.keys()).toEqual(['erp.change']);
  });

  test('is not noticed for what the ERP does not book: status, payment, an edited mapping', () => {
    const told = exported().order(
      order({ updatedAt: at(90), status: 'completed', payment: { ...order().payment, transactionId: 'ch_2' } }),
    );
    told.tell({ kind: 'matched', at: at(60), codes: { 'sku|erp|MUG-01': 'ITEM-1B' } });
    expect([told.codes(), told.keys()]).toEqual([[], []]);
  });
});

test('a refund of a line that the shop has removed since still counts, as a line of its own', () => {
  const teas = line({ id: '12', sku: 'TEA-02' });
  const both = order({ lines: [line(), teas], total: eur('53.55'), taxTotal: eur('8.55') });
  const refund = storeRefund({ lines: [refundedMugs(1)], amount: eur('11.90') });
  const told = story(both).order({ ...both, refunds: [refund], refundedTotal: eur('11.90'), updatedAt: at(30) });
  told.order(order({ lines: [teas], refunds: [refund], refundedTotal: eur('11.90'), updatedAt: at(40) })).acknowledge('erp.customer');
  const booked = OutboundSalesOrder.parse(told.document('erp.sales-order'));
  const parts = [...booked.lines, ...booked.charges].flatMap(({ net, taxes }) => [net.minor, ...taxes.map(({ amount }) => amount.minor)]);
  expect([parts.reduce((sum, minor) => sum + minor, 0), booked.total.minor, booked.taxTotal.minor]).toEqual([1785, 1785, 285]);
});
