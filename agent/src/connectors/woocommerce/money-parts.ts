import type { Money } from '../../domain/money.ts';
import type { TaxAmount } from '../../domain/sales-order.ts';
import { amountOf } from './amount.ts';
import { paidByCards } from './gift-cards.ts';
import { roundToTotal, toMinor } from './rounding.ts';
import type { RawOrder } from './raw-order.ts';

/** Amounts of one line or charge of the order, in the order of `partsOf`. */
export interface PartAmounts {
  readonly net: Money;
  readonly taxes: readonly TaxAmount[];
}

interface TaxCell {
  readonly part: number;
  readonly rateId: string;
  readonly amount: bigint;
  readonly shipping: boolean;
}

/** Everything that costs: lines, then shipping, then fees. */
export function partsOf(order: RawOrder): readonly { field: string; total: string; taxes: RawOrder['line_items'][number]['taxes'] }[] {
  const named = (list: 'line_items' | 'shipping_lines' | 'fee_lines') =>
    order[list].map((part, index) => ({ field: `${list}.${index}`, total: part.total, taxes: part.taxes }));
  return [...named('line_items'), ...named('shipping_lines'), ...named('fee_lines')];
}

/** Net and taxes of every part in minor units, rounded so that they sum to the order's own totals wherever only rounding is between them. */
export function amountsOf(order: RawOrder): readonly PartAmounts[] {
  const { currency } = order;
  // A gift card is no part of what was sold; what it paid is added back before the parts are made to tie.
  const total = toMinor(amountOf(order, 'total', order.total) + paidByCards(order), currency);
  const taxTotal = toMinor(amountOf(order, 'total_tax', order.total_tax), currency);
  const parts = partsOf(order);
  const nets = parts.map((part) => amountOf(order, `${part.field}.total`, part.total));
  const roundedNets = roundToTotal(nets, total - taxTotal, currency);
  const taxes = roundedTaxes(order, taxTotal);
  return parts.map((_, index) => ({ net: { minor: roundedNets[index] ?? 0, currency }, taxes: taxes.get(index) ?? [] }));
}

function taxCells(order: RawOrder): TaxCell[] {
  const firstShipping = order.line_items.length;
  const firstFee = firstShipping + order.shipping_lines.length;
  return partsOf(order).flatMap((part, index) =>
    part.taxes
      // An empty amount means that the rate does not touch this part.
      .filter((tax) => tax.total.trim() !== '')
      .map((tax) => ({
        part: index,
        rateId: tax.id,
        amount: amountOf(order, `${part.field}.taxes`, tax.total),
        shipping: index >= firstShipping && index < firstFee,
      })),
  );
}

function roundedTaxes(order: RawOrder, taxTotal: number): Map<number, TaxAmount[]> {
  const groups = byRate(taxCells(order));
  const told = groups.map((group) => toldTotal(order, group));
  const rounded = roundToTotal(told, taxTotal, order.currency);
  const found = new Map<number, TaxAmount[]>();
  groups.forEach((group, index) => {
    const minors = roundToTotal(
      group.map((cell) => cell.amount),
      rounded[index] ?? 0,
      order.currency,
    );
    group.forEach((cell, at) => {
      const list = found.get(cell.part) ?? [];
      list.push(taxAmountOf(order, cell.rateId, { minor: minors[at] ?? 0, currency: order.currency }));
      found.set(cell.part, list);
    });
  });
  return found;
}

function byRate(cells: readonly TaxCell[]): (readonly TaxCell[])[] {
  const groups = new Map<string, TaxCell[]>();
  for (const cell of cells) {
    const key = `${cell.shipping ? 'shipping' : 'goods'} ${cell.rateId}`;
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return [...groups.values()];
}

/** The order's own total of a rate, which it keeps apart for goods and shipping; without such a line, the sum of the parts. */
function toldTotal(order: RawOrder, group: readonly TaxCell[]): bigint {
  const [first] = group;
  const line = order.tax_lines.find((tax) => tax.rate_id === first?.rateId);
  if (first === undefined || line === undefined) return group.reduce((sum, cell) => sum + cell.amount, 0n);
  return amountOf(order, 'tax_lines', first.shipping ? line.shipping_tax_total : line.tax_total);
}

/** An amount of tax with the names that the order has for its rate. */
export function taxAmountOf(order: RawOrder, rateId: string, amount: Money): TaxAmount {
  const line = order.tax_lines.find((tax) => tax.rate_id === rateId);
  const percent = line?.rate_percent;
  return {
    code: line?.rate_code || `rate-${rateId}`,
    name: line?.label || line?.rate_code || `Tax ${rateId}`,
    rate: percent === null || percent === undefined ? null : String(percent),
    amount,
  };
}
