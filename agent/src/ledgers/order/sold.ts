import type { SalesOrder, StoreRefund } from '../../domain/sales-order.ts';
import { millionths } from './amounts.ts';
import { own, type OrderLedger } from './ledger.ts';

/** The refunds of the store that took back units which had not left. */
export function cancelsOf(ledger: Pick<OrderLedger, 'refunds'>, order: SalesOrder): StoreRefund[] {
  return order.refunds.filter((refund) => own(ledger.refunds, refund.id) === 'cancels');
}

/** The refunds of the store that gave money back for goods that had left, or without goods. */
export function creditsOf(ledger: Pick<OrderLedger, 'refunds'>, order: SalesOrder): StoreRefund[] {
  return order.refunds.filter((refund) => own(ledger.refunds, refund.id) === 'credits');
}

/** Units of a list of refunds by line, in millionths. */
export function unitsIn(refunds: readonly Pick<StoreRefund, 'lines'>[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { lines } of refunds)
    for (const { lineId, quantity } of lines) units.set(lineId, (units.get(lineId) ?? 0) + Math.max(0, millionths(quantity.value)));
  return units;
}

/** Units that the store sells of each of its lines now, net of refunds of units that had not left; in millionths. */
export function unitsSold(ledger: Pick<OrderLedger, 'refunds'>, order: SalesOrder): Map<string, number> {
  const sold = new Map<string, number>();
  for (const { id, quantity } of order.lines) sold.set(id, (sold.get(id) ?? 0) + Math.max(0, millionths(quantity.value)));
  if (order.refunds.length === 0) return sold;
  for (const [id, units] of unitsIn(cancelsOf(ledger, order))) sold.set(id, Math.max(0, (sold.get(id) ?? 0) - units));
  return sold;
}
