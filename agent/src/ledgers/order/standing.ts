import type { SalesOrder } from '../../domain/sales-order.ts';
import { balanceOf, type LineBalance } from './balance.ts';
import { commitmentsOf, type Commitment } from './commitments.ts';
import { dropsOf, erpDifferences, followsErp, type Drop, type ErpDifference } from './drops.ts';
import type { OrderLedger } from './ledger.ts';
import { countParcels, type Parcels } from './parcels.ts';
import type { OrderPolicy } from './policy.ts';
import { shortsOf, type Short } from './shortage.ts';
import { unitsSold } from './sold.ts';
import { isGone } from './status.ts';

/** How an order stands: what is wanted, what left, and what warehouses still have to ship; units in millionths. */
export interface Standing {
  readonly parcels: Parcels;
  readonly commitments: readonly Commitment[];
  readonly shorts: readonly Short[];
  readonly drops: readonly Drop[];
  /** Lines that the ERP changed by itself. */
  readonly differences: readonly ErpDifference[];
  /** By line id, also of lines that the store has removed. */
  readonly balance: ReadonlyMap<string, LineBalance>;
  /** Units of each line that warehouses still have to ship. */
  readonly active: ReadonlyMap<string, number>;
  /** Nothing more is to leave: the shop gave the order up, or a cancellation in the ERP is followed. */
  readonly isCancelled: boolean;
}

/** Works out how an order stands. Without policy only by what people decided. */
export function standingOf(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy | null): Standing {
  const counted = countParcels(ledger, order, policy);
  const commitments = commitmentsOf(ledger, counted);
  const shorts = shortsOf(ledger, commitments, policy);
  const differences = erpDifferences(ledger, () => unitsSold(ledger, order));
  const drops = dropsOf({ ledger, order, policy, parcels: counted, commitments, shorts, differences });
  const dropped = sumBy(drops);
  const parcels = drops.length > 0 && counted.all.length > 0 ? countParcels(ledger, order, policy, dropped) : counted;
  const isCancelled = isGone(order) || followsErp(ledger, order, policy, counted) === 'whole';
  const balance = balanceOf(ledger, order, parcels, dropped, isCancelled);
  return { parcels, commitments, shorts, drops, differences, balance, active: activeOf(commitments), isCancelled };
}

function sumBy(drops: readonly Drop[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { lineId, units } of drops) sum.set(lineId, (sum.get(lineId) ?? 0) + units);
  return sum;
}

function activeOf(commitments: readonly Commitment[]): Map<string, number> {
  const active = new Map<string, number>();
  for (const { lines } of commitments)
    for (const [id, line] of lines) if (line.active > 0) active.set(id, (active.get(id) ?? 0) + line.active);
  return active;
}
