import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { formatMoney } from '../../domain/money.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import type { SalesOrderState } from '../../domain/sales-order-state.ts';
import { RejectedError } from '../../errors/errors.ts';
import { stateOf } from './sales-order-state.ts';

/** Our order as the ERP takes it. It books only what comes to the expected total, so a difference leaves nothing behind; up to `roundingTolerance` minor units it makes up for by a rounding charge. */
export function fromCanonical(order: OutboundSalesOrder, roundingTolerance = 0): Record<string, unknown> {
  const { reference, number, orderedAt, currency, note } = order;
  return {
    reference,
    number,
    orderedAt,
    currency,
    customer: order.customerId,
    warehouse: order.warehouseCode,
    shippingMethod: order.shippingMethodCode,
    billTo: order.billing,
    shipTo: order.shipping,
    payment: { ...order.payment },
    note,
    lines: order.lines.map((line) => ({
      ref: line.id,
      item: line.itemCode,
      description: line.name,
      quantity: line.quantity.value,
      unit: line.quantity.unit,
      net: formatMoney(line.net),
      discount: formatMoney(line.discount),
      taxes: line.taxes.map(taxOf),
    })),
    charges: order.charges.map((charge) => ({
      ref: charge.id,
      kind: charge.kind,
      code: charge.code,
      name: charge.name,
      net: formatMoney(charge.net),
      taxes: charge.taxes.map(taxOf),
    })),
    expectedTotal: formatMoney(order.total),
    expectedTaxTotal: formatMoney(order.taxTotal),
    ...(roundingTolerance === 0 ? {} : { roundingTolerance }),
  };
}

/** A tax as the ERP takes it. */
export function taxOf(tax: OutboundSalesOrder['lines'][number]['taxes'][number]): Record<string, unknown> {
  return { code: tax.code, rate: tax.rate, amount: formatMoney(tax.amount) };
}

const Existed = z.object({ existed: z.boolean() });
const Named = z.looseObject({ id: z.string().min(1) });

/** The order in an answer, with whatever the ERP says of it. */
export function toOrder(raw: unknown): z.output<typeof Named> {
  return parseRaw(Named, raw, "The ERP's answer about the sales order");
}

/** The receipt of a booked order; an order that was there before is compared again, because it may be an older one. */
export function toReceipt(raw: unknown, order: OutboundSalesOrder): Receipt {
  const { existed } = parseRaw(Existed, raw, "The ERP's answer about the sales order");
  const state = stateOf(raw);
  if (!hasTotalOf(state, order)) {
    throw totalDiffers(order, state.total && formatMoney(state.total), state.taxTotal && formatMoney(state.taxTotal));
  }
  return receiptFor(state.id, state.number, { existed, state });
}

/** True when the ERP had booked an order of this reference before, and it sells something else: a version whose answer was lost. */
export function isOlder(raw: unknown, order: OutboundSalesOrder): boolean {
  const { existed } = parseRaw(Existed, raw, "The ERP's answer about the sales order");
  if (!existed) return false;
  const state = stateOf(raw);
  const units = (id: string | null): string | undefined => order.lines.find((line) => line.id === id)?.quantity.value;
  const sameLines =
    state.lines.length === order.lines.length && state.lines.every((line) => Number(units(line.id)) === Number(line.ordered.value));
  return !sameLines || !hasTotalOf(state, order);
}

function hasTotalOf(state: SalesOrderState, order: OutboundSalesOrder): boolean {
  const same = (a: { minor: number } | null, b: { minor: number }): boolean => a === null || a.minor === b.minor;
  return same(state.total, order.total) && same(state.taxTotal, order.taxTotal);
}

/** Both sums side by side, so that a person sees where the difference lies. */
export function totalDiffers(order: OutboundSalesOrder, total: string | null, taxTotal: string | null): RejectedError {
  const ours = `${formatMoney(order.total)} ${order.currency} (tax ${formatMoney(order.taxTotal)})`;
  const theirs = `${total ?? '?'} ${order.currency} (tax ${taxTotal ?? '?'})`;
  return new RejectedError({
    code: 'money.total-differs',
    message: `The shop sold ${order.number} for ${ours}, but the ERP comes to ${theirs}.`,
    facts: { ours: formatMoney(order.total), oursTax: formatMoney(order.taxTotal), theirs: total, theirsTax: taxTotal },
  });
}
