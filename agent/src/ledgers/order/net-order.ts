import type { Money } from '../../domain/money.ts';
import type { Charge, SalesOrder, SalesOrderLine, StoreRefund, TaxAmount } from '../../domain/sales-order.ts';
import { share } from '../return/parts.ts';
import { decimal, millionths } from './amounts.ts';

/** The order without what refunds took back: fewer units and less money, to the minor unit. An order without such refunds comes back as it is. */
export function netOrder(order: SalesOrder, taken: readonly StoreRefund[]): SalesOrder {
  if (taken.length === 0) return order;
  const charges: Charge[] = [];
  const lines = order.lines.flatMap((line) => {
    const parts = taken.flatMap((refund) => refund.lines.filter(({ lineId }) => lineId === line.id));
    if (parts.length === 0) return [line];
    const net = less(
      line,
      parts,
      parts.reduce((sum, { quantity }) => sum + Math.max(0, millionths(quantity.value)), 0),
    );
    if (millionths(net.quantity.value) > 0) return [net];
    // Money that stays although the units are gone (a fee for cancelling) needs a place of its own.
    if (amountOf(net) !== 0)
      charges.push({ id: `kept-${line.id}`, kind: 'fee', code: '', name: line.name, net: net.net, taxes: net.taxes });
    return [];
  });
  for (const charge of order.charges) {
    const parts = taken.flatMap((refund) => refund.charges.filter(({ chargeId }) => chargeId === charge.id));
    const net = parts.length === 0 ? charge : { ...charge, ...moneyLess(charge, parts) };
    if (parts.length === 0 || amountOf(net) !== 0) charges.push(net);
  }
  charges.push(...taken.flatMap((refund) => [...withoutLine(order, refund), ...withoutPlace(refund)]));
  const back = taken.reduce((sum, { amount }) => sum + amount.minor, 0);
  const taxBack = taken
    .flatMap((refund) => [...refund.lines, ...refund.charges].flatMap((part) => part.taxes))
    .reduce((sum, tax) => sum + tax.amount.minor, 0);
  return {
    ...order,
    lines,
    charges,
    total: { ...order.total, minor: order.total.minor - back },
    taxTotal: { ...order.taxTotal, minor: order.taxTotal.minor - taxBack },
  };
}

/** A line cut or stretched to other units at its own price. */
export function atUnits<L extends Pick<SalesOrderLine, 'quantity' | 'net' | 'discount'> & { taxes: { amount: Money }[] }>(
  line: L,
  units: number,
): L {
  const all = millionths(line.quantity.value);
  if (all === units) return line;
  const part = (money: Money): Money => ({ ...money, minor: scaled(money.minor, all, units) });
  return {
    ...line,
    quantity: { ...line.quantity, value: decimal(units) },
    net: part(line.net),
    discount: part(line.discount),
    taxes: line.taxes.map((tax) => ({ ...tax, amount: part(tax.amount) })),
  };
}

function scaled(minor: number, all: number, units: number): number {
  if (all <= 0) return 0;
  const whole = Math.floor(units / all);
  return minor * whole + share(minor, all, 0, units - whole * all);
}

function less(
  line: SalesOrderLine,
  parts: readonly (Amounts & { readonly quantity: { readonly value: string } })[],
  units: number,
): SalesOrderLine {
  const all = millionths(line.quantity.value);
  const left = Math.max(0, all - units);
  return {
    ...line,
    quantity: { ...line.quantity, value: decimal(left) },
    ...moneyLess(line, parts),
    discount: { ...line.discount, minor: line.discount.minor - share(line.discount.minor, all, 0, all - left) },
  };
}

interface Amounts {
  readonly net: Money;
  readonly taxes: readonly TaxAmount[];
}

function moneyLess(whole: Amounts, parts: readonly Amounts[]): { net: Money; taxes: TaxAmount[] } {
  const taxes = whole.taxes.map((tax) => ({ ...tax }));
  let net = whole.net.minor;
  for (const part of parts) {
    net -= part.net.minor;
    for (const tax of part.taxes) {
      const index = taxes.findIndex((each) => each.code === tax.code);
      const same = taxes[index];
      if (same) taxes[index] = { ...same, amount: { ...same.amount, minor: same.amount.minor - tax.amount.minor } };
      else if (tax.amount.minor !== 0) taxes.push({ ...tax, amount: { ...tax.amount, minor: -tax.amount.minor } });
    }
  }
  return { net: { ...whole.net, minor: net }, taxes };
}

function amountOf({ net, taxes }: Amounts): number {
  return taxes.reduce((sum, tax) => sum + Math.abs(tax.amount.minor), Math.abs(net.minor));
}

/** What a refund gave back of lines and charges that the store has removed from the order since. */
function withoutLine(order: SalesOrder, refund: StoreRefund): Charge[] {
  const lines = refund.lines.filter(({ lineId }) => !order.lines.some(({ id }) => id === lineId));
  const charges = refund.charges.filter(({ chargeId }) => !order.charges.some(({ id }) => id === chargeId));
  return [...lines, ...charges].flatMap((part, index) => {
    if (amountOf(part) === 0) return [];
    const back = moneyLess({ net: { ...part.net, minor: 0 }, taxes: [] }, [part]);
    return [{ id: `refund-${refund.id}-${index + 1}`, kind: 'fee' as const, code: '', name: refund.reason || 'Refund', ...back }];
  });
}

/** What a refund gave back beyond its lines and charges. */
function withoutPlace({ id, amount, reason, lines, charges }: StoreRefund): Charge[] {
  const placed = [...lines, ...charges].reduce(
    (sum, { net, taxes }) => sum + net.minor + taxes.reduce((all, tax) => all + tax.amount.minor, 0),
    0,
  );
  const minor = placed - amount.minor;
  return minor === 0 ? [] : [{ id: `refund-${id}`, kind: 'fee', code: '', name: reason || 'Refund', net: { ...amount, minor }, taxes: [] }];
}
