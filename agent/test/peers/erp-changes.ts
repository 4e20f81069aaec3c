import { fromMicro, least, toMicro } from './decimal.ts';
import type { ErpChange, ErpLine, ErpOrder, ErpTerms, Verdict } from './erp-documents.ts';
import { enterTerms, expectSame, sumsOf } from './erp-entry.ts';
import { trim } from './erp-stock.ts';
import { digitsOf, rescale } from './erp-valuing.ts';
import type { Floor } from './erp-work.ts';
import { Refusal, type PeerRequest } from './routing.ts';

/** The whole order as it should be, and how far it came: an answer is given once for each key. */
export function changeOrder(floor: Floor, order: ErpOrder, { body, headers }: PeerRequest): unknown {
  const key = typeof headers['idempotency-key'] === 'string' ? headers['idempotency-key'] : null;
  const known = key === null ? undefined : order.changes.find((change) => change.key === key);
  if (known) return answer(order, known, true);
  const { verdict, reason, wanted } = take(floor, order, body);
  const change = { key, verdict, reason, at: new Date().toISOString() };
  order.changes.push(change);
  if (wanted) applyTerms(floor, order, wanted);
  else floor.setStatus(order, order.status);
  return answer(order, change, false);
}

function answer(order: ErpOrder, { verdict, reason }: ErpChange, existed: boolean): unknown {
  return { ...order, verdict, reason, existed };
}

interface Taken {
  readonly verdict: Verdict;
  readonly reason: string | null;
  /** What the order becomes; null when it stays as it is. */
  readonly wanted: ErpTerms | null;
}

function take(floor: Floor, order: ErpOrder, body: Record<string, unknown>): Taken {
  const rule = floor.rules.take(order.reference, 'change');
  if (rule?.change === 'refused' || rule?.change === 'too-late') return { verdict: rule.change, reason: rule.reason ?? null, wanted: null };
  const late = tooLate(order);
  if (late !== null) return { verdict: 'too-late', reason: late, wanted: null };
  const offBy = floor.rules.take(order.reference, 'totalOffBy')?.totalOffBy ?? 0;
  const wanted = enterTerms(floor.books, body, nameLines(order), offBy);
  if (wanted.currency !== order.currency)
    throw new Refusal(422, 'change-refused', `${order.number} is in ${order.currency} and cannot become one in ${wanted.currency}.`);
  const short = [...keepShipped(order, wanted), ...(rule?.change === 'partly' ? cutIncreases(order, wanted) : [])];
  if (short.length === 0) {
    expectSame(body, wanted);
    return { verdict: 'accepted', reason: null, wanted };
  }
  Object.assign(wanted, sumsOf(wanted, offBy));
  return { verdict: 'partly', reason: rule?.reason ?? short.join(' '), wanted };
}

function tooLate(order: ErpOrder): string | null {
  if (order.status === 'cancelled') return `${order.number} is cancelled.`;
  if (order.invoicedAt !== null) return `${order.number} is invoiced.`;
  return order.status === 'closed' ? `Everything of ${order.number} has left.` : null;
}

/** A line that is known keeps its id; a new one takes the next number, which is never used twice. */
function nameLines(order: ErpOrder): (ref: string) => string {
  let last = Math.max(
    0,
    ...order.lines.map(numberOf),
    ...order.shipments.flatMap(({ lines }) => lines.map(({ line }) => numberOf({ id: line }))),
  );
  return (ref) => {
    const known = ref === '' ? undefined : order.lines.find((line) => line.ref === ref);
    if (known) return known.id;
    last += 1;
    return `${order.id}-${last}`;
  };
}

const numberOf = ({ id }: { id: string }): number => Number(/(\d+)$/.exec(id)?.[1] ?? 0);

/** Units that have left stay sold, whatever is wanted now. */
function keepShipped(order: ErpOrder, wanted: ErpTerms): string[] {
  const digits = digitsOf(order.currency);
  const said: string[] = [];
  for (const line of order.lines) {
    const shipped = toMicro(line.shipped);
    const now = wanted.lines.findIndex(({ id }) => id === line.id);
    const units = toMicro(wanted.lines[now]?.quantity ?? 0);
    if (units >= shipped) continue;
    const kept = rescale(line, shipped, digits);
    if (now < 0) wanted.lines.push(kept);
    else wanted.lines[now] = kept;
    said.push(`${line.shipped} × ${line.item} have left already.`);
  }
  return said;
}

/** Takes less, but not more. */
function cutIncreases(order: ErpOrder, wanted: ErpTerms): string[] {
  const digits = digitsOf(order.currency);
  const said: string[] = [];
  wanted.lines = wanted.lines.flatMap((line) => {
    const before = toMicro(order.lines.find(({ id }) => id === line.id)?.quantity ?? 0);
    if (toMicro(line.quantity) <= before) return [line];
    said.push(`Not more than ${fromMicro(before)} × ${line.item}.`);
    return before === 0n ? [] : [rescale(line, before, digits)];
  });
  return said;
}

/** Puts new lines and terms in place of the old ones, with the goods that go with them. */
export function applyTerms(floor: Floor, order: ErpOrder, wanted: ErpTerms): void {
  const { books } = floor;
  let more = false;
  for (const line of order.lines) {
    const now = wanted.lines.find(({ id }) => id === line.id);
    trim(books, order, line, now?.item === line.item ? least(toMicro(now.quantity), toMicro(line.reserved)) : toMicro(line.shipped));
  }
  const lines = wanted.lines.map((line): ErpLine => {
    const before = order.lines.find(({ id }) => id === line.id);
    if (toMicro(line.quantity) > toMicro(before?.quantity ?? 0)) more = true;
    if (!before) return line;
    const { reserved, allocations, shipped, expectedAt, refused } = before;
    return { ...line, reserved, allocations, shipped, expectedAt, refused: refused && before.item === line.item };
  });
  Object.assign(order, wanted, { lines });
  floor.settle(order, more);
  floor.serve();
}
