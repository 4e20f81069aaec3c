import { z } from 'zod';
import { parseMoney, sumMoney, type Money } from '../../domain/money.ts';
import { quantity } from '../../domain/quantity.ts';
import type { CreditMemo } from '../../domain/return.ts';
import { taxOf } from './pricing.ts';
import { lineIdOf } from './sale-values.ts';

export const InvoiceRow = z.object({
  id: z.number(),
  number: z.string().nullable(),
  state: z.string(),
  description: z.string().nullable(),
  untaxed_amount: z.string(),
  total_amount: z.string(),
  'currency.': z.object({ code: z.string() }),
  create_date: z.string(),
  write_date: z.string().nullable(),
});
export const InvoiceLineRow = z.object({
  id: z.number(),
  invoice: z.number().nullable(),
  origin: z.string().nullable(),
  quantity: z.number().nullable(),
  amount: z.string(),
  taxes: z.array(z.number()),
  'product.': z.object({ type: z.string() }).nullable(),
});

/** An invoice below zero on one of our orders; `notes` are those of the sale lines behind the invoice lines, by their place; `rates` are fractions by tax. */
export const RawCredit = z.object({
  invoice: InvoiceRow,
  orderReference: z.string(),
  reference: z.string().nullable(),
  reason: z.string(),
  lines: z.array(InvoiceLineRow),
  notes: z.array(z.string().nullable()),
  rates: z.record(z.string(), z.string()),
});
export type RawCredit = z.infer<typeof RawCredit>;

const STATUS: Readonly<Record<string, CreditMemo['status']>> = { posted: 'posted', paid: 'paid', cancelled: 'cancelled' };

/** Pure: Tryton's credit note in our words, amounts positive. */
export function creditMemo(raw: RawCredit): CreditMemo {
  const { invoice } = raw;
  const currency = invoice['currency.'].code;
  const lines = raw.lines.flatMap((line, at) => {
    if (line['product.'] === null || line['product.'].type === 'service') return [];
    const net = negated(parseMoney(line.amount, currency));
    const tax = sumMoney(
      currency,
      line.taxes.map((id) => taxOf(net, raw.rates[String(id)] ?? '0')),
    );
    return [{ lineId: lineIdOf(raw.notes[at] ?? null), quantity: quantity(Math.abs(line.quantity ?? 0)), net, tax }];
  });
  return {
    kind: 'credit-memo',
    schema: 1,
    id: String(invoice.id),
    number: invoice.number,
    reference: raw.reference,
    orderReference: raw.orderReference,
    status: STATUS[invoice.state] ?? 'draft',
    amount: negated(parseMoney(invoice.total_amount, currency)),
    lines,
    reason: raw.reason,
    updatedAt: invoice.write_date ?? invoice.create_date,
  };
}

function negated({ minor, currency }: Money): Money {
  return { minor: minor === 0 ? 0 : -minor, currency };
}
