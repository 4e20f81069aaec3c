import type { PlannedException } from '../../domain/plan.ts';
import { millionths } from '../order/amounts.ts';
import { capturedOf, inWords, paidBack, tooMuch } from './captured.ts';
import { choiceOf, type ReturnCase } from './case.ts';
import type { Goods } from './goods.ts';
import { ASKS } from './keys.ts';
import { pairMemos, raiseSame, repaymentWords } from './pairing.ts';
import { partsForUnits, partsOfMemo, type Parts } from './parts.ts';
import { collectRepayments, unitsOf, type Repayment } from './repayments.ts';

/** What is to be paid and booked; `refunds` and `memos` are only those that are still to be made. */
export interface MoneyPlan {
  readonly refunds: readonly (Repayment & { readonly restock: boolean })[];
  readonly memos: readonly Repayment[];
  /** All of it, also what is done. */
  readonly all: readonly Repayment[];
  readonly exceptions: readonly PlannedException[];
}

/** Works out which money goes back where: once for all goods that came, all credit memos of the ERP and all refunds of the shop. */
export function planMoney(given: ReturnCase, goods: readonly Goods[]): MoneyPlan {
  const { repayments, strangers } = collectRepayments(given);
  const exceptions = new Map<string, PlannedException>();
  const dues = duesOf(given, goods, repayments).filter((due) => !isPaidOtherwise(given, due, repayments, exceptions));
  const paired = pairMemos(given, strangers, [...repayments, ...dues]);
  for (const each of paired.exceptions) exceptions.set(each.key, each);
  const all = [...repayments, ...dues].map((each) => withMemo(given, each, paired.memoOf.get(each.id), repayments));
  const done = all.filter((each) => each.refundId !== undefined);
  const alone = paired.alone.map((memo) => ownRefund(given, memo, done));
  const toPay = [...all, ...alone].filter((each) => each.refundId === undefined && !paired.held.has(each.id));
  const spent = paidBack(given);
  const most = capturedOf(given.order);
  if (spent > most) raise(exceptions, tooMuch(given.order, 'shop', `${inWords(given.order, spent)} went back in the shop`));
  const available = most - given.pending - spent;
  const refunds = approve(given, exceptions, toPay, goods, available);
  for (const each of all) raiseMemoGone(given, exceptions, each);
  const memos = given.policy.creditMemos === 'book' ? done.filter((each) => wantsMemo(each) && !paired.held.has(each.id)) : [];
  return { refunds, memos, all: [...all, ...alone], exceptions: [...exceptions.values()] };
}

/** Money that is due for goods that came and that nobody has paid, one repayment for each return. */
function duesOf(given: ReturnCase, goods: readonly Goods[], repayments: readonly Repayment[]): Repayment[] {
  // Where the ERP makes its own credit memos they decide; where we never refund, a person's refund in the shop does.
  if (given.policy.creditMemos === 'erp' || given.policy.storeRefund === 'never') return [];
  const before: Parts[] = repayments.map((each) => each.parts);
  return goods.flatMap((each) => {
    if (each.state !== 'received' || each.waits || each.payable.length === 0) return [];
    const mine = repayments.filter(({ returnId }) => returnId === each.held.id);
    const units = unpaidUnits(each, mine);
    if (units.size === 0) return [];
    const parts = partsForUnits(given.order, units, before, given.policy.refundShipping && isWhole(given, goods));
    if (parts.amount.minor <= 0) return [];
    before.push(parts);
    return [begin(freeId(each.held.id, mine), each.held.id, parts, reasonOf(each))];
  });
}

function begin(id: string, returnId: string | null, parts: Parts, reason: string): Repayment {
  return { id, returnId, cancels: false, parts, reason, refundId: undefined, memo: null, memoGone: null };
}

function unpaidUnits({ payable }: Goods, mine: readonly Repayment[]): Map<string, number> {
  const paid = unitsOf(mine.flatMap((each) => each.parts.lines));
  const units = new Map<string, number>();
  for (const { lineId, units: count } of payable) {
    const rest = count - (paid.get(lineId) ?? 0);
    if (rest > 0) units.set(lineId, rest);
  }
  return units;
}

function freeId(returnId: string, mine: readonly Repayment[]): string {
  const taken = (id: string): boolean => mine.some((each) => each.id === id || each.id.startsWith(`${id}/memo-`));
  let id = returnId;
  for (let number = 2; taken(id); number += 1) id = `${returnId}~${number}`;
  return id;
}

function reasonOf({ held }: Goods): string {
  const reasons = new Set(held.lines.map((line) => line.reason).filter((reason) => reason !== ''));
  return [`Return ${held.id}`, ...reasons].join(', ');
}

/** True when everything that was sold and not cancelled came back and is paid for. */
function isWhole({ order, cancels }: ReturnCase, goods: readonly Goods[]): boolean {
  const gone = unitsOf(cancels.flatMap((each) => each.lines));
  const came = new Map<string, number>();
  for (const { lineId, units } of goods.flatMap((each) => (each.waits ? [] : each.payable)))
    came.set(lineId, (came.get(lineId) ?? 0) + units);
  return order.lines.every((line) => (came.get(line.id) ?? 0) + (gone.get(line.id) ?? 0) >= millionths(line.quantity.value));
}

