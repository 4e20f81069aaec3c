import { describe, expect, it } from 'vitest';
import { SalesOrder, sumOfParts } from '../../../../src/domain/sales-order.ts';
import { ContractError } from '../../../../src/errors/errors.ts';
import { toSalesOrder } from '../../../../src/connectors/woocommerce/sales-order.ts';
import { address, canonical, rawOf, SHOP, wooOrder } from './order-fixture.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('an order of the shop', () => {
  it('becomes a valid sales order whose parts sum to its total', () => {
    const order = SalesOrder.parse(canonical());
    expect(sumOfParts(order)).toEqual(order.total);
    expect(order).toMatchObject({
      id: '727',
      status: 'processing',
      storeStatus: 'processing',
      createdAt: '2026-03-22T19:28:02.000Z',
      updatedAt: '2026-03-22T19:28:08.000Z',
      currency: 'USD',
      total: usd(2935),
      taxTotal: usd(135),
      refundedTotal: usd(0),
    });
  });

  it('keeps its lines with SKU, variation, count, net and taxes', () => {
    expect(canonical().lines[1]).toEqual({
      id: '316',
      sku: 'Bar3',
      productId: '23',
      name: 'Ship Your Idea – Color: Black, Size: M',
      quantity: { value: '1', unit: 'C62' },
      net: usd(1200),
      discount: usd(0),
      taxes: [{ code: 'US-CA-STATE TAX', name: 'State Tax', rate: '7.5', amount: usd(90) }],
    });
  });

  it('calls a shipping line by its method and keeps the instance beside it', () => {
    const order = canonical();
    expect(order.charges).toEqual([{ id: '317', kind: 'shipping', code: 'flat_rate', name: 'Flat Rate', net: usd(1000), taxes: [] }]);
    expect(order.extensions).toMatchObject({ shippingInstances: { '317': 'flat_rate:3' }, meta: { _gift: 'yes' } });
  });

  it('takes a negative fee as an allowance', () => {
    const fee = { id: 400, name: 'Loyalty &amp; more', total: '-2.000000', taxes: [{ id: 75, total: '-0.150000' }] };
    const tax = [{ rate_id: 75, rate_code: 'X', label: 'X', tax_total: '1.20', shipping_tax_total: '0' }];
    const order = canonical({ fee_lines: [fee], total: '27.200000', total_tax: '1.200000', tax_lines: tax });
    expect(order.charges[1]).toMatchObject({ kind: 'fee', code: '', name: 'Loyalty & more', net: usd(-200) });
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('tells what a coupon took off, and never a negative discount', () => {
    const [cheap, dear] = wooOrder()['line_items'] as Record<string, unknown>[];
    const order = canonical({
      line_items: [
        { ...cheap, subtotal: '8.000000' },
        { ...dear, subtotal: '10.000000' },
      ],
      coupon_lines: [{ code: 'spring' }],
    });
    expect(order.lines.map((line) => line.discount.minor)).toEqual([200, 0]);
    expect(order.couponCodes).toEqual(['spring']);
  });

  it.each([
    ['pending', 'pending-payment'],
    ['on-hold', 'on-hold'],
    ['completed', 'completed'],
    ['cancelled', 'cancelled'],
    ['failed', 'failed'],
    ['trash', 'trashed'],
    ['checkout-draft', 'draft'],
    ['awaiting-picking', 'other'],
  ])('calls the status "%s" %s', (slug, status) => {
    expect(canonical({ status: slug })).toMatchObject({ status, storeStatus: slug });
  });

  it('keeps the number apart from the id', () => {
    expect(canonical({ number: 'INV-2026-9' })).toMatchObject({ id: '727', number: 'INV-2026-9' });
  });

  it('leaves names in other scripts and pictures as they are', () => {
    const order = canonical({ billing: address({ first_name: '👩‍🚀 יעל', email: 'a@b.example' }) });
    expect(order.billing.firstName).toBe('👩‍🚀 יעל');
  });

  it('sends to the billing address when no other was given, and lends its e-mail and telephone otherwise', () => {
    const empty = Object.fromEntries(Object.keys(address({})).map((part) => [part, '']));
    expect(canonical({ shipping: empty }).shipping).toEqual(canonical().billing);
    const other = canonical({ shipping: address({ city: 'Oakland' }) }).shipping;
    expect(other).toMatchObject({ city: 'Oakland', email: 'john.doe@example.com', phone: '(555) 555-5555' });
  });

  it.each(['_vat_number', 'vat_number', '_billing_vat_number', 'billing_eu_vat_number', '_wc_billing/acme/vat-number'])(
    'finds the VAT number under %s',
    (key) => {
      expect(canonical({ meta_data: [{ key, value: ' DE123456789 ' }] }).vatNumber).toBe('DE123456789');
    },
  );

  it('takes no other meta for a VAT number', () => {
    expect(canonical({ meta_data: [{ key: 'is_vat_exempt', value: 'yes' }] }).vatNumber).toBeNull();
  });

  it('counts yen without decimals', () => {
    const line = { id: 1, name: 'お茶', quantity: 1, subtotal: '1200.000000', total: '1200.000000', taxes: [], sku: 'TEA' };
    const order = canonical({ currency: 'JPY', line_items: [line], shipping_lines: [], tax_lines: [], total: '1200', total_tax: '0' });
    expect(order.total).toEqual({ minor: 1200, currency: 'JPY' });
    expect(sumOfParts(order)).toEqual(order.total);
  });

  it('sums its refunds', () => {
    const refunds = [
      { id: 1, total: '-5.00' },
      { id: 2, total: '-1.50' },
    ];
    expect(canonical({ refunds }).refundedTotal).toEqual(usd(650));
  });

  it('is deleted when the shop no longer has it', () => {
    const order = toSalesOrder(rawOf({ id: '727', deleted: true, at: '2026-03-22T19:30:00.000Z' }), SHOP);
    expect(SalesOrder.parse(order)).toMatchObject({ id: '727', status: 'deleted', updatedAt: '2026-03-22T19:30:00.000Z' });
  });
});

describe('an order that cannot be read', () => {
  it.each([
    ['total', { total: '29,35' }],
    ['currency', { currency: 'dollars' }],
    ['date_created_gmt', { date_created_gmt: 'yesterday' }],
    ['line_items', { line_items: null }],
    ['line_items.0.quantity', { line_items: [{ ...(wooOrder()['line_items'] as object[])[0], quantity: -1 }] }],
    ['line_items.0.total', { line_items: [{ ...(wooOrder()['line_items'] as object[])[0], total: 'six' }] }],
  ])('is refused with the name of the field: %s', (field, more) => {
    expect(() => canonical(more)).toThrow(ContractError);
    expect(() => canonical(more)).toThrow(`Order 727 cannot be read: ${field}`);
  });

  it('is refused with the reason when the shop fails over it', () => {
    const broken = rawOf({ id: '727', unreadable: 'shop.example has a fault (HTTP 500).' });
    expect(() => toSalesOrder(broken, SHOP)).toThrow(expect.objectContaining({ code: 'store.order-unreadable' }));
  });
});
