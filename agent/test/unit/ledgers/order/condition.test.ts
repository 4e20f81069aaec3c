import { expect, it } from 'vitest';
import { fits } from '../../../../src/ledgers/order/condition.ts';
import { OrderCondition } from '../../../../src/ledgers/order/policy.ts';
import { address, order } from '../../../support/orders.ts';

const plain = order({ billing: address(), extensions: { _fraud_score: '80', _seen: '', meta: { _risk: 'high' } } });

it.each<[string, Partial<OrderCondition>, boolean]>([
  ['names nothing', {}, true],
  ['names its country', { countries: ['AT', 'DE'] }, true],
  ['names another country', { countries: ['AT'] }, false],
  ['names one of its SKUs', { skus: ['TEA-02', 'MUG-01'] }, true],
  ['names other SKUs', { skus: ['TEA-02'] }, false],
  ['names its shipping method', { shippingMethods: ['flat_rate'] }, true],
  ['names another shipping method', { shippingMethods: ['express'] }, false],
  ['names its payment method', { paymentMethods: ['stripe'] }, true],
  ['names another payment method', { paymentMethods: ['cod'] }, false],
  ['has a lower limit', { totalAbove: { EUR: '29.74' } }, true],
  ['has the very total as its limit', { totalAbove: { EUR: '29.75' } }, false],
  ['has a limit in another currency only', { totalAbove: { USD: '1' } }, false],
  ['has a limit that is no amount', { totalAbove: { EUR: 'much' } }, false],
  ['names a field with its value', { extension: { key: '_fraud_score', equals: '80' } }, true],
  ['names a field with another value', { extension: { key: '_fraud_score', equals: '90' } }, false],
  ['names a field with any value', { extension: { key: '_fraud_score', equals: null } }, true],
  ['names a field of the shop’s meta with its value', { extension: { key: '_risk', equals: 'high' } }, true],
  ['names an empty field', { extension: { key: '_seen', equals: null } }, false],
  ['names a field that is not there', { extension: { key: 'constructor', equals: null } }, false],
  ['wants guests', { guest: true }, true],
  ['wants customers with an account', { guest: false }, false],
  ['wants two addresses', { addressesDiffer: true }, false],
  ['wants one address', { addressesDiffer: false }, true],
  ['fits in one part only', { countries: ['DE'], paymentMethods: ['cod'] }, false],
])('a condition that %s', (_, given, expected) => {
  expect(fits(OrderCondition.parse(given), plain)).toBe(expected);
});

it('sees a delivery address of its own, but not an empty one', () => {
  const condition = OrderCondition.parse({ addressesDiffer: true });
  expect(fits(condition, order({ shipping: address({ city: 'Bonn' }) }))).toBe(true);
  expect(fits(condition, order({ shipping: address({ line1: '', city: '', postcode: '', country: '' }) }))).toBe(false);
});
