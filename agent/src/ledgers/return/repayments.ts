import type { OutboundCreditMemo, OutboundRefund } from '../../domain/outbound.ts';
import type { Money } from '../../domain/money.ts';
import type { CreditMemo } from '../../domain/return.ts';
import type { StoreRefund } from '../../domain/sales-order.ts';
import { millionths } from '../order/amounts.ts';
import type { ReturnCase } from './case.ts';
import type { Parts } from './parts.ts';

/** A credit memo, as far as repayments look at it; `id` is the ERP's, null until it has told, `ours` false for one that the ERP made by itself. */
export interface BookedMemo {
  readonly id: string | null;
  readonly number: string | null;
  readonly ours: boolean;
  readonly amount: Money;
}

/** Money that goes back once: the refund in the shop and the credit memo in the ERP of it. */
export interface Repayment {
  /** Stable for ever, because the references that other parties hold are made of it: "R1", "R1~2" (more of the same return), "R1/memo-5" (its credit memo 5 began in the ERP), "memo-5" (the same without a return), "refund-77" (began in the shop). */
  readonly id: string;
  readonly returnId: string | null;
  /** True for a refund of units that never left: the ERP's order is without them, so it has no credit memo. */
  readonly cancels: boolean;
  readonly parts: Parts;
  readonly reason: string;
  /** The refund's id in the shop, null while we only know that it was made; undefined before it was. */
  readonly refundId: string | null | undefined;
  readonly memo: BookedMemo | null;
  /** The credit memo of it that the ERP cancelled. */
  readonly memoGone: CreditMemo | null;
}

/** All money that went back or is on its way in the shop, each with the credit memo that names it; `strangers` are the ERP's own credit memos that name none. */
export function collectRepayments(given: ReturnCase): { repayments: Repayment[]; strangers: CreditMemo[] } {
  const found = new Map<string, Repayment>();
  for (const [refunds, cancels] of [
    [given.refunds, false],
    [given.cancels, true],
  ] as const)
    for (const refund of refunds) addRefund(given, found, refund, cancels);
  for (const [key, document] of Object.entries(given.repaid)) if (document.kind === 'refund') addAsked(given, found, key, document);
  const strangers = given.memos.filter((memo) => !addMemo(given, found, memo));
  for (const [key, document] of Object.entries(given.repaid)) if (document.kind === 'credit-memo') addBooked(given, found, key, document);
  return { repayments: [...found.values()], strangers: strangers.filter((memo) => memo.status !== 'cancelled') };
}

/** The start of the ids under which the shop is asked to refund units that nobody will ship. */
const CANCELLING = 'drop-';

/** The return and the ERP's credit memo that a repayment id names. */
export function readRepaymentId(id: string): { returnId: string | null; memoId: string | null } {
  if (id.startsWith('refund-') || id.startsWith(CANCELLING)) return { returnId: null, memoId: null };
  if (id.startsWith('memo-')) return { returnId: null, memoId: id.slice(5) };
  const cut = id.indexOf('/memo-');
  const head = cut === -1 ? id : id.slice(0, cut);
  return { returnId: head.replace(/~\d+$/, ''), memoId: cut === -1 ? null : id.slice(cut + 6) };
}

/** The repayment that a reference of ours names ("shop:1001/R1/refund" is R1), null for any other text. */
export function repaymentOf(orderReference: string, reference: string | null, suffix: 'refund' | 'credit'): string | null {
  if (reference === null || !reference.startsWith(`${orderReference}/`) || !reference.endsWith(`/${suffix}`)) return null;
  return reference.slice(orderReference.length + 1, -suffix.length - 1) || null;
}

/** Units that the lines of a refund or credit memo take back, by line; lines without units are left out. */
export function unitsOf(
  lines: readonly { readonly lineId: string | null; readonly quantity: { readonly value: string } }[],
): Map<string, number> {
  const units = new Map<string, number>();
  for (const { lineId, quantity } of lines) {
    const count = millionths(quantity.value);
    if (lineId !== null && count > 0) units.set(lineId, (units.get(lineId) ?? 0) + count);
  }
  return units;
}

type Found = Map<string, Repayment>;

function begin(id: string, parts: Parts, reason: string): Repayment {
  const { returnId } = readRepaymentId(id);
  return { id, returnId, cancels: false, parts, reason, refundId: undefined, memo: null, memoGone: null };
}

function addRefund(given: ReturnCase, found: Found, refund: StoreRefund, cancels: boolean): void {
  const named = repaymentOf(given.reference, refund.reference, 'refund') ?? askedAs(given, 'store.refund/', refund.id);
  const id = named !== null && !found.has(named) ? named : `refund-${refund.id}`;
  if (found.has(id)) return;
  const { amount, lines, charges, reason } = refund;
  const returnId = Object.values(given.returns).find((each) => each.paidBy.includes(refund.id))?.id ?? readRepaymentId(id).returnId;
  found.set(id, { ...begin(id, { amount, lines, charges }, reason), returnId, cancels, refundId: refund.id });
}

/** A refund that the shop acknowledged and that its order does not show yet. The shop's own view counts, but it may leave out the units. */
function addAsked(given: ReturnCase, found: Found, key: string, { amount, lines, charges, reason }: OutboundRefund): void {
  const id = key.slice('store.refund/'.length);
  const seen = found.get(id);
  if (!seen)
    found.set(id, {
      ...begin(id, { amount, lines, charges }, reason),
      cancels: id.startsWith(CANCELLING),
      refundId: given.foreignIds.get(key) ?? null,
    });
  else if (seen.parts.lines.length === 0 && seen.parts.amount.minor === amount.minor)
    found.set(id, { ...seen, parts: { ...seen.parts, lines, charges } });
}

/** Puts a credit memo beside the refund that it names, or that names it; false when there is none. */
function addMemo(given: ReturnCase, found: Found, memo: CreditMemo): boolean {
  const named = repaymentOf(given.reference, memo.reference, 'credit') ?? askedAs(given, 'erp.credit-memo/', memo.id);
  const partner = named === null ? [...found.values()].find((each) => readRepaymentId(each.id).memoId === memo.id) : found.get(named);
  // One of ours whose refund the shop has deleted meanwhile: the money it was for went back.
  if (!partner) return named !== null;
  const { id, number, amount } = memo;
  if (memo.status === 'cancelled') found.set(partner.id, { ...partner, memoGone: memo });
  else if (partner.memo) return false;
  else found.set(partner.id, { ...partner, memo: { id, number, ours: named !== null, amount } });
  return true;
}

/** A credit memo that the ERP acknowledged and has not shown yet. */
function addBooked(given: ReturnCase, found: Found, key: string, { amount }: OutboundCreditMemo): void {
  const id = key.slice('erp.credit-memo/'.length);
  const partner = found.get(id);
  if (!partner || partner.memo || partner.memoGone) return;
  found.set(id, { ...partner, memo: { id: given.foreignIds.get(key) ?? null, number: null, ours: true, amount } });
}

/** The repayment under which we asked for what a party now shows under this id, for parties that do not give our reference back. */
function askedAs(given: ReturnCase, prefix: 'store.refund/' | 'erp.credit-memo/', foreignId: string): string | null {
  for (const [key, id] of given.foreignIds) if (id === foreignId && key.startsWith(prefix)) return key.slice(prefix.length);
  return null;
}
