import type { RawDocument } from '../../connector/contract.ts';
import { quantity } from '../../domain/quantity.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import type { Charge, SalesOrder, SalesOrderLine, SalesOrderStatus } from '../../domain/sales-order.ts';
import { ContractError } from '../../errors/errors.ts';
import { gone } from './gone-order.ts';
import { amountOf } from './amount.ts';
import { cardFeeCode, giftCardsOf, isCardFee } from './gift-cards.ts';
import { amountsOf, type PartAmounts } from './money-parts.ts';
import { addressesOf, vatNumberOf } from './parties.ts';
import { paymentOf, refundedOf } from './payment.ts';
import { plainText } from './plain-text.ts';
import { DeletedOrder, RawOrder, UnreadableOrder } from './raw-order.ts';
import { refundsOf } from './refunds.ts';
import { toMinor } from './rounding.ts';
import { utc } from './times.ts';
import { unreadable } from './unreadable.ts';

/** Pure: an order of wc/v3 as our own sales order; throws a ContractError that names the field. */
export function toSalesOrder(document: RawDocument, connection: ConnectionId): SalesOrder {
  const deleted = DeletedOrder.safeParse(document.raw);
  if (deleted.success) return gone(deleted.data, connection);
  const failing = UnreadableOrder.safeParse(document.raw);
  if (failing.success) {
    const message = `The shop fails when it is asked for order ${document.id}: ${failing.data.unreadable}`;
    throw new ContractError({ code: 'store.order-unreadable', message, facts: { order: document.id } });
  }
  const parsed = RawOrder.safeParse(document.raw);
  if (parsed.success) return canonical(parsed.data, connection);
  const issue = parsed.error.issues[0];
  throw unreadable(document.id, issue?.path.join('.') || 'the order', issue?.message ?? 'has another shape');
}

function canonical(order: RawOrder, connection: ConnectionId): SalesOrder {
  const { currency } = order;
  const amounts = amountsOf(order);
  const money = (field: string, exactly: bigint) => ({ minor: minorOf(order, field, exactly), currency });
  const updated = order.date_modified_gmt || order.date_created_gmt;
  return {
    kind: 'sales-order',
    schema: 1,
    connection,
    id: String(order.id),
    number: order.number || String(order.id),
    status: STATUSES[order.status] ?? 'other',
    storeStatus: order.status,
    createdAt: utc(order, 'date_created_gmt', order.date_created_gmt || updated),
    updatedAt: utc(order, 'date_modified_gmt', updated),
    currency,
    pricesIncludeTax: order.prices_include_tax,
    customerId: order.customer_id === 0 ? null : String(order.customer_id),
    vatNumber: vatNumberOf(order),
    ...addressesOf(order),
    lines: order.line_items.map((line, index) => lineOf(order, index, line, amounts[index])),
    charges: [...chargesOf(order, amounts.slice(order.line_items.length)), ...giftCardsOf(order)],
    couponCodes: order.coupon_lines.map((coupon) => coupon.code),
    payment: paymentOf(order),
    taxTotal: money('total_tax', amountOf(order, 'total_tax', order.total_tax)),
    total: money('total', amountOf(order, 'total', order.total)),
    refundedTotal: money('refunds', refundedOf(order)),
    refunds: refundsOf(order),
    note: order.customer_note,
    extensions: extensionsOf(order),
  };
}

const STATUSES: Readonly<Record<string, SalesOrderStatus>> = {
  'auto-draft': 'draft',
  'checkout-draft': 'draft',
  pending: 'pending-payment',
  'on-hold': 'on-hold',
  processing: 'processing',
  completed: 'completed',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
  trash: 'trashed',
};

function lineOf(order: RawOrder, index: number, line: RawOrder['line_items'][number], amounts: PartAmounts | undefined): SalesOrderLine {
  const { currency } = order;
  const field = `line_items.${index}`;
  if (!Number.isFinite(line.quantity) || line.quantity < 0) throw unreadable(String(order.id), `${field}.quantity`, 'is not a count');
  const before = minorOf(order, `${field}.subtotal`, amountOf(order, `${field}.subtotal`, line.subtotal));
  const net = amounts?.net ?? { minor: 0, currency };
  return {
    id: String(line.id),
    sku: line.sku,
    productId: String(line.variation_id || line.product_id),
    name: plainText(line.name),
    quantity: quantity(line.quantity.toFixed(6)),
    net,
    // A price that was raised by hand is no discount.
    discount: { minor: Math.max(0, before - net.minor), currency },
    taxes: [...(amounts?.taxes ?? [])],
  };
}

function chargesOf(order: RawOrder, amounts: readonly PartAmounts[]): Charge[] {
  const shipping = order.shipping_lines.map((line) => ({
    kind: 'shipping' as const,
    id: line.id,
    code: line.method_id,
    name: line.method_title,
  }));
  const fees = order.fee_lines.map((line) =>
    isCardFee(line)
      ? { kind: 'gift-card' as const, id: line.id, code: cardFeeCode(line.name), name: line.name }
      : { kind: 'fee' as const, id: line.id, code: '', name: line.name },
  );
  return [...shipping, ...fees].map(({ kind, id, code, name }, index) => ({
    id: String(id),
    kind,
    code,
    name: plainText(name),
    net: amounts[index]?.net ?? { minor: 0, currency: order.currency },
    taxes: [...(amounts[index]?.taxes ?? [])],
  }));
}

/** What we have no word for travels untouched; later rows of one key win, as in WordPress's own single read. */
function extensionsOf(order: RawOrder): SalesOrder['extensions'] {
  const metaOf = (rows: RawOrder['meta_data']) => Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  const withMeta = [...order.line_items, ...order.shipping_lines, ...order.fee_lines].filter((part) => part.meta_data.length > 0);
  return {
    createdVia: order.created_via,
    meta: metaOf(order.meta_data),
    lineMeta: Object.fromEntries(withMeta.map((part) => [String(part.id), metaOf(part.meta_data)])),
    shippingInstances: Object.fromEntries(order.shipping_lines.map((line) => [String(line.id), `${line.method_id}:${line.instance_id}`])),
  };
}

function minorOf(order: RawOrder, field: string, exactly: bigint): number {
  try {
    return toMinor(exactly, order.currency);
  } catch (cause) {
    throw unreadable(String(order.id), field, 'is too large an amount', cause);
  }
}
