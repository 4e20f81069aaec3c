import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutboundSalesOrder } from '../../src/domain/outbound.ts';
import { trytonBooks, type TrytonBook } from '../support/tryton/books.ts';
import { address, customer, nextReference, salesOrder } from '../support/tryton/documents.ts';
import { openTryton, type TestSession } from '../support/tryton/session.ts';
import { startTryton, type RunningTryton } from '../support/tryton/start.ts';

let tryton: RunningTryton;
let erp: TestSession;
const V20 = 'VAT 20%';
const V10 = 'VAT 10%';

beforeAll(async () => {
  tryton = await startTryton();
  erp = await openTryton(tryton);
});
afterAll(async () => {
  await erp?.close();
  await tryton?.stop();
});

async function newCustomer(more: Parameters<typeof customer>[0] = {}): Promise<string> {
  return (await erp.deliver(customer(more))).foreign?.id ?? '';
}

async function bookOf(order: Pick<OutboundSalesOrder, 'reference'>): Promise<TrytonBook | undefined> {
  return (await trytonBooks(tryton)).get(order.reference);
}

const lineCount = (book: TrytonBook | undefined): number => book?.lines.length ?? 0;

describe('an order in Tryton', () => {
  it('plain: is confirmed, in process, reserved, and ties to the cent', async () => {
    const order = salesOrder(await newCustomer(), [{ code: 'MUG-WHITE', pieces: 2, net: '25.00', tax: { [V20]: '5.00' } }]);
    const receipt = await erp.deliver(order);
    const book = await bookOf(order);
    expect(receipt).toMatchObject({ existed: false, foreign: { id: String(book?.saleId), number: book?.number } });
    expect(receipt.state).toMatchObject({
      stage: 'reserved',
      reference: order.reference,
      total: { minor: 3000, currency: 'EUR' },
      taxTotal: { minor: 500 },
      lines: [{ id: '11', ordered: { value: '2' }, reserved: { value: '2' } }],
    });
    expect(book).toMatchObject({
      sales: 1,
      state: 'processing',
      untaxed: '25.00',
      tax: '5.00',
      total: '30.00',
      open: { 'MUG-WHITE': 2 },
      shipped: {},
    });
    expect(book?.shipments).toMatchObject([{ state: 'assigned', reference: null }]);
    expect(book?.invoices).toMatchObject([{ state: 'draft', total: '30.00' }]);
  });

  it('discount: books the net after discount, split where one unit price cannot say it', async () => {
    const order = salesOrder(await newCustomer(), [
      { code: 'MUG-WHITE', pieces: 3, net: '10.00', discount: '27.50', tax: { [V20]: '2.00' } },
      { code: 'PEN', pieces: 300, net: '100.01', discount: '10.99', tax: { [V20]: '20.00' } },
    ]);
    const receipt = await erp.deliver(order);
    const book = await bookOf(order);
    expect(book).toMatchObject({ sales: 1, untaxed: '110.01', tax: '22.00', total: '132.01', open: { 'MUG-WHITE': 3, PEN: 300 } });
    expect(lineCount(book)).toBe(3);
    expect(receipt.state?.lines).toMatchObject([
      { id: '11', ordered: { value: '3' } },
      { id: '12', ordered: { value: '300' }, reserved: { value: '300' } },
    ]);
  });

  it('shipping and fee: are lines on the service products of the settings', async () => {
    const order = salesOrder(
      await newCustomer(),
      [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }],
      [
        { kind: 'shipping', net: '4.90', tax: { [V20]: '0.98' } },
        { kind: 'fee', net: '-2.00', tax: { [V20]: '-0.40' } },
      ],
    );
    await erp.deliver(order);
    const book = await bookOf(order);
    expect(book).toMatchObject({ untaxed: '17.90', tax: '3.58', total: '21.48' });
    expect(book?.lines.map(({ code, amount }) => [code, amount])).toEqual([
      ['CAP', '15.00'],
      ['SHIPPING', '4.90'],
      ['FEE', '-2.00'],
    ]);
    expect(book?.invoices).toMatchObject([{ total: '21.48' }]);
  });

  it('two tax rates: each line has its own', async () => {
    const order = salesOrder(await newCustomer(), [
      { code: 'BOOK', pieces: 1, net: '24.00', tax: { [V10]: '2.40' } },
      { code: 'TEE-M', pieces: 2, net: '39.80', tax: { [V20]: '7.96' } },
    ]);
    await erp.deliver(order);
    expect(await bookOf(order)).toMatchObject({ untaxed: '63.80', tax: '10.36', total: '74.16' });
  });

  it('tax-inclusive prices: come out at the total that the customer paid', async () => {
    const order = salesOrder(
      await newCustomer(),
      [
        { code: 'TEE-S', pieces: 1, net: '16.66', tax: { [V20]: '3.33' } },
        { code: 'BOOK', pieces: 3, net: '27.25', tax: { [V10]: '2.72' } },
      ],
      [{ kind: 'shipping', net: '4.16', tax: { [V20]: '0.83' } }],
      { pricesIncludeTax: true },
    );
    await erp.deliver(order);
    expect(await bookOf(order)).toMatchObject({ untaxed: '48.07', tax: '6.88', total: '54.95' });
  });

  it('guest: is found again by e-mail, or gets a party of its own when the settings say so', async () => {
    const guest = { guest: true, email: 'guest@example.com' };
    const first = await erp.deliver(customer(guest));
    const second = await erp.deliver(customer({ ...guest, email: 'GUEST@example.com' }));
    expect(second).toMatchObject({ existed: true, foreign: { id: first.foreign?.id } });
    const apart = await openTryton(tryton, { guests: 'one-per-order' });
    const once = customer(guest);
    const third = await apart.deliver(once);
    expect(third.existed).toBe(false);
    expect(await apart.deliver(once)).toMatchObject({ existed: true, foreign: third.foreign });
    const order = salesOrder(third.foreign?.id ?? '', [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }]);
    await apart.deliver(order);
    expect(await bookOf(order)).toMatchObject({ sales: 1, total: '18.00' });
    await apart.close();
  });

  it('company with VAT number: has the number on its party, and is found by it', async () => {
    const company = {
      company: 'Analytical Engines SA',
      vatNumber: 'FR 40 303 265 045',
      billing: address({ company: 'Analytical Engines SA' }),
    };
    const made = await erp.deliver(customer(company));
    const party = Number(made.foreign?.id);
    const identifiers = await tryton.query.find('party.identifier', [['party', '=', party]], ['type', 'code']);
    expect(identifiers).toContainEqual(expect.objectContaining({ type: 'eu_vat', code: 'FR40303265045' }));
    expect(await tryton.query.find('party.party', [['id', '=', party]], ['name'])).toMatchObject([{ name: 'Analytical Engines SA' }]);
    const known = await erp.deliver(customer({ company: 'Blue Crane', vatNumber: 'FR83 404 833 048', email: 'buyer@crane.example.com' }));
    expect(known).toMatchObject({ existed: true, foreign: { id: String(tryton.ids.business) } });
    const order = salesOrder(made.foreign?.id ?? '', [{ code: 'LAMP', pieces: 1, net: '89.00', tax: { [V20]: '17.80' } }]);
    await erp.deliver(order);
    expect(await bookOf(order)).toMatchObject({ total: '106.80' });
  });

  it('foreign address: goes with country and region, and is made once', async () => {
    const abroad = address({
      line1: '1 Infinite Loop',
      line2: 'Suite 5',
      city: 'Cupertino',
      state: 'CA',
      postcode: '95014',
      country: 'US',
    });
    const id = await newCustomer();
    const orders = [1, 2].map(() => salesOrder(id, [{ code: 'BAG', pieces: 1, net: '14.00', tax: {} }], [], { shipping: abroad }));
    for (const order of orders) await erp.deliver(order);
    const addresses = await tryton.query.find(
      'party.address',
      [['party', '=', Number(id)]],
      ['street', 'city', 'country.code', 'subdivision.code', 'party_name'],
    );
    expect(addresses).toHaveLength(2);
    expect(addresses).toContainEqual(
      expect.objectContaining({
        street: '1 Infinite Loop\nSuite 5',
        city: 'Cupertino',
        'country.': expect.objectContaining({ code: 'US' }),
        'subdivision.': expect.objectContaining({ code: 'US-CA' }),
        party_name: 'Ada Lovelace',
      }),
    );
    expect(await bookOf(orders[0]!)).toMatchObject({ tax: '0.00', total: '14.00' });
  });

  it('existing customer: is found by the e-mail that Tryton has, whatever its case', async () => {
    const found = await erp.deliver(customer({ email: 'grace@example.com', name: 'G. Hopper' }));
    expect(found).toMatchObject({ existed: true, foreign: { id: String(tryton.ids.customer) } });
    const order = salesOrder(found.foreign?.id ?? '', [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }]);
    await erp.deliver(order);
    expect(await bookOf(order)).toMatchObject({ total: '18.00' });
  });

  it('short of stock: reserves what is there and says the rest is backordered', async () => {
    const order = salesOrder(await newCustomer(), [
      { code: 'NOSTOCK', pieces: 2, net: '20.00', tax: { [V20]: '4.00' } },
      { code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } },
    ]);
    const receipt = await erp.deliver(order);
    expect(receipt.state).toMatchObject({ stage: 'backordered', lines: [{ reserved: { value: '0' } }, { reserved: { value: '1' } }] });
  });

  it('from the second warehouse: ships from there', async () => {
    const order = salesOrder(await newCustomer(), [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }], [], {
      warehouseCode: 'WH2',
    });
    const receipt = await erp.deliver(order);
    expect(receipt.state?.stage).toBe('reserved');
    expect(await tryton.query.find('sale.sale', [['web_id', '=', order.reference]], ['warehouse'])).toMatchObject([
      { warehouse: tryton.ids.warehouses['WH2'] },
    ]);
  });
});

