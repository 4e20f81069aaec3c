import { digitsOf, written } from '../peers/store-money.ts';
import type { OrderSpec } from '../peers/store-order.ts';
import { TWO_TAXES, type RealSite } from './real-site.ts';

/** The order of a scenario as it is given to POST wc/v3/orders; WooCommerce works out the taxes and the sums by itself. */
export function wooOrder(spec: OrderSpec, productOf: RealSite['productOf']): object {
  const given = spec.order ?? {};
  const digits = digitsOf(spec.currency ?? 'EUR');
  const taxClass = (spec.taxPercents?.length ?? 1) > 1 ? TWO_TAXES : '';
  return {
    currency: spec.currency ?? 'EUR',
    billing: given['billing'],
    shipping: given['shipping'],
    customer_note: given['customer_note'] ?? '',
    meta_data: [...withoutIds(given['meta_data']), ...cardsOf(spec, digits), ...uncaptured(given)],
    ...paymentOf(given),
    line_items: (spec.lines ?? []).map((line) => {
      const net = written(line.cents * line.quantity, digits);
      const product_id = productOf.get(line.sku);
      return { product_id, name: line.name, quantity: line.quantity, subtotal: net, total: net, tax_class: taxClass };
    }),
    shipping_lines: spec.shipping ? [shippingLine(spec.shipping, digits)] : [],
    fee_lines: feeOf(spec, digits, taxClass),
    coupon_lines: spec.discountPercent ? [{ code: `save${spec.discountPercent}` }] : [],
  };
}

/** Paid by the gateway, unless the scenario takes the date of payment away. */
function paymentOf(given: Readonly<Record<string, unknown>>): object {
  const method = { payment_method: given['payment_method'] ?? 'stripe', payment_method_title: given['payment_method_title'] ?? 'Card' };
  if (given['date_paid_gmt'] !== null) return { ...method, set_paid: true, transaction_id: given['transaction_id'] ?? 'ch_1' };
  return { ...method, set_paid: false, status: given['status'] ?? 'processing' };
}

function shippingLine(shipping: NonNullable<OrderSpec['shipping']>, digits: number): object {
  return { method_id: shipping.method, method_title: shipping.title, total: written(shipping.cents, digits) };
}

function feeOf(spec: OrderSpec, digits: number, taxClass: string): object[] {
  const cents = spec.feeCents ?? 0;
  return cents === 0 ? [] : [{ name: 'Gift wrap', total: written(cents, digits), tax_class: taxClass }];
}

/** WooCommerce itself knows no gift cards, and taxes a negative fee; YITH Gift Cards keeps what each card paid in a row of meta. */
function cardsOf(spec: OrderSpec, digits: number): object[] {
  const paid = (spec.giftCards ?? []).map(({ code, cents }) => [code, Number(written(cents, digits))] as const);
  return paid.length === 0 ? [] : [{ key: '_ywgc_applied_gift_cards', value: Object.fromEntries(paid) }];
}

/** Set to "processing" by hand, an order gets a date of payment from WooCommerce itself; only the gateway's own mark still says that nothing was captured. */
function uncaptured(given: Readonly<Record<string, unknown>>): object[] {
  const byHand = given['date_paid_gmt'] === null && given['status'] === undefined && given['payment_method'] === 'stripe';
  return byHand ? [{ key: '_stripe_charge_captured', value: 'no' }] : [];
}

function withoutIds(rows: unknown): object[] {
  return ((rows ?? []) as { key: string; value: unknown }[]).map(({ key, value }) => ({ key, value }));
}
