import type { SalesOrder, StoreRefund } from '../../domain/sales-order.ts';
import { capturedOf, paidBack } from '../return/captured.ts';
import type { GoodsCase, ReturnCase } from '../return/case.ts';
import type { ReturnPolicy } from '../return/policy.ts';
import { millionths } from './amounts.ts';
import { own, type OrderLedger } from './ledger.ts';
import { countParcels } from './parcels.ts';
import { cancelsOf, creditsOf, unitsIn } from './sold.ts';
import type { Standing } from './standing.ts';

/** What the rules for returned goods look at; before the order is known, goods wait under the SKUs that parties name. */
export function goodsCase(ledger: OrderLedger): GoodsCase {
  const { order, reference, returns, decisions } = ledger;
  const shipped = order ? countParcels(ledger, order, null).shipped : new Map<string, number>();
  return { reference, order: order ?? { lines: [], refunds: [] }, returns, shipped, substitutes: substitutesOf(ledger), decisions };
}

/** The same with all money that went back; `pending` is what else is about to, in minor units. */
export function returnCase(ledger: OrderLedger, order: SalesOrder, policy: ReturnPolicy, standing: Standing, pending = 0): ReturnCase {
  const { creditMemos, repaid } = ledger;
  const cancels = cancelsOf(ledger, order);
  const late = cancels.filter((each) => leftAfterAll(ledger, standing, each));
  return {
    ...goodsCase(ledger),
    order,
    policy,
    refunds: [...creditsOf(ledger, order), ...late],
    cancels: cancels.filter((each) => !late.includes(each)),
    memos: Object.values(creditMemos),
    repaid,
    foreignIds: foreignIdsOf(ledger),
    pending,
  };
}

/** The ids that parties gave to the refunds and credit memos that we asked for, by delivery key. */
function foreignIdsOf({ receipts, repaid }: OrderLedger): Map<string, string> {
  const ids = new Map<string, string>();
  for (const key of Object.keys(repaid)) {
    const foreign = own(receipts, key)?.receipt.foreign;
    if (foreign) ids.set(key, foreign.id);
  }
  return ids;
}

/** What may still go back of what was paid, in minor units; below zero when too much went back. */
export function refundableOf(ledger: OrderLedger, order: SalesOrder): number {
  return capturedOf(order) - paidBack({ order, repaid: ledger.repaid, foreignIds: foreignIdsOf(ledger) });
}

/** A refund of units that had not left when it came, but then left, so that the ERP bills them: it is owed a credit memo after all. */
function leftAfterAll({ booked }: OrderLedger, { balance }: Standing, refund: StoreRefund): boolean {
  if (!booked) return false;
  const units = [...unitsIn([refund])].filter(([, count]) => count > 0);
  const inErp = new Map(booked.document.lines.map((line) => [line.id, millionths(line.quantity.value)]));
  const isLeft = ([id, count]: [string, number]): boolean => {
    const line = balance.get(id);
    return line !== undefined && Math.min(line.surplus, (inErp.get(id) ?? 0) - line.sold) >= count;
  };
  return units.length > 0 && units.every(isLeft);
}

/** The lines under which other SKUs than the ordered ones left. */
function substitutesOf({ order, shipments }: OrderLedger): Map<string, string[]> {
  const substitutes = new Map<string, string[]>();
  if (!order) return substitutes;
  for (const { lineId, sku } of shipments.flatMap(({ shipment }) => shipment.lines)) {
    if (sku === '' || order.lines.some((line) => line.id === lineId && line.sku === sku)) continue;
    const lines = substitutes.get(sku) ?? [];
    if (!lines.includes(lineId)) substitutes.set(sku, [...lines, lineId]);
  }
  return substitutes;
}
