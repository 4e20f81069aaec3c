import { parseMoney } from '../../domain/money.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { own } from './ledger.ts';
import type { OrderCondition } from './policy.ts';

/** True when everything that the condition names fits the order; one that names nothing fits every order. */
export function fits(condition: OrderCondition, order: SalesOrder): boolean {
  const { countries, skus, shippingMethods, paymentMethods, totalAbove, extension, guest, addressesDiffer } = condition;
  return (
    (countries === null || countries.includes(order.shipping.country || order.billing.country)) &&
    (skus === null || order.lines.some((line) => skus.includes(line.sku))) &&
    (shippingMethods === null || order.charges.some(({ kind, code }) => kind === 'shipping' && shippingMethods.includes(code))) &&
    (paymentMethods === null || paymentMethods.includes(order.payment.method)) &&
    (totalAbove === null || isAbove(order, totalAbove)) &&
    (extension === null || hasExtension(order, extension)) &&
    (guest === null || guest === (order.customerId === null)) &&
    (addressesDiffer === null || addressesDiffer === differ(order))
  );
}

/** An order in a currency without a limit is never above it. */
function isAbove({ total }: SalesOrder, limits: Readonly<Record<string, string>>): boolean {
  const limit = own(limits, total.currency);
  if (limit === undefined) return false;
  const text = /^\d+(\.\d+)?$/.test(limit.trim()) ? limit : null;
  return text !== null && total.minor > parseMoney(text, total.currency).minor;
}

/** A field of the store's order that is none of ours; undefined when it has none of that name. */
export function extensionOf({ extensions }: Pick<SalesOrder, 'extensions'>, key: string): Fields[string] | undefined {
  const meta = own(extensions, 'meta');
  // A shop's own fields lie one level down, under "meta".
  return own(extensions, key) ?? (isRecord(meta) ? own(meta, key) : undefined);
}

function hasExtension(order: SalesOrder, { key, equals }: NonNullable<OrderCondition['extension']>): boolean {
  const value = extensionOf(order, key);
  if (value === undefined || value === null || value === '' || value === false) return false;
  if (equals === null) return !(Array.isArray(value) && value.length === 0);
  return (typeof value === 'string' ? value : JSON.stringify(value)) === equals;
}

type Fields = SalesOrder['extensions'];

function isRecord(value: Fields[string] | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A shop that leaves the delivery address empty sends to the billing address. */
function differ({ billing, shipping }: SalesOrder): boolean {
  const where = ({ line1, line2, city, postcode, country }: SalesOrder['billing']): string =>
    [line1, line2, city, postcode, country].map((part) => part.trim().toLowerCase()).join('|');
  const to = where(shipping);
  return to !== '||||' && to !== where(billing);
}