/** A refund that names neither goods nor a return may be the money for this one: a person says so. */
function isPaidOtherwise(
  given: ReturnCase,
  due: Repayment,
  repayments: readonly Repayment[],
  exceptions: Map<string, PlannedException>,
): boolean {
  const units = unitsOf(due.parts.lines);
  const likely = repayments.filter((each) => {
    if (each.returnId !== null || each.cancels || each.refundId === undefined) return false;
    const theirs = unitsOf(each.parts.lines);
    if (theirs.size === 0) return each.parts.amount.minor === due.parts.amount.minor;
    return each.id.startsWith('memo-') && [...theirs.keys()].some((lineId) => units.has(lineId));
  });
  for (const each of likely) {
    const key = ASKS.same(each.id, due.returnId ?? due.id);
    const choice = choiceOf(given, key);
    if (choice === 'different') continue;
    if (choice !== 'same') raiseSame(exceptions, key, repaymentWords(each), repaymentWords(due));
    return true;
  }
  return false;
}

/** A repayment that is due takes the ERP's credit memo into its id, so that neither is ever paid again; the memo's amount counts. */
function withMemo(
  given: ReturnCase,
  each: Repayment,
  memo: ReturnCase['memos'][number] | undefined,
  repayments: readonly Repayment[],
): Repayment {
  if (!memo) return each;
  const { id, number, amount } = memo;
  const paired = { ...each, memo: { id, number, amount, ours: false } };
  if (each.refundId !== undefined) return paired;
  const same = amount.minor === each.parts.amount.minor;
  const parts = same
    ? each.parts
    : partsOfMemo(
        given.order,
        memo,
        repayments.map((other) => other.parts),
      );
  return { ...paired, id: `${each.id}/memo-${id}`, parts };
}

function ownRefund(given: ReturnCase, memo: ReturnCase['memos'][number], done: readonly Repayment[]): Repayment {
  const { id, number, amount, reason } = memo;
  const parts = partsOfMemo(
    given.order,
    memo,
    done.map((each) => each.parts),
  );
  return { ...begin(`memo-${id}`, null, parts, reason || `Credit memo ${number ?? id}`), memo: { id, number, amount, ours: false } };
}

/** Refunds that may be made now: within what was paid, and agreed to where policy wants it. */
function approve(
  given: ReturnCase,
  exceptions: Map<string, PlannedException>,
  toPay: readonly Repayment[],
  goods: readonly Goods[],
  available: number,
): MoneyPlan['refunds'] {
  let rest = available;
  return toPay.flatMap((each) => {
    const { amount } = each.parts;
    const memo = given.memos.find(({ id }) => id === each.memo?.id);
    if (given.policy.storeRefund === 'never' || memo?.status === 'draft' || amount.minor <= 0) return [];
    if (amount.minor > rest) {
      const all = inWords(given.order, capturedOf(given.order) - rest + amount.minor);
      raise(exceptions, tooMuch(given.order, each.id, `With ${repaymentWords(each)}, ${all} would go back`));
      return [];
    }
    const home = goods.find(({ held }) => held.id === each.returnId);
    if (!isAgreed(given, exceptions, each, home)) return [];
    rest -= amount.minor;
    return [{ ...each, restock: isRestocked(given, each, home) }];
  });
}

/** The money for goods that something else goes out for is never sent by itself: the new order may use it. */
function isAgreed(given: ReturnCase, exceptions: Map<string, PlannedException>, each: Repayment, home: Goods | undefined): boolean {
  const exchange = (home?.held.exchange.length ?? 0) > 0;
  if (given.policy.storeRefund === 'automatic' && !exchange) return true;
  const key = ASKS.approve(each.id, each.parts.amount.minor);
  const choice = choiceOf(given, key);
  if (choice !== undefined) return choice === 'approve';
  const instead = exchange ? ' Something else goes out for these goods; approve only when it is not paid with this money.' : '';
  const message = `Pay back ${repaymentWords(each)}: ${each.reason}.${instead}`;
  const choices = [
    { id: 'approve', label: 'Pay it back' },
    { id: 'reject', label: 'Do not pay it back' },
  ];
  exceptions.set(key, { key, code: 'refund.to-approve', message, missing: null, retriable: false, choices });
  return false;
}

function isRestocked({ policy }: ReturnCase, { parts }: Repayment, home: Goods | undefined): boolean {
  const lines = [...unitsOf(parts.lines).keys()];
  return (
    policy.restock === 'sellable' &&
    lines.length > 0 &&
    lines.every((id) => home?.payable.some((each) => each.lineId === id && each.sellable))
  );
}

function wantsMemo(each: Repayment): boolean {
  return !each.cancels && !each.memo && !each.memoGone && each.parts.amount.minor > 0;
}

function raiseMemoGone(given: ReturnCase, exceptions: Map<string, PlannedException>, each: Repayment): void {
  const { memo, memoGone } = each;
  if (!memoGone || memo || each.refundId === undefined) return;
  const key = ASKS.memoGone(memoGone.id);
  if (choiceOf(given, key) === 'leave') return;
  const message = `The ERP cancelled credit memo ${memoGone.number ?? memoGone.id}, but ${repaymentWords(each)} was made. Book it there by hand.`;
  const choices = [{ id: 'leave', label: 'Leave it as it is' }];
  exceptions.set(key, { key, code: 'credit.refused', message, missing: null, retriable: false, choices });
}

function raise(exceptions: Map<string, PlannedException>, exception: PlannedException): void {
  exceptions.set(exception.key, exception);
}
