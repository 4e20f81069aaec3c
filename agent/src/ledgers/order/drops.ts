import type { SalesOrder, StoreRefund } from '../../domain/sales-order.ts';
import { partsForUnits, type Parts } from '../return/parts.ts';
import { decimal, millionths } from './amounts.ts';
import type { Commitment } from './commitments.ts';
import { own, type OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import type { OrderPolicy } from './policy.ts';
import type { Short } from './shortage.ts';
import { cancelsOf, unitsSold } from './sold.ts';

/** Units that the store still sells but that nobody will ship; they are to be refunded there. `id` names them for ever. */
export interface Drop {
  readonly id: string;
  readonly lineId: string;
  readonly units: number;
  readonly why: string;
}

/** The exceptions about what the ERP did to an order by itself; each names the very case. */
export const ERP_KEYS = {
  cancelled: 'erp.cancelled-there',
  changed: (lineId: string, ordered: string) => `erp.changed-there:${lineId}:${ordered}`,
  refused: (lineId: string) => `erp.line-refused:${lineId}`,
} as const;

/** The start of the ids of all drops, by which their refunds are known from those of returns. */
export const DROP = 'drop-';

/** How a cancellation in the ERP is followed: not at all, of the whole order, or of the rest because something has left. */
export function followsErp(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy | null, parcels: Parcels): 'no' | 'whole' | 'rest' {
  if (ledger.erp?.stage !== 'cancelled' || order.status === 'cancelled') return 'no';
  const follow = policy?.erpCancels === 'follow' || own(ledger.decisions, ERP_KEYS.cancelled)?.choice === 'follow';
  if (!follow) return 'no';
  return parcels.shipped.size > 0 ? 'rest' : 'whole';
}

/** A line whose quantity the ERP changed by itself: what the store sells (in millionths) and what the ERP sells now. */
export interface ErpDifference {
  readonly lineId: string;
  readonly sold: number;
  readonly ordered: number;
  readonly key: string;
}

/** Lines that the ERP sells in other units than it was told, against those that the store sells. */
export function erpDifferences({ erp, changedThere }: OrderLedger, sold: () => ReadonlyMap<string, number>): ErpDifference[] {
  const changed = Object.entries(changedThere);
  if (changed.length === 0 || erp?.stage === 'cancelled') return [];
  const units = sold();
  return changed.flatMap(([lineId, now]) => {
    const ours = units.get(lineId) ?? 0;
    const ordered = millionths(now);
    return ours === ordered ? [] : [{ lineId, sold: ours, ordered, key: ERP_KEYS.changed(lineId, now) }];
  });
}

interface Given {
  readonly ledger: OrderLedger;
  readonly order: SalesOrder;
  readonly policy: OrderPolicy | null;
  readonly parcels: Parcels;
  readonly commitments: readonly Commitment[];
  readonly shorts: readonly Short[];
  readonly differences: readonly ErpDifference[];
}

/** All dropped units of an order, as people and policy decided; those that the store has refunded since are no longer among them. */
export function dropsOf(given: Given): Drop[] {
  const { differences, shorts, ledger: held } = given;
  if (differences.length === 0 && shorts.length === 0 && held.erp?.stage !== 'cancelled' && !held.erp?.lines.some((line) => line.refused))
    return [];
  const drops = [...ofErpCancel(given), ...ofErpLines(given), ...ofShorts(given)];
  const { ledger, order, parcels } = given;
  const refunded = new Set(order.refunds.map(({ reference }) => reference));
  const room = unitsSold(ledger, order);
  return drops.flatMap((drop) => {
    const rest = (room.get(drop.lineId) ?? 0) - (parcels.shipped.get(drop.lineId) ?? 0);
    const units = Math.min(drop.units, rest);
    if (units <= 0 || refunded.has(refundReference(ledger, drop))) return [];
    room.set(drop.lineId, (room.get(drop.lineId) ?? 0) - units);
    return [{ ...drop, units }];
  });
}

/** How the store knows the refund of a drop ("shop:1001/drop-…/refund"). */
export function refundReference(ledger: OrderLedger, { id }: Drop): string {
  return `${ledger.reference}/${id}/refund`;
}

function* ofErpCancel({ ledger, order, policy, parcels }: Given): Generator<Drop> {
  if (followsErp(ledger, order, policy, parcels) !== 'rest') return;
  for (const [lineId, units] of unitsSold(ledger, order))
    yield { id: `${DROP}cancelled-${lineId}`, lineId, units, why: 'The ERP cancelled the rest of the order' };
}

function* ofErpLines({ ledger, order, policy, differences }: Given): Generator<Drop> {
  const refused = ledger.erp?.lines.filter((line) => line.refused && line.id !== null) ?? [];
  if (differences.length === 0 && refused.length === 0) return;
  const sold = unitsSold(ledger, order);
  for (const { lineId, ordered, key } of differences) {
    if (policy?.erpChanges !== 'follow' && own(ledger.decisions, key)?.choice !== 'follow') continue;
    const units = (sold.get(lineId) ?? 0) - ordered;
    yield { id: `${DROP}erp-${lineId}-${decimal(ordered)}`, lineId, units, why: 'The ERP took units off the order' };
  }
  for (const { id } of refused) {
    if (id === null || own(ledger.decisions, ERP_KEYS.refused(id))?.choice !== 'cancel') continue;
    yield { id: `${DROP}refused-${id}`, lineId: id, units: sold.get(id) ?? 0, why: 'The ERP will not deliver the line' };
  }
}

/** Short units count only as far as no warehouse has the units in their place. */
function* ofShorts({ ledger, order, parcels, commitments, shorts }: Given): Generator<Drop> {
  const cancelled = shorts.filter(({ fate }) => fate === 'cancelled');
  if (cancelled.length === 0) return;
  const room = unitsSold(ledger, order);
  for (const [id, units] of parcels.shipped) room.set(id, (room.get(id) ?? 0) - units);
  for (const { lines } of commitments) for (const [id, { active }] of lines) room.set(id, (room.get(id) ?? 0) - active);
  for (const { commitment, lineId, units, upTo } of cancelled) {
    const id = `${DROP}short-${commitment.request.number}-${lineId}-${decimal(upTo)}`;
    const open = Math.min(units, room.get(lineId) ?? 0);
    room.set(lineId, (room.get(lineId) ?? 0) - open);
    yield { id, lineId, units: open, why: 'The warehouse could not find the units' };
  }
}

/** The refunds that the store should make for drops: what they come to, after all that it has refunded already. */
export function refundsOf(ledger: OrderLedger, order: SalesOrder, drops: readonly Drop[]): { drop: Drop; refund: StoreRefund }[] {
  if (drops.length === 0) return [];
  const before: Parts[] = [...order.refunds];
  return drops.map((drop) => {
    const parts = partsForUnits(order, new Map([[drop.lineId, drop.units]]), before, false);
    before.push(parts);
    const refund: StoreRefund = {
      id: drop.id,
      at: '',
      reason: drop.why,
      restocked: null,
      reference: refundReference(ledger, drop),
      ...parts,
    };
    return { drop, refund };
  });
}

/** What the ERP's order is without: refunds of the store for units that had not left, and those that drops will have. */
export function takenBack(ledger: OrderLedger, order: SalesOrder, drops: readonly Drop[]): StoreRefund[] {
  return [...cancelsOf(ledger, order), ...refundsOf(ledger, order, drops).map(({ refund }) => refund)];
}
