import type { Money } from '../../domain/money.ts';
import type { Charge, RefundLine, SalesOrder, SalesOrderLine, StoreRefund, TaxAmount } from '../../domain/sales-order.ts';
import { decimal, millionths } from '../order/amounts.ts';

/** What money goes back for: lines, charges and the whole, in the order's currency. */
export type Parts = Pick<StoreRefund, 'amount' | 'lines' | 'charges'>;

/** What has been paid back of one line or charge. */
interface Paid {
  units: number;
  net: number;
  taxes: number[];
  times: number;
}

/** The share of a whole that falls to the units after `before` up to `upTo`, so that all shares together are just the whole, whatever they are cut into. */
export function share(whole: number, units: number, before: number, upTo: number): number {
  return portion(whole, units, upTo) - portion(whole, units, before);
}

/** Half away from zero, exact for all amounts. */
function portion(whole: number, units: number, upTo: number): number {
  if (units <= 0 || upTo <= 0) return 0;
  if (upTo >= units) return whole;
  const exact = BigInt(Math.abs(whole)) * BigInt(upTo) * 2n + BigInt(units);
  const rounded = Number(exact / (BigInt(units) * 2n));
  return whole < 0 ? -rounded : rounded;
}

/** What money back for units comes to, by the order's own lines, after what was paid back already. */
export function partsForUnits(
  order: SalesOrder,
  units: ReadonlyMap<string, number>,
  before: readonly Parts[],
  withShipping: boolean,
): Parts {
  const lines = order.lines.flatMap((line) => linePart(line, units.get(line.id) ?? 0, before) ?? []);
  const charges = withShipping ? order.charges.flatMap((charge) => chargePart(charge, before) ?? []) : [];
  return { lines, charges, amount: sumOf(order.currency, lines, charges) };
}

/** The whole of some lines and charges. */
export function sumOf(currency: string, lines: Parts['lines'], charges: Parts['charges']): Money {
  let minor = 0;
  for (const part of [...lines, ...charges]) minor += part.net.minor + part.taxes.reduce((sum, tax) => sum + tax.amount.minor, 0);
  return { minor, currency };
}

function linePart(line: SalesOrderLine, units: number, before: readonly Parts[]): RefundLine | null {
  const all = millionths(line.quantity.value);
  const paid = paidOf(
    line,
    before.flatMap((each) => each.lines.filter(({ lineId }) => lineId === line.id)),
  );
  const upTo = Math.min(all, paid.units + units);
  if (upTo <= paid.units) return null;
  const cut = (whole: number, already: number): number =>
    within(share(whole, all, paid.units, upTo), whole - already, upTo === all ? paid.times : 0);
  const { currency } = line.net;
  return {
    lineId: line.id,
    quantity: { value: decimal(upTo - paid.units), unit: line.quantity.unit },
    net: { minor: cut(line.net.minor, paid.net), currency },
    taxes: line.taxes.map((tax, index) => ({ ...tax, amount: { minor: cut(tax.amount.minor, paid.taxes[index] ?? 0), currency } })),
  };
}

/** Never more than is left; the last unit also takes the few minor units that earlier roundings left over. */
function within(amount: number, rest: number, slack: number): number {
  if (rest === 0 || Math.sign(rest) !== Math.sign(amount || rest)) return 0;
  const close = slack > 0 && Math.abs(rest) > Math.abs(amount) && Math.abs(rest - amount) <= slack;
  return close || Math.abs(amount) > Math.abs(rest) ? rest : amount;
}

function chargePart(charge: Charge, before: readonly Parts[]): Parts['charges'][number] | null {
  if (charge.kind !== 'shipping') return null;
  const paid = paidOf(
    charge,
    before.flatMap((each) => each.charges.filter(({ chargeId }) => chargeId === charge.id)),
  );
  const { currency } = charge.net;
  const rest = (whole: number, already: number): Money => ({ minor: Math.max(0, whole - already), currency });
  const net = rest(charge.net.minor, paid.net);
  const taxes = charge.taxes.map((tax, index) => ({ ...tax, amount: rest(tax.amount.minor, paid.taxes[index] ?? 0) }));
  return net.minor + taxes.reduce((sum, tax) => sum + tax.amount.minor, 0) > 0 ? { chargeId: charge.id, net, taxes } : null;
}

type Refunded = { readonly quantity?: { readonly value: string }; readonly net: Money; readonly taxes: readonly TaxAmount[] };

function paidOf(whole: { readonly taxes: readonly TaxAmount[] }, parts: readonly Refunded[]): Paid {
  const paid: Paid = { units: 0, net: 0, taxes: whole.taxes.map(() => 0), times: parts.length };
  for (const part of parts) {
    paid.units += millionths(part.quantity?.value ?? '0');
    paid.net += part.net.minor;
    for (const tax of part.taxes) {
      const index = whole.taxes.findIndex((each) => each.code === tax.code && each.name === tax.name);
      const at = index === -1 ? whole.taxes.findIndex((each) => each.code === tax.code) : index;
      if (at !== -1) paid.taxes[at] = (paid.taxes[at] ?? 0) + tax.amount.minor;
    }
  }
  return paid;
}

/** Amounts of a credit memo of the ERP as parts of the shop's order; only its whole when its lines do not fit what is left of the order's. */
export function partsOfMemo(
  order: SalesOrder,
  memo: {
    readonly amount: Money;
    readonly lines: readonly {
      readonly lineId: string | null;
      readonly quantity: { readonly value: string };
      readonly net: Money;
      readonly tax: Money;
    }[];
  },
  before: readonly Parts[],
): Parts {
  const { amount } = memo;
  const lines = memo.lines.map((each) => {
    const line = order.lines.find(({ id }) => id === each.lineId);
    return line ? memoLine(line, each, before) : null;
  });
  const fitting = lines.filter((line) => line !== null);
  const fits = fitting.length === lines.length && sumOf(order.currency, fitting, []).minor <= amount.minor;
  return { amount, lines: fits ? fitting : [], charges: [] };
}

function memoLine(
  line: SalesOrderLine,
  part: { readonly quantity: { readonly value: string }; readonly net: Money; readonly tax: Money },
  before: readonly Parts[],
): RefundLine | null {
  const paid = paidOf(
    line,
    before.flatMap((each) => each.lines.filter(({ lineId }) => lineId === line.id)),
  );
  const taxLeft = line.taxes.map((tax, index) => tax.amount.minor - (paid.taxes[index] ?? 0));
  const taxTotal = taxLeft.reduce((sum, each) => sum + each, 0);
  const units = millionths(part.quantity.value);
  if (part.net.minor > line.net.minor - paid.net || part.tax.minor > taxTotal || units > millionths(line.quantity.value) - paid.units)
    return null;
  if (units < 0 || part.net.minor < 0 || part.tax.minor < 0) return null;
  let from = 0;
  const taxes = line.taxes.map((tax, index) => {
    const upTo = from + Math.max(0, taxLeft[index] ?? 0);
    const minor = share(part.tax.minor, taxTotal, from, upTo);
    from = upTo;
    return { ...tax, amount: { minor, currency: line.net.currency } };
  });
  return { lineId: line.id, quantity: { value: decimal(units), unit: line.quantity.unit }, net: part.net, taxes };
}
