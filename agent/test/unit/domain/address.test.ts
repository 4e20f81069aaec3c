import { expect, it } from 'vitest';
import { missingAddressParts } from '../../../src/domain/address.ts';
import { address } from '../../support/orders.ts';

it.each([
  ['complete', {}, []],
  ['of a company alone', { firstName: '', lastName: '', company: 'ACME' }, []],
  ['without any name', { firstName: ' ', lastName: '' }, ['name']],
  ['without a street', { line1: ' \t' }, ['line1']],
  ['with a second line only', { line1: '', line2: 'Back yard' }, ['line1']],
  ['without a city', { city: '' }, ['city']],
  ['without a postcode', { postcode: '' }, ['postcode']],
  ['without a postcode where none is used', { postcode: '', country: 'HK' }, []],
  ['without an Eircode', { postcode: '', country: 'IE' }, []],
  ['without a state where it belongs to the address', { state: ' ', country: 'US' }, ['state']],
  ['with a state where it belongs to the address', { state: 'CA', country: 'US' }, []],
  ['without city and state of a city state', { city: '', country: 'SG' }, []],
  ['without a country', { country: '' }, ['country']],
  ['without mail, phone, region', { email: '', phone: '', state: '' }, []],
  [
    'empty',
    { firstName: '', lastName: '', line1: '', city: '', country: '', postcode: '' },
    ['name', 'line1', 'city', 'country', 'postcode'],
  ],
])('an address that is %s lacks what a parcel needs and nothing else', (_what, overrides, missing) => {
  expect(missingAddressParts(address(overrides))).toEqual(missing);
});
