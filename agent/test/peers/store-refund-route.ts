import { rows, text } from './routing.ts';
import { minorOf, written } from './store-money.ts';
import { tillFor, type WooOrder, type WooPart } from './store-order.ts';
import { chargeOf, leftToRefund, worth, type RefundPart } from './store-refunds.ts';
import { refuse } from './store-rest.ts';
import type { ShopBooks } from './store-shop.ts';

/** Refunds as the plugin's route does: once for each reference, and never more than what is left of the order, a line or a tax. */
export function writeRefund(shop: ShopBooks, id: number, body: Record<string, unknown>): unknown {
  const reference = text(body, 'reference');
  const order = shop.order(id);
  const { digits } = tillFor(order);
  const known = shop.refundsOf(id).find((refund) => refund.reference === reference);
  if (known) return { result: 'unchanged', refund_id: known.id, amount: written(known.amount, digits) };
  if (order.status === 'trash') refuse(409, 'crossdock_order_trashed', 'The order lies in the trash; it cannot be refunded.');
  if (text(body, 'currency') !== order.currency) {
    refuse(422, 'crossdock_refund_invalid', `The order was paid in ${order.currency}, not in ${text(body, 'currency')}.`);
  }
  const parts = partsIn(order, body);
  const amount = minorOf(body['amount'], digits);
  if (amount <= 0) refuse(422, 'crossdock_refund_invalid', 'The amount must be above zero.');
  if (worth(parts) > amount) refuse(422, 'crossdock_refund_invalid', 'The lines of the refund are worth more than its amount.');
  checkLeft(shop, order, parts, amount);
  const callGateway = body['call_gateway'] === true;
  if (callGateway && shop.gatewayRefuses !== null) refuse(422, 'crossdock_gateway_refused', shop.gatewayRefuses);
  const made = shop.refund(id, { amount, parts, reason: text(body, 'reason'), restock: body['restock'] === true, callGateway, reference });
  return { result: 'created', refund_id: made.id, amount: written(amount, digits) };
}

function partsIn(order: WooOrder, body: Record<string, unknown>): RefundPart[] {
  const lines = rows(body, 'lines').map((row) => {
    const line = order.line_items.find(({ id }) => id === Number(row['line_id']));
    return partIn(order, line, row, Number(row['quantity']));
  });
  const charges = rows(body, 'charges').map((row) => partIn(order, chargeOf(order, Number(row['charge_id'])), row, 0));
  return [...lines, ...charges];
}

function partIn(order: WooOrder, of: WooPart | undefined, row: Record<string, unknown>, quantity: number): RefundPart {
  if (of === undefined) return refuse(422, 'crossdock_refund_invalid', 'The order has no such line.');
  const { digits } = tillFor(order);
  const taxes = rows(row, 'taxes').map((tax) => {
    const rate = order.tax_lines.find((line) => line.rate_code === tax['code'])?.rate_id;
    if (rate === undefined) return refuse(422, 'crossdock_refund_invalid', `The order knows no tax "${String(tax['code'])}".`);
    return { rate, amount: minorOf(tax['amount'], digits) };
  });
  return { of: of.id, quantity, net: minorOf(row['net'], digits), taxes };
}

function checkLeft(shop: ShopBooks, order: WooOrder, parts: readonly RefundPart[], amount: number): void {
  const { digits } = tillFor(order);
  const before = shop.refundsOf(order.id);
  const left = leftToRefund(order, before);
  const tooMuch = (what: string): never => refuse(422, 'crossdock_refund_too_much', what);
  if (amount > left) tooMuch(`Only ${written(left, digits)} ${order.currency} of the order can still be refunded.`);
  for (const part of parts) {
    const line = order.line_items.find(({ id }) => id === part.of);
    const same = before.flatMap((refund) => refund.parts).filter(({ of }) => of === part.of);
    const units = (line?.quantity ?? 0) - same.reduce((sum, { quantity }) => sum + quantity, 0);
    if (part.quantity > units) tooMuch(`Only ${units} units of the line can still be refunded.`);
    const whole = minorOf((line ?? chargeOf(order, part.of))?.total, digits);
    const net = whole - same.reduce((sum, each) => sum + each.net, 0);
    // A cent of rounding is allowed.
    if (Math.abs(part.net) > Math.abs(net) + 1) tooMuch(`Only ${written(net, digits)} of the line can still be refunded.`);
  }
}
