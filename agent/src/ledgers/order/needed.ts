import { millionths } from './amounts.ts';
import { cancelledThereKey } from './commitments.ts';
import type { Draft } from './draft.ts';
import { isErpNewer } from './erp-changes.ts';
import { own, type OrderLedger } from './ledger.ts';
import type { Standing } from './standing.ts';

/** Units that may be asked of a warehouse now, and the lines that wait for stock in the ERP. */
export interface Needed {
  readonly needed: ReadonlyMap<string, number>;
  readonly waiting: readonly string[];
}

/** What is wanted and neither at a warehouse nor waiting for a person, as far as the ERP has reserved it. */
export function neededUnits({ ledger, policy }: Draft, standing: Standing): Needed {
  const stage = ledger.erp?.stage;
  if (stage !== 'reserved' && stage !== 'backordered') return { needed: new Map(), waiting: [] };
  const blocked = blockedUnits(ledger, standing);
  const limit = limits(ledger);
  const needed = new Map<string, number>();
  const waiting: string[] = [];
  for (const { id, open, shipped } of standing.balance.values()) {
    const active = standing.active.get(id) ?? 0;
    const missing = open - active - (blocked.get(id) ?? 0);
    if (missing <= 0) continue;
    const units = Math.min(missing, limit(id) - shipped - active);
    if (units > 0) needed.set(id, units);
    if (units < missing) waiting.push(id);
  }
  if (waiting.length === 0 || policy.partialRelease === 'ship') return { needed, waiting: stage === 'backordered' ? waiting : [] };
  return { needed: new Map(), waiting: stage === 'backordered' ? waiting : [] };
}

/** Units about which a person has to say something first, or that the warehouse still looks for. */
function blockedUnits({ decisions }: OrderLedger, { commitments, shorts }: Standing): Map<string, number> {
  const blocked = new Map<string, number>();
  const add = (id: string, units: number): void => void blocked.set(id, (blocked.get(id) ?? 0) + units);
  for (const { lineId, units, fate } of shorts) if (fate === 'open' || fate === 'waiting') add(lineId, units);
  for (const { closed, reference, lines } of commitments)
    if (closed === 'by-them' && !own(decisions, cancelledThereKey(reference)))
      for (const [id, { requested, shipped }] of lines) add(id, Math.max(0, requested - shipped));
  return blocked;
}

/** The most units of a line that may be at warehouses or beyond, by what the ERP says of it. */
function limits(ledger: OrderLedger): (id: string) => number {
  const { erp, booked } = ledger;
  const told = new Map((erp?.lines ?? []).flatMap((line) => (line.id === null ? [] : [[line.id, line] as const])));
  const before = booked?.before ?? {};
  const isNew = isErpNewer(ledger) || Object.keys(before).length === 0;
  return (id) => {
    const line = told.get(id);
    if (line?.refused) return 0;
    if (line) {
      const reserved = millionths(line.reserved.value);
      return erp?.stage === 'reserved' ? Math.max(reserved, millionths(line.ordered.value)) : reserved;
    }
    if (erp?.stage !== 'reserved') return 0;
    // An ERP that does not tell of the line has reserved what it was told, unless it was told more since.
    return isNew ? Infinity : millionths(own(before, id) ?? '0');
  };
}