describe('an order that Tryton cannot take', () => {
  it('leaves no sale behind when the sums differ, and shows both', async () => {
    const order = salesOrder(await newCustomer(), [{ code: 'POSTER', pieces: 1, net: '8.32', tax: { [V20]: '1.67' } }]);
    const error = await erp.refusal(order);
    expect(error).toMatchObject({ name: 'RejectedError', code: 'money.total-differs' });
    expect(error.message).toContain('9.99 EUR (tax 1.67)');
    expect(error.message).toContain('9.98 EUR (tax 1.66)');
    expect(await bookOf(order)).toBeUndefined();
  });

  it('takes a rounding cent of tax-inclusive prices when the settings name a product for it', async () => {
    const rounding = await openTryton(tryton, { roundingProduct: 'FEE' });
    const order = salesOrder(await newCustomer(), [
      { code: 'POSTER', pieces: 1, net: '8.32', tax: { [V20]: '1.67' } },
      { code: 'POSTER', pieces: 1, net: '8.32', tax: { [V20]: '1.67' } },
    ]);
    const receipt = await rounding.deliver(order);
    expect(receipt.note).toBe('tax rounded by 0.02 EUR');
    expect(await bookOf(order)).toMatchObject({ untaxed: '16.64', tax: '3.34', total: '19.98', invoices: [{ total: '19.98' }] });
    const wrong = salesOrder(await newCustomer(), [{ code: 'POSTER', pieces: 1, net: '8.32', tax: { [V20]: '1.70' } }]);
    expect(await rounding.refusal(wrong)).toMatchObject({ code: 'money.total-differs' });
    await rounding.close();
  });

  it('names the item, tax, warehouse or country that it does not know', async () => {
    const id = await newCustomer();
    const line = { code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } };
    expect(await erp.refusal(salesOrder(id, [{ ...line, code: 'NOPE' }]))).toMatchObject({
      code: 'erp.item-unknown',
      message: expect.stringContaining('"NOPE"'),
    });
    expect(await erp.refusal(salesOrder(id, [{ ...line, tax: { 'VAT 99%': '3.00' } }]))).toMatchObject({ code: 'erp.tax-unknown' });
    expect(await erp.refusal(salesOrder(id, [line], [], { warehouseCode: 'NOWHERE' }))).toMatchObject({ code: 'erp.warehouse-unknown' });
    expect(await erp.refusal(salesOrder(id, [line], [], { currency: 'XAU' }))).toMatchObject({
      name: 'RejectedError',
      code: 'erp.order-refused',
    });
    expect(await erp.refusal(customer({ billing: address({ country: 'BR' }) }))).toMatchObject({
      code: 'erp.customer-refused',
      message: expect.stringContaining('BR'),
    });
    expect(await erp.refusal(customer({ company: 'Fake', vatNumber: 'FR00000000000' }))).toMatchObject({ code: 'erp.customer-refused' });
  });
});

