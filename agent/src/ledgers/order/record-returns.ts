import { formatMoney } from '../../domain/money.ts';
import type { CreditMemo } from '../../domain/return.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { inOrder } from '../return/ledger.ts';
import { isOver, promisedUnits } from '../return/promised.ts';
import { recordAuthorization, recordReturnOrder } from '../return/record-authorization.ts';
import { recordReceipt } from '../return/record-receipt.ts';
import { recordRefundedGoods, recordRequest, type Recorded } from '../return/record.ts';
import { decimal, millionths } from './amounts.ts';
import { dispute, settle } from './disputes.ts';
import type { OrderFact } from './facts.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { sameText } from './meaning.ts';
import { goodsCase } from './return-case.ts';
import { unitsIn } from './sold.ts';
import { standingOf } from './standing.ts';
import { isGone } from './status.ts';
import { surplusLines } from './surplus.ts';
import { compareTimes } from './time.ts';

type Fact<K extends OrderFact['kind']> = Extract<OrderFact, { kind: K }>;

/** Folds in what a person, the ERP or the warehouse tells of returned goods. */
export function recordReturn(
  ledger: OrderLedger,
  fact: Fact<'return-requested'> | Fact<'return-authorization'> | Fact<'return-receipt'>,
): OrderLedger {
  const given = goodsCase(ledger);
  switch (fact.kind) {
    case 'return-requested':
      return keep(ledger, recordRequest(given, fact), fact.at);
    case 'return-authorization':
      return keep(ledger, recordAuthorization(given, fact.authorization, fact.at), fact.at);
    case 'return-receipt':
      return keep(ledger, recordReceipt(given, fact.receipt, fact.at), fact.at);
  }
}

/** Folds in the ERP's view of a credit memo. */
export function recordCreditMemo(ledger: OrderLedger, { memo, at }: Fact<'credit-memo'>): OrderLedger {
  const about = `credit-memo:${memo.id}`;
  const held = own(ledger.creditMemos, memo.id);
  if (held && (compareTimes(memo.updatedAt, held.updatedAt) < 0 || sameText(held, memo))) return ledger;
  const message = impossibleMemo(ledger, memo, held);
  if (message) return dispute(ledger, about, { code: 'fact.contradiction', message, at });
  return settle({ ...ledger, creditMemos: { ...ledger.creditMemos, [memo.id]: memo } }, about);
}

/** Remembers what was really paid back and booked, and the ERP's own number of a return. */
export function recordRepaid(ledger: OrderLedger, { key, document, receipt }: Fact<'acknowledged'>): OrderLedger {
  const returnId = key.startsWith(KEYS.returnOrder('')) ? key.slice(KEYS.returnOrder('').length) : null;
  if (returnId !== null) return withReturns(ledger, recordReturnOrder(ledger.returns, returnId, receipt.foreign));
  if (document?.kind !== 'refund' && document?.kind !== 'credit-memo') return ledger;
  return own(ledger.repaid, key) ? ledger : { ...ledger, repaid: { ...ledger.repaid, [key]: document } };
}

/** Expects the goods of refunds that the shop made since. */
export function recordRefunds(before: OrderLedger, after: OrderLedger): OrderLedger {
  if (!after.order || after.refunds === before.refunds) return after;
  let ledger = after;
  for (const refund of after.order.refunds) {
    const isNew = own(before.refunds, refund.id) === undefined && own(after.refunds, refund.id) === 'credits';
    if (isNew) ledger = withReturns(ledger, recordRefundedGoods(goodsCase(ledger), refund));
  }
  return ledger;
}

/** A refund or a smaller order has settled the money of what left unwanted; a cancellation alone gives nothing back. */
function isPaidBack(
  order: SalesOrder,
  lines: readonly { readonly lineId: string; readonly quantity: { readonly value: string } }[],
): boolean {
  if (!isGone(order)) return true;
  const refunded = unitsIn(order.refunds);
  return lines.every(({ lineId, quantity }) => (refunded.get(lineId) ?? 0) >= millionths(quantity.value));
}

/** A person wants goods back that left although nobody wanted them any more. */
export function recordSurplusReturn(ledger: OrderLedger, { exception, choice, at }: Fact<'decided'>): OrderLedger {
  const wanted = surplusLines(exception);
  if (choice !== 'return' || wanted.length === 0 || !ledger.order) return ledger;
  const given = goodsCase(ledger);
  const { balance } = standingOf(ledger, ledger.order, null);
  const open = inOrder(ledger.returns).filter((each) => !isOver(given, each));
  const lines = wanted.flatMap((id) => {
    const line = balance.get(id);
    const units = (line?.surplus ?? 0) - open.reduce((sum, each) => sum + (promisedUnits(given, each).get(id) ?? 0), 0);
    if (!line || units <= 0) return [];
    const unit = ledger.order?.lines.find((each) => each.id === id)?.quantity.unit ?? 'C62';
    return [{ lineId: id, sku: line.sku, quantity: { value: decimal(units), unit }, reason: 'Left although it was no longer wanted' }];
  });
  if (lines.length === 0) return ledger;
  return keep(
    ledger,
    recordRequest(given, { id: '', at, lines, exchange: [], trackingNumber: null, settled: isPaidBack(ledger.order, lines) }),
    at,
  );
}

function keep(ledger: OrderLedger, { returns, about, dispute: why }: Recorded, at: string): OrderLedger {
  if (why) return dispute(ledger, about, { ...why, at });
  return settle(withReturns(ledger, returns), about);
}

function withReturns(ledger: OrderLedger, returns: Recorded['returns']): OrderLedger {
  return returns === ledger.returns ? ledger : { ...ledger, returns };
}

function impossibleMemo({ order }: OrderLedger, { id, number, amount, lines }: CreditMemo, held: CreditMemo | undefined): string | null {
  const name = `Credit memo ${number ?? id} of the ERP`;
  const sum = `${formatMoney(amount)} ${amount.currency}`;
  if (order && amount.currency !== order.currency)
    return `${name} is over ${sum}, but order ${order.number} was paid in ${order.currency}.`;
  if (held && held.amount.currency !== amount.currency) return `${name} was in ${held.amount.currency}, now it is over ${sum}.`;
  if (amount.minor < 0) return `${name} is over ${sum}; less than nothing cannot go back.`;
  const line = lines.find(({ net, tax }) => net.currency !== amount.currency || tax.currency !== amount.currency);
  return line ? `${name} is over ${sum}, but a line of it is in ${line.net.currency}.` : null;
}
