import { describe, expect, it } from 'vitest';
import { canonical } from './order-fixture.ts';

const unpaid = { date_paid_gmt: null, transaction_id: '' };

describe('what has happened to the money', () => {
  it.each([
    ['captured', 'the shop has a date of payment', {}],
    ['on-delivery', 'it is cash on delivery', { ...unpaid, payment_method: 'cod' }],
    ['captured', 'cash on delivery has been handed over', { payment_method: 'cod', status: 'completed' }],
    ['unpaid', 'a bank transfer is awaited', { ...unpaid, payment_method: 'bacs', status: 'on-hold' }],
    ['authorized', 'there is a transaction but no date of payment', { date_paid_gmt: null, status: 'on-hold' }],
    ['authorized', 'the gateway says that it is not captured', { meta_data: [{ key: '_stripe_charge_captured', value: 'no' }] }],
    ['authorized', 'the intent still requires capture', { meta_data: [{ key: '_intention_status', value: 'requires_capture' }] }],
    ['captured', 'the gateway says that it is captured', { meta_data: [{ key: '_stripe_charge_captured', value: 'yes' }] }],
    ['unpaid', 'the attempt failed', { date_paid_gmt: null, status: 'failed' }],
    ['unpaid', 'payment is pending', { date_paid_gmt: null, status: 'pending' }],
    ['refunded', 'all of it went back', { refunds: [{ total: '-29.35' }] }],
    ['captured', 'only a part went back', { refunds: [{ total: '-9.35' }] }],
    ['refunded', 'the shop says so', { status: 'refunded' }],
  ])('is %s when %s', (state, _why, more) => {
    expect(canonical(more).payment.state).toBe(state);
  });

  it('has no time while the gateway has taken nothing, though WooCommerce set a date of payment', () => {
    const uncaptured = canonical({ meta_data: [{ key: '_stripe_charge_captured', value: 'no' }] });
    expect(uncaptured.payment.paidAt).toBeNull();
  });

  it('keeps method, title, transaction and time', () => {
    expect(canonical().payment).toEqual({
      state: 'captured',
      method: 'stripe',
      title: 'Card',
      transactionId: 'ch_1',
      paidAt: '2026-03-22T19:28:08.000Z',
    });
  });
});
