import { z } from 'zod';
import { formatMoney, parseMoney, type Money } from '../../domain/money.ts';
import { RejectedError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { bookRounding } from './rounding.ts';
import { expectedUntaxed, type Priced } from './sale-values.ts';
import type { TrytonSettings } from './settings.ts';

const Sums = z.object({ untaxed_amount: z.string(), tax_amount: z.string(), total_amount: z.string() });

/** Compares the draft with the shop's sums; returns a note when the tax had to be rounded, and refuses when they differ. */
export async function tie(erp: Erp, settings: TrytonSettings, order: Priced, id: number, sign: 1 | -1 = 1): Promise<string | null> {
  const { currency } = order;
  const wanted = { untaxed: sign * expectedUntaxed(order).minor, tax: sign * order.taxTotal.minor };
  const before = await sumsOf(erp, id, currency);
  const missing = { minor: wanted.tax - before.tax.minor, currency };
  if (before.untaxed.minor === wanted.untaxed && missing.minor === 0) return null;
  const bookable = before.untaxed.minor === wanted.untaxed && (await bookRounding(erp, settings, order, id, missing));
  const after = bookable ? await sumsOf(erp, id, currency) : before;
  if (after.untaxed.minor === wanted.untaxed && after.tax.minor === wanted.tax) return `tax rounded by ${formatMoney(missing)} ${currency}`;
  const shop = `${formatMoney(order.total)} ${currency} (tax ${formatMoney(order.taxTotal)})`;
  const computed = { total: times(before.total, sign), tax: times(before.tax, sign) };
  const tryton = `${formatMoney(computed.total)} ${currency} (tax ${formatMoney(computed.tax)})`;
  throw new RejectedError({
    code: 'money.total-differs',
    message: `The shop says ${shop}, Tryton computes ${tryton}; nothing was confirmed.`,
    facts: {
      shop: formatMoney(order.total),
      shopTax: formatMoney(order.taxTotal),
      tryton: formatMoney(computed.total),
      trytonTax: formatMoney(computed.tax),
    },
  });
}

async function sumsOf(erp: Erp, id: number, currency: string): Promise<Record<'untaxed' | 'tax' | 'total', ReturnType<typeof parseMoney>>> {
  const [sums] = await erp.search('sale.sale', [['id', '=', id]], Sums);
  if (sums === undefined) throw new RejectedError({ code: 'erp.order-refused', message: `The sale ${id} is gone from Tryton.` });
  return {
    untaxed: parseMoney(sums.untaxed_amount, currency),
    tax: parseMoney(sums.tax_amount, currency),
    total: parseMoney(sums.total_amount, currency),
  };
}

function times({ minor, currency }: Money, sign: 1 | -1): Money {
  return { minor: sign * minor, currency };
}
