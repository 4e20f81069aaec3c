import { fingerprint } from '../../domain/fingerprint.ts';
import type { OutboundSalesOrder } from '../../domain/outbound.ts';
import { sumOfParts, type SalesOrder } from '../../domain/sales-order.ts';
import { erpDocument } from './documents.ts';
import { takenBack } from './drops.ts';
import type { Draft } from './draft.ts';
import { orderMeaning } from './meaning.ts';
import { atUnits, netOrder } from './net-order.ts';
import type { Standing } from './standing.ts';
import { millionths } from './amounts.ts';

type BookedLine = OutboundSalesOrder['lines'][number];

/** What the ERP's order should be. `extra` lines were removed from the store's order, but left or will leave all the same. */
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
  const lines = order.lines.flatMap((line) => {
    const least = kept.get(line.id) ?? 0;
    const now = net.lines.find(({ id }) => id === line.id);
    if (now && !isCancelled && least <= millionths(now.quantity.value)) return [now];
    return least > 0 ? [atUnits(line, least)] : [];
  });
  const ours = new Set(order.lines.map(({ id }) => id));
  const extra = (ledger.booked?.document.lines ?? []).filter(({ id }) => !ours.has(id) && (kept.get(id) ?? 0) > 0);
  const stretched = extra.map((line) => atUnits(line, kept.get(line.id) ?? 0));
  const wanted = withTotals({ ...net, lines }, stretched);
  const meaning = stretched.length === 0 ? orderMeaning(wanted) : fingerprint([orderMeaning(wanted), stretched]);
  return { order: wanted, extra: stretched, meaning };
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
  const taxOf = (parts: readonly { readonly taxes: readonly { readonly amount: { readonly minor: number } }[] }[]): number =>
    parts.reduce((sum, { taxes }) => sum + taxes.reduce((all, { amount }) => all + amount.minor, 0), 0);
  const more = taxOf(extra);
  const net = extra.reduce((sum, line) => sum + line.net.minor, 0);
  const total = sumOfParts(order);
  return {
    ...order,
    total: { ...total, minor: total.minor + net + more },
    taxTotal: { ...order.taxTotal, minor: taxOf(order.lines) + taxOf(order.charges) + more },
  };
}

/** The document of it, as the ERP is asked to hold it. */
export function desiredDocument({ ledger, policy }: Draft, { order, extra }: DesiredOrder, customerId: string): OutboundSalesOrder {
  const document = erpDocument(ledger, order, policy, customerId);
  return extra.length === 0 ? document : { ...document, lines: [...document.lines, ...extra] };
}
