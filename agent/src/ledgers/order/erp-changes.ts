import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { decimal, millionths } from './amounts.ts';
import { own, type OrderLedger } from './ledger.ts';

type Changed = OrderLedger['changedThere'];

/** True when the ERP's view of the order can know what it was last told. */
export function isErpNewer({ erp, booked }: OrderLedger): boolean {
  return erp !== null && (booked === null || booked.seen !== erp.updatedAt);
}

/** The lines that the ERP has changed by itself, as its newest view shows; what it had been told before a change may only be old news. */
export function changedByErp(ledger: OrderLedger): Changed {
  const { erp, booked, changedThere } = ledger;
  if (!erp || !booked || !isErpNewer(ledger)) return changedThere;
  const told = new Map(booked.document.lines.map((line) => [line.id, line.quantity.value]));
  const changed = new Map(Object.entries(changedThere));
  for (const { id, ordered, refused } of erp.lines) {
    const units = id === null ? undefined : told.get(id);
    if (id === null || units === undefined) continue;
    const now = millionths(ordered.value);
    const isOther = !refused && now !== millionths(units) && millionths(own(booked.before, id) ?? '-1') !== now;
    if (isOther) changed.set(id, decimal(now));
    else if (changed.get(id) !== decimal(now)) changed.delete(id);
  }
  return same(changedThere, changed);
}

/** The ERP took an order: what it changed stays changed only where it was told just that, and where it is not what we want anyway (then it was our own change, seen before its receipt). `wanted` are our units of each line without what the ERP changed. */
export function changedAfter(
  { changedThere }: OrderLedger,
  { lines }: OutboundSalesOrder,
  wanted: () => ReadonlyMap<string, { readonly wanted: number }>,
): Changed {
  if (Object.keys(changedThere).length === 0) return changedThere;
  const told = new Map(lines.map((line) => [line.id, line.quantity.value]));
  const ours = wanted();
  return keep(
    changedThere,
    (id, units) => millionths(told.get(id) ?? '0') === millionths(units) && ours.get(id)?.wanted !== millionths(units),
  );
}

/** The shop sells no more than the ERP does: both are at one again. */
export function changedStill({ changedThere }: OrderLedger, sold: () => ReadonlyMap<string, number>): Changed {
  if (Object.keys(changedThere).length === 0) return changedThere;
  const units = sold();
  return keep(changedThere, (id, ordered) => (units.get(id) ?? 0) !== millionths(ordered));
}

function keep(changed: Changed, holds: (id: string, units: string) => boolean): Changed {
  return same(changed, new Map(Object.entries(changed).filter(([id, units]) => holds(id, units))));
}

function same(before: Changed, after: ReadonlyMap<string, string>): Changed {
  const isSame = after.size === Object.keys(before).length && [...after].every(([id, units]) => own(before, id) === units);
  return isSame ? before : Object.fromEntries(after);
}
