import { lineOf, metaOf, setMeta } from './store-edits.ts';
import { minorOf, written } from './store-money.ts';
import { tillFor, type WooOrder, type WooPart } from './store-order.ts';

/** A part of a refund in minor units; `of` is the id of the line, shipping or fee that it gives back. */
export interface RefundPart {
  readonly of: number;
  readonly quantity: number;
  readonly net: number;
  readonly taxes: readonly { readonly rate: number; readonly amount: number }[];
}

export interface StoreRefundRow {
  readonly id: number;
  readonly orderId: number;
  /** GMT with whole seconds, as WooCommerce writes it. */
  readonly at: string;
  readonly amount: number;
  readonly reason: string;
  /** The agent's reference, null for a refund that somebody in the shop made. */
  readonly reference: string | null;
  /** Whether the gateway was asked to pay it. */
  readonly paid: boolean;
  readonly restock: boolean;
  readonly parts: readonly RefundPart[];
}

/** A refund as somebody in the shop enters it. Lines and charges without amounts give back their share of what was paid; `cents` alone is an amount for nothing in particular. */
export interface RefundSpec {
  readonly lines?: readonly { readonly id: number; readonly quantity: number; readonly cents?: number }[];
  /** Shipping and fee lines by id; without cents all of it. */
  readonly charges?: readonly { readonly id: number; readonly cents?: number }[];
  /** The whole amount with tax. Default: the sum of lines and charges. */
  readonly cents?: number;
  readonly reason?: string;
  readonly restock?: boolean;
  readonly callGateway?: boolean;
}

/** What the parts of a refund are worth, taxes in proportion. */
export function partsOf(order: WooOrder, spec: RefundSpec): RefundPart[] {
  const lines = (spec.lines ?? []).map(({ id, quantity, cents }) => {
    const line = lineOf(order, id);
    return share(order, line, quantity, cents ?? (minorOf(line.total, tillFor(order).digits) * quantity) / line.quantity);
  });
  const charges = (spec.charges ?? []).map(({ id, cents }) => {
    const charge = chargeOf(order, id);
    if (charge === undefined) throw new Error(`order ${order.id} has no shipping or fee ${id}`);
    return share(order, charge, 0, cents ?? minorOf(charge.total, tillFor(order).digits));
  });
  return [...lines, ...charges];
}

function share(order: WooOrder, part: WooPart, quantity: number, cents: number): RefundPart {
  const { digits } = tillFor(order);
  const whole = minorOf(part.total, digits);
  const ratio = whole === 0 ? 0 : cents / whole;
  const taxes = part.taxes.map((tax) => ({ rate: tax.id, amount: Math.round(minorOf(tax.total, digits) * ratio) }));
  return { of: part.id, quantity, net: Math.round(cents), taxes };
}

export function chargeOf(order: WooOrder, id: number): WooPart | undefined {
  return [...order.shipping_lines, ...order.fee_lines].find((part) => part.id === id);
}

export function worth(parts: readonly RefundPart[]): number {
  return parts.reduce((sum, part) => sum + part.net + part.taxes.reduce((taxes, tax) => taxes + tax.amount, 0), 0);
}

/** What can still be given back, in minor units. */
export function leftToRefund(order: WooOrder, refunds: readonly StoreRefundRow[]): number {
  return minorOf(order.total, tillFor(order).digits) - refunds.reduce((sum, refund) => sum + refund.amount, 0);
}

/** Writes a refund into its order as WooCommerce does: the list of refunds, the stock, and the status when nothing is left. */
export function enterRefund(order: WooOrder, refund: StoreRefundRow, left: number): void {
  // The newest stands first.
  order.refunds.unshift({ id: refund.id, reason: refund.reason, total: written(-refund.amount, tillFor(order).digits) });
  for (const part of refund.restock ? refund.parts : []) {
    const line = order.line_items.find(({ id }) => id === part.of);
    const taken = line ? metaOf(line, '_reduced_stock') : 0;
    if (line === undefined || part.quantity === 0 || taken === 0) continue;
    setMeta(line, '_reduced_stock', String(taken - part.quantity));
    setMeta(line, '_restock_refunded_items', String(metaOf(line, '_restock_refunded_items') + part.quantity));
  }
  if (left === 0) order.status = 'refunded';
}

/** A refund as GET /orders/{id}/refunds tells it: everything with a minus sign but the amount. */
export function wooRefund(order: WooOrder, refund: StoreRefundRow): object {
  const { digits } = tillFor(order);
  const parts = refund.parts.map((part, at) => ({ part, json: wooPart(refund.id * 100 + at, part, digits) }));
  const under = (list: readonly { id: number }[]): object[] =>
    parts.filter(({ part }) => list.some(({ id }) => id === part.of)).map(({ json }) => json);
  const charges = [...order.shipping_lines, ...order.fee_lines];
  return {
    id: refund.id,
    parent_id: order.id,
    date_created_gmt: refund.at,
    amount: written(refund.amount, digits),
    reason: refund.reason,
    refunded_payment: refund.paid,
    meta_data: refund.reference === null ? [] : [{ id: refund.id, key: '_crossdock_refund', value: refund.reference }],
    // A line that was taken out of the order afterwards still stands in its refunds.
    line_items: parts.filter(({ part }) => !charges.some(({ id }) => id === part.of)).map(({ json }) => json),
    shipping_lines: under(order.shipping_lines),
    fee_lines: under(order.fee_lines),
  };
}

function wooPart(id: number, part: RefundPart, digits: number): object {
  const tax = part.taxes.reduce((sum, each) => sum + each.amount, 0);
  return {
    id,
    quantity: -part.quantity,
    total: written(-part.net, digits),
    total_tax: written(-tax, digits),
    taxes: part.taxes.map((each) => ({ id: each.rate, total: written(-each.amount, digits), subtotal: written(-each.amount, digits) })),
    meta_data: [{ id: id * 10, key: '_refunded_item_id', value: String(part.of) }],
  };
}
