import { fingerprint } from '../../domain/fingerprint.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { erpDocument } from './documents.ts';
import { takenBack } from './drops.ts';
import type { Draft } from './draft.ts';
import { orderMeaning } from './meaning.ts';
import { atUnits, netOrder } from './net-order.ts';
import type { Standing } from './standing.ts';
import { millionths } from './amounts.ts';

type BookedLine = OutboundSalesOrder['lines'][number];

/** What the ERP's order should be. `extra` lines left or will leave although the store does not want them any more; they are as the ERP holds them. */
export interface DesiredOrder {
  readonly order: SalesOrder;
  readonly extra: readonly BookedLine[];
  readonly meaning: string;
}

/** The store's order without what was taken back, but with everything that left or that no warehouse gives back. */
export function desiredOrder({ ledger, order }: Draft, standing: Standing): DesiredOrder {
  const { drops, isCancelled } = standing;
  const net = netOrder(order, takenBack(ledger, order, drops));
  const kept = keptUnits(standing);
  const ids = new Set(net.lines.map(({ id }) => id));
  const isMore =
    net.lines.some(({ id, quantity }) => (kept.get(id) ?? 0) > millionths(quantity.value)) || [...kept.keys()].some((id) => !ids.has(id));
  if (!isCancelled && !isMore) return { order: net, extra: [], meaning: drops.length === 0 ? ledger.meaning : orderMeaning(net) };
  const told = new Map((ledger.booked?.document.lines ?? []).map((line) => [line.id, line]));
  const extra: BookedLine[] = [];
  const lines = order.lines.flatMap((line) => {
    const least = kept.get(line.id) ?? 0;
    const now = net.lines.find(({ id }) => id === line.id);
    if (now && !isCancelled && least <= millionths(now.quantity.value)) return [now];
    const held = told.get(line.id);
    // Units that were not to leave stay in the ERP at the price at which it holds them.
    if (least > 0 && held) extra.push(atUnits(held, least));
    return least > 0 && !held ? [atUnits(line, least)] : [];
  });
  const ours = new Set(order.lines.map(({ id }) => id));
  for (const line of told.values())
    if (!ours.has(line.id) && (kept.get(line.id) ?? 0) > 0) extra.push(atUnits(line, kept.get(line.id) ?? 0));
  const wanted = withTotals({ ...net, lines }, extra);
  return { order: wanted, extra, meaning: extra.length === 0 ? orderMeaning(wanted) : fingerprint([orderMeaning(wanted), extra]) };
}

/** Units that left or that warehouses still hold. */
function keptUnits({ balance, active }: Standing): Map<string, number> {
  const kept = new Map<string, number>();
  for (const { id, shipped } of balance.values()) {
    const units = shipped + (active.get(id) ?? 0);
    if (units > 0) kept.set(id, units);
  }
  return kept;
}

function withTotals(order: SalesOrder, extra: readonly BookedLine[]): SalesOrder {
  const parts = [...order.lines, ...order.charges, ...extra];
  const taxes = parts.reduce((sum, part) => sum + part.taxes.reduce((all, { amount }) => all + amount.minor, 0), 0);
  const net = parts.reduce((sum, part) => sum + part.net.minor, 0);
  return { ...order, total: { ...order.total, minor: net + taxes }, taxTotal: { ...order.taxTotal, minor: taxes } };
}

/** The document of it, as the ERP is asked to hold it. */
export function desiredDocument({ ledger, policy }: Draft, { order, extra }: DesiredOrder, customerId: string): OutboundSalesOrder {
  const document = erpDocument(ledger, order, policy, customerId);
  return extra.length === 0 ? document : { ...document, lines: [...document.lines, ...extra] };
}
