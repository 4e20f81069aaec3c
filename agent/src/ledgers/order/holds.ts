import type { HoldView } from '../../domain/order-view.ts';
import { formatMoney } from '../../domain/money.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import type { Owner } from '../../errors/codes.ts';
import { fits } from './condition.ts';
import type { Draft } from './draft.ts';
import { own } from './ledger.ts';
import { fillText } from './message.ts';
import type { HoldRule } from './policy.ts';
import { compareTimes, milliseconds } from './time.ts';

/** A hold that lasts until a person releases it; `owner` is the team that is asked. */
export interface OpenHold extends HoldView {
  readonly owner?: Owner;
}

/** The choice that releases a hold. */
export const RELEASE = 'release';

/** The names of holds: those of their exceptions, and of the edit window, which is none. */
export const HOLD_KEYS = {
  manual: 'order.held:manual',
  rule: (name: string) => `order.held:${name === 'manual' ? 'rule:manual' : name}`,
  editWindow: 'order.edit-window',
} as const;

/** A person holds the order back and nobody has released it since. */
export function manualHold({ ledger }: Pick<Draft, 'ledger'>): OpenHold | null {
  const { hold } = ledger;
  if (!hold) return null;
  if (own(ledger.decisions, HOLD_KEYS.manual)?.choice === RELEASE) return null;
  const reason = `${hold.by} put the order on hold${hold.reason.trim() === '' ? '.' : `: ${hold.reason}`}`;
  return { key: HOLD_KEYS.manual, reason, since: hold.at, until: null };
}

/** The rules of the merchant that the order fits and that nobody has released it from. */
export function ruleHolds(draft: Draft): OpenHold[] {
  const { order, policy } = draft;
  return policy.holdRules.filter((rule) => fits(rule.when, order)).flatMap((rule) => ruleHold(draft, rule) ?? []);
}

/** A release lasts until the order sells something else or goes elsewhere. */
function ruleHold({ ledger, order }: Draft, rule: HoldRule): OpenHold | null {
  const key = HOLD_KEYS.rule(rule.name);
  const decision = own(ledger.decisions, key);
  const released = decision?.choice === RELEASE;
  if (released && decision.meaning === ledger.meaning) return null;
  const since = (released ? order.updatedAt : ledger.capturedAt) ?? order.createdAt;
  return { key, reason: wordsOf(rule, order), since, until: null, owner: rule.owner };
}

/** The words of the rule with the values at fault: in its own places, or else added at the end. */
function wordsOf({ name, message, when }: HoldRule, order: SalesOrder): string {
  const country = order.shipping.country || order.billing.country;
  const total = `${formatMoney(order.total)} ${order.total.currency}`;
  const value = when.extension ? text(own(order.extensions, when.extension.key)) : '';
  const values = { total, country, value, number: order.number, method: order.payment.title || order.payment.method };
  const filled = fillText(message, values) ?? `The rule "${name}" holds the order back.`;
  if (message.includes('{')) return filled;
  const facts = [
    when.totalAbove && `total ${total}`,
    when.countries && `country ${country}`,
    when.extension && `${when.extension.key} is ${value}`,
    when.paymentMethods && `paid by ${values.method}`,
  ].filter((fact) => fact !== null);
  return facts.length === 0 ? filled : `${filled} (${facts.join(', ')})`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The time in which the customer may still change a new order: not for a person to decide, it passes by itself. */
export function editWindow({ order, policy, now }: Draft): HoldView | null {
  if (policy.editWindowMinutes === 0) return null;
  const { paidAt } = order.payment;
  const since = paidAt !== null && compareTimes(paidAt, order.createdAt) > 0 ? paidAt : order.createdAt;
  const end = milliseconds(since) + policy.editWindowMinutes * 60_000;
  if (now >= end) return null;
  const until = new Date(end).toISOString();
  return { key: HOLD_KEYS.editWindow, reason: 'The order can still be edited in the shop.', since, until };
}
