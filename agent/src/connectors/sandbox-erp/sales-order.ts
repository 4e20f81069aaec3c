import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { formatMoney } from '../../domain/money.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { RejectedError } from '../../errors/errors.ts';
import { stateOf } from './sales-order-state.ts';

/** Our order as the ERP takes it. It books only what comes to the expected total, so a difference leaves nothing behind. */
export function fromCanonical(order: OutboundSalesOrder): Record<string, unknown> {
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
      name: charge.name,
      net: formatMoney(charge.net),
      taxes: charge.taxes.map(taxOf),
    })),
    expectedTotal: formatMoney(order.total),
    expectedTaxTotal: formatMoney(order.taxTotal),
  };
}

function taxOf(tax: OutboundSalesOrder['lines'][number]['taxes'][number]): Record<string, unknown> {
  return { code: tax.code, rate: tax.rate, amount: formatMoney(tax.amount) };
}

const Existed = z.object({ existed: z.boolean() });

/** The receipt of a booked order; an order that was there before is compared again, because it may be an older one. */
export function toReceipt(raw: unknown, order: OutboundSalesOrder): Receipt {
  const { existed } = parseRaw(Existed, raw, "The ERP's answer about the sales order");
  const state = stateOf(raw);
  const same = (a: { minor: number } | null, b: { minor: number }): boolean => a === null || a.minor === b.minor;
  if (!same(state.total, order.total) || !same(state.taxTotal, order.taxTotal)) {
    throw totalDiffers(order, state.total && formatMoney(state.total), state.taxTotal && formatMoney(state.taxTotal));
  }
  return receiptFor(state.id, state.number, { existed, state });
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
