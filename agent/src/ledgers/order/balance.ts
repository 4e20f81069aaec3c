import type { SalesOrder } from '../../domain/sales-order.ts';
import { millionths } from './amounts.ts';
import type { OrderLedger } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import { creditsOf, unitsIn, unitsSold } from './sold.ts';

/** One line of an order in millionths: always ordered = shipped + open + cancelled. `sold` is what the store sells now, `surplus` what left although nobody wants it any more. */
export interface LineBalance {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly ordered: number;
  readonly sold: number;
  readonly wanted: number;
  readonly shipped: number;
  readonly open: number;
  readonly cancelled: number;
  readonly surplus: number;
}

/** The balance of every line that the store ever sold. `dropped` units are sold, but nobody will ship them; of a cancelled order nothing more is wanted. */
export function balanceOf(
  ledger: OrderLedger,
  order: SalesOrder,
  parcels: Parcels,
  dropped: ReadonlyMap<string, number>,
  isCancelled: boolean,
): ReadonlyMap<string, LineBalance> {
  const sold = unitsSold(ledger, order);
  // Money that went back for goods which had left is for what left: that is no surplus.
  const paidBack = isCancelled && order.refunds.length > 0 ? unitsIn(creditsOf(ledger, order)) : null;
  const balance = new Map<string, LineBalance>();
  for (const [id, { sku, name, units }] of Object.entries(ledger.ordered)) {
    const ordered = millionths(units);
    const shipped = parcels.shipped.get(id) ?? 0;
    const now = sold.get(id) ?? 0;
    const asked = isCancelled ? 0 : Math.max(0, now - (dropped.get(id) ?? 0));
    const wanted = Math.max(asked, shipped);
    const due = isCancelled ? Math.min(now, paidBack?.get(id) ?? 0) : now;
    const surplus = Math.max(0, shipped - due);
    balance.set(id, { id, sku, name, ordered, sold: now, wanted, shipped, open: wanted - shipped, cancelled: ordered - wanted, surplus });
  }
  return balance;
}

/** The line's SKU, else its name, for people. */
export function nameOf(line: Pick<LineBalance, 'sku' | 'name'> | undefined, id: string): string {
  return line?.sku || line?.name || id;
}
