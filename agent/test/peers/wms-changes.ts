import type { Books } from './books.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import { Refusal, rows, text } from './routing.ts';
import type { WmsLine, WmsOrder, WmsStatus, WmsVerdict } from './wms-documents.ts';
import { newLine } from './wms-entry.ts';
import { itemOf, most } from './wms-picking.ts';
import { hasLeft } from './wms-shipping.ts';
import type { Floor } from './wms-work.ts';

export interface Verdict {
  readonly verdict: WmsVerdict;
  readonly reason: string | null;
}

/** States in which the picker still comes by. */
const OPEN: ReadonlySet<WmsStatus> = new Set(['allocated', 'released', 'exception', 'backordered']);

const untouched = (order: WmsOrder): boolean => order.lines.every((line) => toMicro(line.picked) === 0n);

/** Takes an order back as long as nothing of it is out of its bin. */
export function cancelOrder(floor: Floor, order: WmsOrder): Verdict {
  race(floor, order, 'cancel');
  if (order.status === 'cancelled') return { verdict: 'accepted', reason: null };
  const { refuseCancel } = order.script;
  if (refuseCancel !== undefined) return { verdict: 'refused', reason: refuseCancel };
  if (!OPEN.has(order.status) || !untouched(order) || hasLeft(order)) return { verdict: 'too-late', reason: `It is ${order.status}.` };
  floor.setStatus(order, 'cancelled');
  return { verdict: 'accepted', reason: null };
}

/** Makes an order what the body says, as far as it still can; the lines in the body are all that is wanted. */
export function changeOrder(books: Books, floor: Floor, order: WmsOrder, body: Record<string, unknown>): Verdict {
  race(floor, order, 'change');
  if (order.status === 'cancelled') return { verdict: 'refused', reason: 'It is cancelled.' };
  const { refuseChange } = order.script;
  if (refuseChange !== undefined) return { verdict: 'refused', reason: refuseChange };
  if (order.warehouse !== text(body, 'warehouse'))
    return { verdict: 'refused', reason: `It is at ${order.warehouse}; another hall needs another order.` };
  const asked = JSON.stringify([body['lines'], body['shipTo'], text(body, 'service'), text(body, 'note')]);
  const done = [...changeTerms(order, body), ...changeLines(books, order, rows(body, 'lines'))];
  const verdict = verdictOf(done);
  if (verdict === 'too-late') {
    // The rest of a change that was taken only partly is still too late; asked again, the answer is the same.
    const before = order.changes.at(-1);
    return before?.asked === asked ? { verdict: before.verdict, reason: null } : { verdict, reason: `It is ${order.status}.` };
  }
  if (done.length === 0) return { verdict, reason: null };
  order.changes.push({ at: new Date().toISOString(), verdict, asked });
  floor.settle(order);
  return { verdict, reason: null };
}

function race(floor: Floor, order: WmsOrder, against: 'cancel' | 'change'): void {
  const { race: planned, ...rest } = order.script;
  const to = planned?.[against];
  if (to === undefined) return;
  order.script = rest;
  try {
    floor.advance(order, to);
  } catch (cause) {
    // It is further already, or cannot get there: then there is no race.
    if (!(cause instanceof Refusal)) throw cause;
  }
}

type Taken = 'all' | 'some' | 'none';

function verdictOf(done: readonly Taken[]): WmsVerdict {
  if (done.every((taken) => taken === 'all')) return 'accepted';
  return done.every((taken) => taken === 'none') ? 'too-late' : 'partly';
}

/** Where it goes and by what, until it is packed; the note until it has left. */
function changeTerms(order: WmsOrder, body: Record<string, unknown>): Taken[] {
  const done: Taken[] = [];
  const early = OPEN.has(order.status) || order.status === 'picked';
  const shipTo = (body['shipTo'] ?? {}) as Record<string, unknown>;
  const service = text(body, 'service') || null;
  if (!sameFields(shipTo, order.shipTo)) {
    done.push(early ? 'all' : 'none');
    if (early) order.shipTo = shipTo;
  }
  if (service !== order.service) {
    done.push(early ? 'all' : 'none');
    if (early) order.service = service;
  }
  if (text(body, 'note') !== order.note) {
    done.push(order.status === 'shipped' ? 'none' : 'all');
    if (order.status !== 'shipped') order.note = text(body, 'note');
  }
  return done;
}

function sameFields(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => (a[name] ?? '') === (b[name] ?? ''));
}

function changeLines(books: Books, order: WmsOrder, wanted: readonly Record<string, unknown>[]): Taken[] {
  const done: Taken[] = [];
  const byRef = new Map(wanted.map((line) => [text(line, 'ref'), line]));
  for (const line of order.lines) {
    const given = byRef.get(line.ref);
    const item = text(given ?? {}, 'item');
    if (item !== '' && item !== line.item && item !== line.instead?.item) done.push(changeItem(books, line, item));
    const units = toMicro(given?.['quantity'] ?? '0');
    if (units !== toMicro(line.quantity)) done.push(changeQuantity(line, units, OPEN.has(order.status)));
  }
  for (const [ref, given] of byRef) {
    if (toMicro(given['quantity']) <= 0n || order.lines.some((line) => line.ref === ref)) continue;
    done.push(OPEN.has(order.status) ? 'all' : 'none');
    if (OPEN.has(order.status)) order.lines.push(newLine(given));
  }
  order.lines = order.lines.filter((line) => toMicro(line.quantity) > 0n);
  return done;
}

/** Another item on a line: the answer to a proposal, or a new wish as long as nothing is picked. */
function changeItem(books: Books, line: WmsLine, item: string): Taken {
  if (line.substitute?.item === item) {
    line.instead = line.substitute;
    line.substitute = null;
    line.missing = '0';
    line.reason = null;
    return 'all';
  }
  if (toMicro(line.picked) > 0n) return 'none';
  Object.assign(line, itemOf(books, item), { instead: null, substitute: null, missing: '0', reason: null });
  return 'all';
}

function changeQuantity(line: WmsLine, wanted: bigint, open: boolean): Taken {
  const [held, picked] = [toMicro(line.quantity), toMicro(line.picked)];
  const complete = picked > 0n && picked >= held - toMicro(line.short);
  if (wanted > held && (!open || complete)) return 'none';
  const units = most(wanted, picked);
  if (units === held) return 'none';
  const gone = most(held - units, 0n);
  const fromMissing = least(gone, toMicro(line.missing));
  line.quantity = fromMicro(units);
  line.missing = fromMicro(toMicro(line.missing) - fromMissing);
  line.short = fromMicro(least(toMicro(line.short), most(units - picked, 0n)));
  if (line.substitute !== null && units === picked) line.substitute = null;
  if (toMicro(line.missing) === 0n && toMicro(line.short) === 0n && line.substitute === null) line.reason = null;
  return units === wanted ? 'all' : 'some';
}
