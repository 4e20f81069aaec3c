import { z } from 'zod';
import { parseRaw } from '../../connector/parse.ts';
import { formatMoney, parseMoney, sumMoney } from '../../domain/money.ts';
import type { OutboundCreditMemo } from '../../domain/outbound.ts';
import { quantity } from '../../domain/quantity.ts';
import { receiptFor, type Receipt } from '../../domain/receipt.ts';
import { CreditMemo } from '../../domain/return.ts';
import { taxOf } from './sales-order.ts';

/** Money back as the ERP takes it; `amount` is the whole, whatever the lines come to. */
export function fromCanonical(memo: OutboundCreditMemo): Record<string, unknown> {
  return {
    reference: memo.reference,
    order: memo.orderForeignId,
    return: memo.returnForeignId,
    currency: memo.currency,
    lines: memo.lines.map((line) => ({
      line: line.foreignLineId ?? '',
      ref: line.lineId,
      item: line.itemCode,
      quantity: line.quantity.value,
      net: formatMoney(line.net),
      taxes: line.taxes.map(taxOf),
    })),
    charges: memo.charges.map((charge) => ({
      ref: charge.id,
      kind: charge.kind,
      name: charge.name,
      net: formatMoney(charge.net),
      taxes: charge.taxes.map(taxOf),
    })),
    amount: formatMoney(memo.amount),
    reason: memo.reason,
  };
}

const Answer = z.object({ id: z.string().min(1), number: z.string(), existed: z.boolean() });

export function toReceipt(raw: unknown): Receipt {
  const { id, number, existed } = parseRaw(Answer, raw, "The ERP's answer about the credit memo");
  return receiptFor(id, number, { existed });
}

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** The ERP's credit memo, as far as we read it. */
const RawMemo = z.object({
  id: z.string().min(1),
  number: z.string(),
  reference: z.string(),
  orderReference: z.string(),
  status: CreditMemo.shape.status,
  currency: z.string().regex(/^[A-Z]{3}$/),
  total: decimal,
  lines: z.array(
    z.object({
      ref: z.string(),
      quantity: decimal,
      unit: z.string().min(1).max(3),
      net: decimal,
      taxes: z.array(z.object({ amount: decimal })),
    }),
  ),
  reason: z.string(),
  updatedAt: z.iso.datetime(),
});

/** A credit memo as the ERP has it, in our shape; it has no reference of ours when a person made it there. */
export function memoOf(raw: unknown): CreditMemo {
  const given = parseRaw(RawMemo, raw, "The ERP's credit memo");
  const { currency } = given;
  return {
    kind: 'credit-memo',
    schema: 1,
    id: given.id,
    number: given.number,
    reference: given.reference === '' ? null : given.reference,
    orderReference: given.orderReference === '' ? null : given.orderReference,
    status: given.status,
    amount: parseMoney(given.total, currency),
    lines: given.lines.map((line) => ({
      lineId: line.ref === '' ? null : line.ref,
      quantity: quantity(line.quantity, line.unit),
      net: parseMoney(line.net, currency),
      tax: sumMoney(
        currency,
        line.taxes.map(({ amount }) => parseMoney(amount, currency)),
      ),
    })),
    reason: given.reason,
    updatedAt: given.updatedAt,
  };
}
