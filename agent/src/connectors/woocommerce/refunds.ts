import { quantity } from '../../domain/quantity.ts';
import type { StoreRefund } from '../../domain/sales-order.ts';
import { amountOf } from './amount.ts';
import { taxAmountOf } from './money-parts.ts';
import type { RawOrder } from './raw-order.ts';
import { roundToTotal, toMinor } from './rounding.ts';
import { plainText } from './plain-text.ts';
import { utc } from './times.ts';
import { unreadable } from './unreadable.ts';

type RawRefund = RawOrder['refunds'][number];
type Part = NonNullable<RawRefund['parts']>[number];

/** The refunds of an order with what each gives back; those that were kept before we read their parts are left out. */
export function refundsOf(order: RawOrder): StoreRefund[] {
  return order.refunds.flatMap((refund, index) =>
    refund.parts === undefined ? [] : [refundOf(order, `refunds.${index}`, refund, refund.parts)],
  );
}

function refundOf(order: RawOrder, field: string, refund: RawRefund, parts: readonly Part[]): StoreRefund {
  const amount = toMinor(amountOf(order, `${field}.amount`, refund.amount), order.currency);
  const given = partAmounts(order, field, parts, amount);
  const named = parts.flatMap((part, at) => {
    const amounts = given[at];
    return part.of === null || amounts === undefined ? [] : [{ part, of: part.of, ...amounts }];
  });
  const lines = named.filter(({ part }) => part.kind === 'line');
  return {
    id: String(refund.id),
    at: utc(order, `${field}.date_created_gmt`, refund.date_created_gmt || order.date_modified_gmt),
    amount: { minor: amount, currency: order.currency },
    reason: plainText(refund.reason),
    lines: lines.map(({ part, of, net, taxes }) => ({ lineId: of, quantity: unitsOf(order, field, part), net, taxes })),
    charges: named.filter(({ part }) => part.kind === 'charge').map(({ of, net, taxes }) => ({ chargeId: of, net, taxes })),
    restocked: restockedOf(
      order,
      lines.filter(({ part }) => part.quantity !== 0).map(({ of }) => of),
    ),
    reference: refund.reference,
  };
}

/** WooCommerce writes what is given back with a minus sign; a fee that was an allowance comes with the opposite one. */
function partAmounts(
  order: RawOrder,
  field: string,
  parts: readonly Part[],
  amount: number,
): Pick<StoreRefund['lines'][number], 'net' | 'taxes'>[] {
  const { currency } = order;
  const cells = parts.flatMap((part, at) => [
    { at, rate: null, exact: -amountOf(order, `${field}.parts.${at}.total`, part.total) },
    ...part.taxes
      .filter((tax) => tax.total.trim() !== '')
      .map((tax) => ({ at, rate: tax.id, exact: -amountOf(order, `${field}.parts.${at}.taxes`, tax.total) })),
  ]);
  const minors = roundToTotal(
    cells.map((cell) => cell.exact),
    roundedTotal(cells, amount, currency),
    currency,
  );
  const told = cells.map((cell, index) => ({ ...cell, money: { minor: minors[index] ?? 0, currency } }));
  return parts.map((_, at) => {
    const own = told.filter((cell) => cell.at === at);
    const taxes = own.flatMap(({ rate, money }) => (rate === null ? [] : [taxAmountOf(order, rate, money)]));
    return { net: own.find((cell) => cell.rate === null)?.money ?? { minor: 0, currency }, taxes };
  });
}

/** The amount of the refund where only rounding lies between it and its parts; the parts' own sum where it gives back more than its parts. */
function roundedTotal(cells: readonly { exact: bigint }[], amount: number, currency: string): number {
  const sum = toMinor(
    cells.reduce((total, cell) => total + cell.exact, 0n),
    currency,
  );
  return Math.abs(sum - amount) <= 1 ? amount : sum;
}

function unitsOf(order: RawOrder, field: string, part: Part): StoreRefund['lines'][number]['quantity'] {
  if (!Number.isFinite(part.quantity)) throw unreadable(String(order.id), `${field}.quantity`, 'is not a count');
  return quantity(Math.abs(part.quantity).toFixed(6));
}

/**
 * WooCommerce only tells how many units of a line all refunds together put back ("_restock_refunded_items"), and nothing when the product
 * has no stock of its own. So the answer is known where it is the same for every refund of the lines.
 */
function restockedOf(order: RawOrder, lineIds: readonly string[]): boolean | null {
  const answers = new Set(lineIds.map((id) => lineRestocked(order, id)));
  const [only] = answers;
  return answers.size === 1 ? (only ?? null) : null;
}

function lineRestocked(order: RawOrder, lineId: string): boolean | null {
  const line = order.line_items.find(({ id }) => String(id) === lineId);
  const count = (key: string): number => Number(line?.meta_data.find((row) => row.key === key)?.value ?? 0) || 0;
  const back = count('_restock_refunded_items');
  if (back === 0) return count('_reduced_stock') > 0 ? false : null;
  return back >= refundedUnits(order, lineId) ? true : null;
}

function refundedUnits(order: RawOrder, lineId: string): number {
  const parts = order.refunds.flatMap((refund) => refund.parts ?? []).filter((part) => part.kind === 'line' && part.of === lineId);
  return parts.reduce((sum, part) => sum + Math.abs(part.quantity), 0);
}
