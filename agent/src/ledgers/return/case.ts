import type { CreditMemo, ReturnCondition } from '../../domain/return.ts';
import type { OutboundCreditMemo, OutboundRefund } from '../../domain/outbound.ts';
import type { SalesOrder, SalesOrderLine, StoreRefund } from '../../domain/sales-order.ts';
import { millionths } from '../order/amounts.ts';
import { own } from '../order/ledger.ts';
import type { Returns } from './ledger.ts';
import type { ReturnPolicy } from './policy.ts';

/** What of an order the rules for its goods look at; units in millionths, by line id. */
export interface GoodsCase {
  readonly reference: string;
  readonly order: Pick<SalesOrder, 'lines' | 'refunds'>;
  readonly returns: Returns;
  /** Units that left, as far as the warehouse told. */
  readonly shipped: ReadonlyMap<string, number>;
  /** The lines under which a SKU left, where it is not the ordered one. */
  readonly substitutes: ReadonlyMap<string, readonly string[]>;
  /** What people chose, by the key of the exception. */
  readonly decisions: Readonly<Record<string, { readonly choice: string }>>;
}

/** The same with all that was paid back. */
export interface ReturnCase extends GoodsCase {
  readonly order: SalesOrder;
  readonly policy: ReturnPolicy;
  /** Refunds in the shop for goods that had left, or of money only. */
  readonly refunds: readonly StoreRefund[];
  /** Refunds in the shop of units that never left: nothing comes back for them, and the ERP's order is without them. */
  readonly cancels: readonly StoreRefund[];
  readonly memos: readonly CreditMemo[];
  /** Refunds and credit memos that were acknowledged to us, by delivery key. */
  readonly repaid: Readonly<Record<string, OutboundRefund | OutboundCreditMemo>>;
  /** The foreign ids of these, by delivery key. */
  readonly foreignIds: ReadonlyMap<string, string>;
  /** Other refunds that are about to be made in the shop, in minor units. */
  readonly pending: number;
}

/** The choice that a person made on an exception, undefined before any. */
export function choiceOf(given: Pick<GoodsCase, 'decisions'>, key: string): string | undefined {
  return own(given.decisions, key)?.choice;
}

/** Units of one line that a party names, by the SKU when it does not know our lines. */
interface Named {
  readonly lineId: string | null;
  readonly sku: string;
  readonly quantity: { readonly value: string };
}

/** Units under one of our lines; `lineId` is "sku:…" for goods that are on none. */
export interface Placed<T> {
  readonly lineId: string;
  readonly units: number;
  readonly from: T;
}

/** The line id of goods that are not on the order. */
export function strayId(sku: string): string {
  return `sku:${sku}`;
}

/** Puts what a party names under the lines of the order. Units named by SKU go to the lines that have room for them, first by what was `expected`, then by what was shipped. */
export function place<T extends Named>(
  given: Pick<GoodsCase, 'order' | 'shipped' | 'substitutes'>,
  lines: readonly T[],
  expected?: ReadonlyMap<string, number>,
): Placed<T>[] {
  const placed: Placed<T>[] = [];
  const used = new Map<string, number>();
  const put = (lineId: string, units: number, from: T): void => {
    used.set(lineId, (used.get(lineId) ?? 0) + units);
    placed.push({ lineId, units, from });
  };
  for (const from of lines) {
    const candidates = linesFor(given, from);
    let rest = millionths(from.quantity.value);
    for (const room of expected ? [expected, given.shipped] : [given.shipped]) {
      for (const lineId of candidates) {
        const units = Math.min(rest, (room.get(lineId) ?? 0) - (used.get(lineId) ?? 0));
        if (units <= 0) continue;
        put(lineId, units, from);
        rest -= units;
      }
    }
    if (rest !== 0) put(candidates[0] ?? strayId(from.sku), rest, from);
  }
  return placed;
}

/** The lines that goods may belong to: the named one when it is of that SKU, else all of that SKU. */
function linesFor({ order, shipped, substitutes }: Pick<GoodsCase, 'order' | 'shipped' | 'substitutes'>, { lineId, sku }: Named): string[] {
  const stood = substitutes.get(sku) ?? [];
  const bySku = order.lines.filter((line) => sku !== '' && line.sku === sku).map((line) => line.id);
  const all = [...bySku, ...stood];
  if (lineId === null) return all;
  const line = order.lines.find((each) => each.id === lineId);
  // A line that was taken off the order after it had left.
  if (!line && shipped.has(lineId)) return [lineId];
  return line && (sku === '' || line.sku === '' || all.includes(lineId)) ? [lineId] : all;
}

/** Units by line. */
export function sumByLine(placed: Iterable<{ readonly lineId: string; readonly units: number }>): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { lineId, units } of placed) sum.set(lineId, (sum.get(lineId) ?? 0) + units);
  return sum;
}

/** The line's SKU or name, for people. */
export function nameOf(order: Pick<SalesOrder, 'lines'>, lineId: string): string {
  const line: SalesOrderLine | undefined = order.lines.find((each) => each.id === lineId);
  return line ? line.sku || line.name : lineId.replace(/^sku:/, '') || 'an unknown item';
}

/** What is done with the money of goods in a condition. */
export function treatmentOf(policy: ReturnPolicy, condition: ReturnCondition): 'refund' | 'ask' | 'keep' {
  return policy.byCondition[condition];
}
