import { formatMoney } from '../../domain/money.ts';
import type { PlannedException } from '../../domain/plan.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import type { ReturnCase } from './case.ts';
import { ASKS } from './keys.ts';

/** What was paid for an order, in minor units: nothing goes back beyond it. */
export function capturedOf({ payment, total }: SalesOrder): number {
  const unpaid = (payment.state === 'unpaid' || payment.state === 'authorized') && payment.paidAt === null;
  return unpaid ? 0 : total.minor;
}

/** What went back in the shop, in minor units: what it shows, and what it acknowledged and does not show yet. */
export function paidBack({ order, repaid, foreignIds }: Pick<ReturnCase, 'order' | 'repaid' | 'foreignIds'>): number {
  const shown = new Set(order.refunds.flatMap(({ id, reference }) => (reference === null ? [id] : [id, reference])));
  const seen = order.refunds.reduce((sum, each) => sum + each.amount.minor, 0);
  const isNew = (key: string, reference: string): boolean => !shown.has(reference) && !shown.has(foreignIds.get(key) ?? reference);
  const asked = Object.entries(repaid).filter(([key, document]) => document.kind === 'refund' && isNew(key, document.reference));
  return asked.reduce((sum, [, { amount }]) => sum + amount.minor, Math.max(seen, order.refundedTotal.minor));
}

/** More would go back, or went back, than was paid; `about` names what for. */
export function tooMuch(order: SalesOrder, about: string, what: string): PlannedException {
  const message = `${what}, but ${inWords(order, capturedOf(order))} were paid for order ${order.number}.`;
  return { key: ASKS.tooMuch(about), code: 'refund.more-than-captured', message, missing: null, retriable: false, choices: [] };
}

/** An amount in the order's currency, for people. */
export function inWords({ currency }: SalesOrder, minor: number): string {
  return `${formatMoney({ minor, currency })} ${currency}`;
}
