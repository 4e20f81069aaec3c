import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, least, toMicro } from './decimal.ts';
import { Refusal } from './routing.ts';
import type { WmsItem, WmsLine, WmsOrder, WmsStatus } from './wms-documents.ts';
import type { WmsShortage } from './wms-script.ts';

export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Units of a line that are still to leave. */
export const openUnits = (line: WmsLine): bigint => toMicro(line.quantity) - toMicro(line.shipped) - toMicro(line.short);

/** Units of a line that are out of the bin and have not left. */
export const inHand = (line: WmsLine): bigint => toMicro(line.picked) - toMicro(line.shipped);

export function lineOf(order: WmsOrder, name: string | undefined): WmsLine | undefined {
  if (name === undefined || name === '') return order.lines[0];
  return order.lines.find(({ ref }) => ref === name) ?? order.lines.find(({ sku, item }) => sku === name || item === name);
}

export function needLine(order: WmsOrder, name: string | undefined): WmsLine {
  const line = lineOf(order, name);
  if (!line) throw new Refusal(404, 'not-found', `The order ${order.number} has no line "${name ?? ''}".`);
  return line;
}

/** An item of the warehouse as it goes into a parcel; one that it does not know is taken as it is named. */
export function itemOf(books: Books, code: string): WmsItem {
  const row = books.table<Code>('items').get(code);
  return { item: code, sku: typeof row?.['sku'] === 'string' ? row['sku'] : code, name: row?.name ?? code };
}

/** True while the floor waits for a bin to be filled or for an answer. */
export const isStuck = (order: WmsOrder): boolean => order.lines.some((line) => line.substitute !== null || toMicro(line.missing) > 0n);

/** Books units as short for good or as missing for now; what was in hand of them goes back. */
export function applyShortage(order: WmsOrder, shortage: WmsShortage): void {
  const line = lineOf(order, shortage.line);
  if (!line) return;
  const units = least(shortage.units === undefined ? openUnits(line) : toMicro(shortage.units), openUnits(line));
  if (units <= 0n) return;
  line.reason = shortage.reason ?? `${fromMicro(units)} × "${line.sku}" not in its bin.`;
  if ((shortage.then ?? 'ship') === 'ship') {
    line.short = fromMicro(toMicro(line.short) + units);
    line.missing = fromMicro(most(toMicro(line.missing) - units, 0n));
  } else {
    line.missing = fromMicro(units);
  }
  const there = toMicro(line.quantity) - toMicro(line.short) - toMicro(line.missing);
  line.picked = fromMicro(most(toMicro(line.shipped), least(toMicro(line.picked), there)));
}

/** Every bin is filled, nothing is proposed any more. */
export function refill(order: WmsOrder): void {
  for (const line of order.lines) {
    if (toMicro(line.missing) > 0n || line.substitute !== null) line.reason = null;
    line.missing = '0';
    line.substitute = null;
  }
}

/** Goes to the bins: where the order stands afterwards, with the reason why it went no further. */
export function pick(books: Books, order: WmsOrder): { readonly status: WmsStatus; readonly reason: string | null } {
  const { short = [], substitute, ...rest } = order.script;
  // What the script says happens once; a bin that is filled later stays filled.
  order.script = rest;
  const line = substitute && lineOf(order, substitute.line);
  if (substitute && line) propose(line, itemOf(books, substitute.item), substitute.send === true);
  for (const shortage of short) applyShortage(order, shortage);
  const waits = order.lines.some((each) => each.substitute !== null) || (short.some(({ then }) => then === 'wait') && isStuck(order));
  if (waits) return { status: 'exception', reason: reasons(order) };
  for (const each of order.lines) {
    const there = toMicro(each.quantity) - toMicro(each.short) - toMicro(each.missing);
    each.picked = fromMicro(most(toMicro(each.picked), there));
  }
  if (order.lines.some((each) => inHand(each) > 0n)) return { status: 'picked', reason: null };
  return { status: isStuck(order) ? 'backordered' : 'exception', reason: reasons(order) };
}

export function propose(line: WmsLine, item: WmsItem, send: boolean): void {
  if (send) {
    line.instead = item;
    line.substitute = null;
    return;
  }
  line.substitute = item;
  line.reason = `"${line.sku}" is not in its bin, "${item.sku}" is there.`;
}

export function reasons(order: WmsOrder): string | null {
  const all = order.lines.flatMap(({ reason }) => (reason === null ? [] : [reason]));
  return all.length === 0 ? null : all.join(' ');
}
