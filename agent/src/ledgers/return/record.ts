import type { ReturnLine } from '../../domain/return.ts';
import type { StoreRefund } from '../../domain/sales-order.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import { decimal, millionths } from '../order/amounts.ts';
import { own } from '../order/ledger.ts';
import { sameJson } from '../order/meaning.ts';
import { nameOf, place, sumByLine, type GoodsCase, type Placed } from './case.ts';
import { isOver, promisedUnits } from './promised.ts';
import { inOrder, newReturn, type ReturnLedger, type Returns } from './ledger.ts';

/** What a fact makes of the returns: the same ones when it says nothing new, or why it cannot be true. `about` names what it is about, so that a later true report takes the dispute back. */
export interface Recorded {
  readonly returns: Returns;
  readonly about: string;
  readonly dispute: { readonly code: ErrorCode; readonly message: string } | null;
}

/** What a person (or the shop) asks for. */
export interface Requested {
  readonly id: string;
  readonly at: string;
  readonly lines: readonly ReturnLine[];
  readonly exchange: ReturnLedger['exchange'];
  readonly trackingNumber: string | null;
  readonly settled?: boolean;
}

/** A return that a person asks for: of goods that left and that no other return holds. */
export function recordRequest(given: GoodsCase, asked: Requested): Recorded {
  const { returns } = given;
  const about = `return-requested:${asked.id || 'next'}`;
  if (isRepeated(returns, asked)) return { returns, about, dispute: null };
  const refuse = (code: ErrorCode, message: string): Recorded => ({ returns, about, dispute: { code, message } });
  if (asked.id !== '' && !/^R[1-9]\d{0,8}$/.test(asked.id))
    return refuse('fact.contradiction', `"${asked.id}" is no number of a return; "R1" is.`);
  const held = own(returns, asked.id);
  if (held)
    return refuse('fact.contradiction', `Return ${held.id} holds ${words(held.lines)}; it was asked for again with ${words(asked.lines)}.`);
  const placed = place(given, asked.lines);
  if (placed.length === 0) return refuse('fact.contradiction', 'The return that was asked for holds 0 units.');
  const impossible = placed.find(({ units }) => !(units > 0));
  if (impossible)
    return refuse(
      'fact.contradiction',
      `A return of ${decimal(impossible.units)} × ${nameOf(given.order, impossible.lineId)} was asked for.`,
    );
  const excess = tooMany(given, placed);
  if (excess) return refuse('return.not-shipped', excess);
  const id = asked.id || nextId(returns);
  const begun = newReturn(given.reference, id, 'person', asked.at);
  const { exchange, trackingNumber, settled = false } = asked;
  return {
    returns: { ...returns, [id]: { ...begun, lines: linesOf(given, placed), exchange, trackingNumber, settled } },
    about,
    dispute: null,
  };
}

/** The goods of a refund that the shop made after they had left: they belong to a return that is under way, or are expected as one of their own. */
export function recordRefundedGoods(given: GoodsCase, refund: StoreRefund): Returns {
  const { returns, order } = given;
  const lines = refund.lines
    .filter(({ quantity }) => millionths(quantity.value) > 0)
    .map(({ lineId, quantity }) => ({
      lineId,
      sku: order.lines.find((line) => line.id === lineId)?.sku ?? '',
      quantity,
      reason: refund.reason,
    }));
  if (lines.length === 0 || refund.reference !== null) return returns;
  const id = `S-${refund.id}`;
  if (inOrder(returns).some((each) => each.id === id || each.paidBy.includes(refund.id))) return returns;
  const units = sumByLine(place(given, lines));
  const open = inOrder(returns).find((each) => !each.settled && covers(unpaid(given, each), units));
  if (open) return { ...returns, [open.id]: { ...open, paidBy: [...open.paidBy, refund.id] } };
  // Units that another return holds, and goods that the shop has put back on its shelf itself, are not waited for.
  if (refund.restocked === true || tooMany(given, place(given, lines)) !== null) return returns;
  return { ...returns, [id]: { ...newReturn(given.reference, id, 'shop', refund.at), lines, paidBy: [refund.id], settled: true } };
}

/** The units of a return that no refund of the shop has paid. */
function unpaid(given: GoodsCase, held: ReturnLedger): Map<string, number> {
  const units = promisedUnits(given, held);
  const refunds = given.order.refunds.filter((each) => held.paidBy.includes(each.id) || each.reference?.startsWith(`${held.reference}/`));
  for (const { lineId, quantity } of refunds.flatMap((each) => each.lines))
    units.set(lineId, (units.get(lineId) ?? 0) - millionths(quantity.value));
  return units;
}

function covers(most: ReadonlyMap<string, number>, units: ReadonlyMap<string, number>): boolean {
  return [...units].every(([lineId, count]) => count <= (most.get(lineId) ?? 0));
}

/** The same request twice: under its id, or the very same moment and goods when it had none. */
function isRepeated(returns: Returns, { id, at, lines, exchange }: Requested): boolean {
  const same = (held: ReturnLedger): boolean =>
    held.origin === 'person' && sameUnits(held.lines, lines) && sameJson(held.exchange, exchange) && (id !== '' || held.requestedAt === at);
  const held = own(returns, id);
  return id === '' ? inOrder(returns).some(same) : held !== undefined && same(held);
}

function sameUnits(a: readonly ReturnLine[], b: readonly ReturnLine[]): boolean {
  const bare = (lines: readonly ReturnLine[]): unknown => lines.map(({ sku, quantity }) => `${quantity.value}×${sku}`).sort();
  return sameJson(bare(a), bare(b));
}

function tooMany(given: GoodsCase, placed: readonly Placed<unknown>[]): string | null {
  for (const [lineId, units] of sumByLine(placed)) {
    const left = given.shipped.get(lineId) ?? 0;
    const others = inOrder(given.returns).reduce(
      (sum, each) => sum + (isOver(given, each) ? 0 : (promisedUnits(given, each).get(lineId) ?? 0)),
      0,
    );
    if (units + others <= left) continue;
    const held = others > 0 ? `, and ${decimal(others)} of them are in a return already` : '';
    return `${decimal(units)} × ${nameOf(given.order, lineId)} should come back, but ${decimal(left)} left${held}.`;
  }
  return null;
}

function linesOf({ order }: GoodsCase, placed: readonly Placed<ReturnLine>[]): ReturnLine[] {
  return placed.map(({ lineId, units, from }) => {
    const unit = order.lines.find((line) => line.id === lineId)?.quantity.unit ?? from.quantity.unit;
    return { ...from, lineId, quantity: { value: decimal(units), unit } };
  });
}

function nextId(returns: Returns): string {
  let number = 1;
  while (own(returns, `R${number}`)) number += 1;
  return `R${number}`;
}

/** Lines in words: "2 × MUG-01". */
export function words(lines: readonly { readonly sku: string; readonly quantity: { readonly value: string } }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity.value} × ${sku || 'an item'}`).join(', ') || 'nothing';
}
