import { describe, expect, it } from 'vitest';
import { addressValues, labelName } from '../../../../src/connectors/tryton/address.ts';
import { compactVat, partyValues } from '../../../../src/connectors/tryton/customer.ts';
import { lineIdOf, lineNote, productCodes, saleValues, taxCodes, type SaleParts } from '../../../../src/connectors/tryton/sale-values.ts';
import { TrytonSettings } from '../../../../src/connectors/tryton/settings.ts';
import { address, customer, salesOrder } from '../../../support/tryton/documents.ts';

const settings = TrytonSettings.parse({
  url: 'https://erp.example.com',
  database: 'erp',
  user: 'sync',
  password: 'x',
  paymentTerm: 'Direct',
});
const order = salesOrder(
  '3',
  [{ code: 'MUG', pieces: 2, net: '25.00', tax: { '20': '5.00' } }],
  [
    { kind: 'shipping', net: '0', tax: {} },
    { kind: 'shipping', net: '4.90', tax: { '20': '0.98' } },
    { kind: 'fee', net: '-1.00', tax: { '10': '-0.10' } },
  ],
  { reference: 'shop:77', note: 'Ring' },
);
const parts: SaleParts = {
  company: 1,
  currency: 2,
  party: 3,
  invoiceAddress: 4,
  shipmentAddress: 5,
  warehouse: 6,
  paymentTerm: 7,
  products: new Map([
    ['MUG', { id: 10, unit: 1 }],
    ['SHIPPING', { id: 11, unit: 1 }],
    ['FEE', { id: 12, unit: 1 }],
  ]),
  taxes: new Map([
    ['20', 20],
    ['10', 10],
  ]),
  fields: new Set(['shipment_cost_method']),
};

describe('a sale for Tryton', () => {
  it('has our reference, number, note and ids where Tryton keeps them', () => {
    expect(saleValues(order, parts, settings)).toMatchObject({
      web_id: 'shop:77',
      reference: '77',
      comment: 'Ring',
      party: 3,
      invoice_address: 4,
      shipment_address: 5,
      warehouse: 6,
      payment_term: 7,
      shipment_method: 'order',
      invoice_method: 'order',
      shipment_cost_method: null,
    });
  });

  it('sends no field of a module that is not there', () => {
    expect(saleValues(order, { ...parts, fields: new Set(), paymentTerm: null }, settings)).not.toHaveProperty('shipment_cost_method');
    expect(saleValues(order, { ...parts, paymentTerm: null }, settings)).not.toHaveProperty('payment_term');
  });

  it('books goods, shipping and fees as lines with their own taxes, and a free method not at all', () => {
    const { lines } = saleValues(order, parts, settings) as { lines: [[string, Record<string, unknown>[]]] };
    expect(lines[0][1].map(({ product, quantity, unit_price, taxes, note }) => ({ product, quantity, unit_price, taxes, note }))).toEqual([
      { product: 10, quantity: 2, unit_price: { __class__: 'Decimal', decimal: '12.5000' }, taxes: [['add', [20]]], note: 'shop line 11' },
      { product: 11, quantity: 1, unit_price: { __class__: 'Decimal', decimal: '4.90' }, taxes: [['add', [20]]], note: 'shop charge 82' },
      { product: 12, quantity: 1, unit_price: { __class__: 'Decimal', decimal: '-1.00' }, taxes: [['add', [10]]], note: 'shop charge 83' },
    ]);
    expect(productCodes(order, settings)).toEqual(['MUG', 'SHIPPING', 'FEE']);
    expect(taxCodes(order)).toEqual(['20', '20', '10']);
  });

  it('finds our line id in a note again, also when people wrote behind it', () => {
    expect(lineIdOf(lineNote('11'))).toBe('11');
    expect(lineIdOf('shop line 11 gift wrap')).toBe('11');
    expect(lineIdOf('gift wrap')).toBeNull();
    expect(lineIdOf(null)).toBeNull();
  });
});

describe('a party for Tryton', () => {
  it('is known by our reference, and a company by its VAT number', () => {
    const company = customer({ reference: 'shop:1', company: 'Engines', vatNumber: 'fr 40 303-265.045', email: 'A@Example.com' });
    expect(partyValues(company, [], 'phone')).toMatchObject({
      name: 'Engines',
      contact_mechanisms: [
        [
          'create',
          [
            { type: 'email', value: 'a@example.com' },
            { type: 'phone', value: '+33 1 23 45 67 89' },
          ],
        ],
      ],
      identifiers: [
        [
          'create',
          [
            { type: 'eu_vat', code: 'FR40303265045' },
            { type: null, code: 'shop:1' },
          ],
        ],
      ],
    });
    expect(compactVat('de 123.456-789')).toBe('DE123456789');
  });

  it('keeps a number from outside the EU without checking it', () => {
    const { identifiers } = partyValues(customer({ vatNumber: 'CHE-123.456.789' }), [], 'phone') as { identifiers: [[string, unknown[]]] };
    expect(identifiers[0][1][0]).toEqual({ type: null, code: 'CHE123456789' });
  });
});

describe('an address for Tryton', () => {
  it('keeps a region that Tryton does not know, but not a bare number', () => {
    expect(addressValues(address({ city: 'Dublin', state: 'D' }), 1, null).city).toBe('Dublin, D');
    expect(addressValues(address({ city: 'Paris', state: '75' }), 1, null).city).toBe('Paris');
    expect(addressValues(address({ city: 'Cupertino', state: 'CA' }), 1, 9)).toMatchObject({ city: 'Cupertino', subdivision: 9 });
  });

  it('names person and company, in any script', () => {
    expect(labelName(address({ company: 'Engines' }))).toBe('Engines, Ada Lovelace');
    expect(labelName(address({ firstName: '', lastName: '', company: 'Engines' }))).toBe('Engines');
    expect(labelName(address({ firstName: 'نور', lastName: '😀' }))).toBe('نور 😀');
  });
});
