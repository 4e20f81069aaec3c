import { canonicalJson } from '../../domain/fingerprint.ts';
import { formatMoney } from '../../domain/money.ts';
import type { PlannedException } from '../../domain/plan.ts';
import type { CreditMemo } from '../../domain/return.ts';
import { choiceOf, type ReturnCase } from './case.ts';
import { ASKS } from './keys.ts';
import { unitsOf, type Repayment } from './repayments.ts';

/** The ERP's own credit memos laid beside refunds that have none. `held` are ids of repayments and credit memos that wait for a person; `alone` are credit memos without a refund. */
export interface Paired {
  readonly memoOf: ReadonlyMap<string, CreditMemo>;
  readonly alone: readonly CreditMemo[];
  readonly held: ReadonlySet<string>;
  readonly exceptions: readonly PlannedException[];
}

interface Pairing {
  readonly given: ReturnCase;
  readonly open: Repayment[];
  readonly memoOf: Map<string, CreditMemo>;
  readonly held: Set<string>;
  readonly exceptions: Map<string, PlannedException>;
}

/** Pairs by what a person said, then by exact amount and lines, then by exact amount; where several fit, or only the lines do, a person is asked. */
export function pairMemos(given: ReturnCase, strangers: readonly CreditMemo[], repayments: readonly Repayment[]): Paired {
  const open = repayments.filter((each) => !each.memo && !each.memoGone);
  const pairing: Pairing = { given, open, memoOf: new Map(), held: new Set(), exceptions: new Map() };
  let memos = pairDecided(pairing, strangers, repayments);
  memos = pairAlike(pairing, memos, (amount, lines) => `${amount.minor} ${amount.currency} ${canonicalJson([...unitsOf(lines)].sort())}`);
  memos = pairAlike(pairing, memos, (amount) => `${amount.minor} ${amount.currency}`);
  const alone = memos.filter((memo) => !askAboutLikely(pairing, memo, repayments));
  const { memoOf, held, exceptions } = pairing;
  return { memoOf, alone, held, exceptions: [...exceptions.values()] };
}

/** What a person called the same; a duplicate of a booked credit memo is dropped, for its money went back. */
function pairDecided({ given, memoOf, open }: Pairing, memos: readonly CreditMemo[], repayments: readonly Repayment[]): CreditMemo[] {
  return memos.filter((memo) => {
    const same = repayments.find((each) => choiceOf(given, ASKS.same(memo.id, each.id)) === 'same');
    if (same && open.includes(same) && !memoOf.has(same.id)) memoOf.set(same.id, memo);
    return !same;
  });
}

type Likeness = (amount: CreditMemo['amount'], lines: CreditMemo['lines'] | Repayment['parts']['lines']) => string;

/** As many credit memos as refunds that look alike are pairs; otherwise a person is asked. */
function pairAlike(pairing: Pairing, memos: CreditMemo[], likeness: Likeness): CreditMemo[] {
  const { given, memoOf, held } = pairing;
  const rest: CreditMemo[] = [];
  const open = pairing.open.filter((each) => !memoOf.has(each.id) && !held.has(each.id));
  const groups = groupBy(memos, (memo) => likeness(memo.amount, memo.lines));
  for (const [like, group] of groups) {
    const fitting = open.filter((each) => likeness(each.parts.amount, each.parts.lines) === like);
    const asked = group.filter((memo) => fitting.some((each) => choiceOf(given, ASKS.same(memo.id, each.id)) !== 'different'));
    rest.push(...group.filter((memo) => !asked.includes(memo)));
    if (asked.length === fitting.length && !fitting.some((each) => isUnderWay(given, each)))
      asked.forEach((memo, index) => memoOf.set(fitting[index]?.id ?? '', memo));
    else if (asked.length > 0) ask(pairing, asked, fitting);
  }
  return rest;
}

/** A refund that is made without asking may be on its way under its old name: it waits until that is known, or a person has spoken. */
function isUnderWay({ policy }: ReturnCase, { refundId }: Repayment): boolean {
  return refundId === undefined && policy.storeRefund === 'automatic';
}

/** Refunds for the same goods with another amount, and ones that have this credit memo's amount booked already. */
function askAboutLikely(pairing: Pairing, memo: CreditMemo, repayments: readonly Repayment[]): boolean {
  const { given, memoOf, held } = pairing;
  const units = unitsOf(memo.lines);
  const likely = repayments.filter((each) => {
    if (choiceOf(given, ASKS.same(memo.id, each.id)) === 'different' || memoOf.has(each.id) || held.has(each.id)) return false;
    if (each.memo) return each.memo.ours && each.memo.amount.minor === memo.amount.minor;
    return !each.memoGone && [...unitsOf(each.parts.lines).keys()].some((lineId) => units.has(lineId));
  });
  if (likely.length > 0) ask(pairing, [memo], likely);
  return likely.length > 0;
}

/** Asks about the first pair that nobody has spoken of; nothing goes out for any of them until then. */
function ask({ given, held, exceptions }: Pairing, memos: readonly CreditMemo[], repayments: readonly Repayment[]): void {
  for (const memo of memos) {
    held.add(`memo-${memo.id}`);
    const next = repayments.find((each) => choiceOf(given, ASKS.same(memo.id, each.id)) !== 'different');
    if (next) raiseSame(exceptions, ASKS.same(memo.id, next.id), memoWords(memo), repaymentWords(next));
  }
  for (const each of repayments) if (!each.memo) held.add(each.id);
}

/** Asks whether two are the same money. */
export function raiseSame(exceptions: Map<string, PlannedException>, key: string, one: string, other: string): void {
  const message = `Are ${one} and ${other} the same money? Nothing more is paid or booked for them until somebody says so.`;
  const choices = [
    { id: 'same', label: 'The same: nothing more to pay' },
    { id: 'different', label: 'Different: pay and book both' },
  ];
  exceptions.set(key, { key, code: 'refund.ambiguous', message, missing: null, retriable: false, choices });
}

function memoWords({ id, number, amount }: CreditMemo): string {
  return `credit memo ${number ?? id} of the ERP (${formatMoney(amount)} ${amount.currency})`;
}

/** A repayment in words. */
export function repaymentWords({ id, refundId, returnId, parts: { amount } }: Repayment): string {
  const sum = `${formatMoney(amount)} ${amount.currency}`;
  if (refundId !== undefined) return `refund ${refundId ?? id} of the shop (${sum})`;
  return returnId === null
    ? `the refund for credit memo ${id.replace(/^memo-/, '')} (${sum})`
    : `the money for return ${returnId} (${sum})`;
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
