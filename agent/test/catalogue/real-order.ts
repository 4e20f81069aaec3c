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
    meta_data: withoutIds(given['meta_data']),
    ...paymentOf(given),
    line_items: (spec.lines ?? []).map((line) => {
      const net = written(line.cents * line.quantity, digits);
      const product_id = productOf.get(line.sku);
      return { product_id, name: line.name, quantity: line.quantity, subtotal: net, total: net, tax_class: taxClass };
    }),
    shipping_lines: spec.shipping ? [shippingLine(spec.shipping, digits)] : [],
    fee_lines: [...feeOf(spec, digits, taxClass), ...cardsOf(spec, digits)],
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

/** Without the Gift Cards extension a card is a negative fee without tax, as other plugins write it. */
function cardsOf(spec: OrderSpec, digits: number): object[] {
  const masked = (code: string): string => `****${code.slice(-4)}`;
  return (spec.giftCards ?? []).map(({ code, cents }) => ({
    name: `Gift card ${masked(code)}`,
    total: written(-cents, digits),
    tax_status: 'none',
  }));
}

function withoutIds(rows: unknown): object[] {
  return ((rows ?? []) as { key: string; value: unknown }[]).map(({ key, value }) => ({ key, value }));
}
