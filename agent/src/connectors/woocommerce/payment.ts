import type { Payment } from '../../domain/sales-order.ts';
import { amountOf } from './amount.ts';
import type { RawOrder } from './raw-order.ts';
import { utc } from './times.ts';

/** Paid when the parcel is handed over. */
const ON_DELIVERY = new Set(['cod']);

/** Meta rows by which gateways say that money is reserved but not yet taken (WooCommerce Stripe, WooPayments, PayPal Payments, Braintree). */
const UNCAPTURED: Readonly<Record<string, readonly string[]>> = {
  _stripe_charge_captured: ['no'],
  _charge_captured: ['no'],
  _wc_braintree_credit_card_charge_captured: ['no'],
  _intention_status: ['requires_capture'],
  _intent_status: ['requires_capture'],
  _ppcp_paypal_captured: ['false'],
};

/**
 * What has happened to the money. WooCommerce sets the date of payment when an order reaches its paid status, even by hand; a gateway that
 * says "not captured" is believed before that, and a transaction without a date of payment counts as authorized.
 */
export function paymentOf(order: RawOrder): Payment {
  const state = stateOf(order);
  // The date that WooCommerce sets by itself is no payment when the gateway says that nothing was taken.
  const undated = order.date_paid_gmt === '' || state === 'authorized';
  return {
    state,
    method: order.payment_method,
    title: order.payment_method_title,
    transactionId: order.transaction_id || null,
    paidAt: undated ? null : utc(order, 'date_paid_gmt', order.date_paid_gmt),
  };
}

function stateOf(order: RawOrder): Payment['state'] {
  const total = amountOf(order, 'total', order.total);
  if (order.status === 'refunded' || (total > 0n && refundedOf(order) >= total)) return 'refunded';
  if (UNPAID.has(order.status) && order.date_paid_gmt === '') return 'unpaid';
  if (order.meta_data.some(({ key, value }) => UNCAPTURED[key]?.includes(String(value)))) return 'authorized';
  if (order.date_paid_gmt !== '') return 'captured';
  if (ON_DELIVERY.has(order.payment_method)) return 'on-delivery';
  if (total === 0n) return 'captured';
  return order.transaction_id === '' ? 'unpaid' : 'authorized';
}

/** In these states a transaction id belongs to an attempt that failed or is not finished. */
const UNPAID = new Set(['pending', 'failed', 'cancelled', 'checkout-draft', 'auto-draft']);

/** All refunds as a positive exact amount; WooCommerce writes them with a minus sign. */
export function refundedOf(order: RawOrder): bigint {
  const sum = order.refunds.reduce((total, refund, index) => total + amountOf(order, `refunds.${index}.total`, refund.total), 0n);
  return sum < 0n ? -sum : sum;
}