describe('an order that is sent more than once', () => {
  it('is one sale, whatever is repeated', async () => {
    const order = salesOrder(await newCustomer(), [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }]);
    const first = await erp.deliver(order);
    const second = await erp.deliver(order);
    expect(second).toMatchObject({ existed: true, foreign: first.foreign, state: { stage: 'reserved' } });
    expect(await bookOf(order)).toMatchObject({ sales: 1, open: { CAP: 1 } });
  });

  it('is one sale when two attempts run at the same time', async () => {
    const reference = nextReference();
    const order = salesOrder(await newCustomer(), [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }], [], { reference });
    const other = await openTryton(tryton);
    await Promise.allSettled([erp.deliver(order), other.deliver(order)]);
    expect(await erp.deliver(order)).toMatchObject({ existed: true, state: { stage: 'reserved' } });
    expect(await bookOf(order)).toMatchObject({ sales: 1, state: 'processing', open: { CAP: 1 }, shipments: [{ state: 'assigned' }] });
    await other.close();
  });

  it('goes on from a quotation that an earlier attempt had left', async () => {
    const order = salesOrder(await newCustomer(), [{ code: 'CAP', pieces: 1, net: '15.00', tax: { [V20]: '3.00' } }]);
    const receipt = await erp.deliver(order);
    const [copy] = await tryton.query.call<number[]>('model.sale.sale.copy', [Number(receipt.foreign?.id)], {});
    const reference = nextReference();
    await tryton.query.call('model.sale.sale.write', [copy], { web_id: reference });
    await tryton.query.button('sale.sale', 'quote', [copy!]);
    expect(await erp.deliver({ ...order, reference })).toMatchObject({
      existed: true,
      foreign: { id: String(copy) },
      state: { stage: 'reserved' },
    });
  });
});
