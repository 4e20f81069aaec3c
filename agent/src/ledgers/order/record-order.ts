import type { SalesOrder } from '../../domain/sales-order.ts';
import { decimal, millionths } from './amounts.ts';
import { changedStill } from './erp-changes.ts';
import type { OrderFact } from './facts.ts';
import { own, type OrderLedger } from './ledger.ts';
import { orderMeaning, sameText } from './meaning.ts';
import { netOrder } from './net-order.ts';
import { classifyRefunds } from './refunds.ts';
import { cancelsOf, unitsSold } from './sold.ts';
import { compareTimes } from './time.ts';

/** Folds a version of the store's order in: its refunds are told apart, and the most that was ever sold of each line is kept. */
export function recordOrder(ledger: OrderLedger, fact: Extract<OrderFact, { kind: 'captured' }>): OrderLedger {
  const held = ledger.order;
  if (held && compareTimes(fact.order.updatedAt, held.updatedAt) < 0) return ledger;
  const told = held ? keepContents(held, fact.order) : fact.order;
  if (held && sameText(held, told)) return ledger;
  const ordered = mostOrdered(ledger.ordered, told);
  const { order, refunds } = classifyRefunds({ ...ledger, ordered }, told);
  if (held && sameText(held, order)) return ledger;
  const meaning = orderMeaning(netOrder(order, cancelsOf({ refunds }, order)));
  const changedThere = changedStill(ledger, () => unitsSold({ refunds }, order));
  return { ...ledger, order, refunds, ordered, meaning, changedThere, capturedAt: ledger.capturedAt ?? fact.at };
}

/** A deleted order comes as an empty shell; what it held is still true of the parcels and of the ERP. */
function keepContents(held: SalesOrder, order: SalesOrder): SalesOrder {
  if (order.status !== 'deleted' || order.lines.length > 0) return order;
  return { ...held, status: order.status, storeStatus: order.storeStatus, updatedAt: order.updatedAt };
}

function mostOrdered(ordered: OrderLedger['ordered'], { lines }: SalesOrder): OrderLedger['ordered'] {
  const units = new Map<string, number>();
  for (const { id, quantity } of lines) units.set(id, (units.get(id) ?? 0) + Math.max(0, millionths(quantity.value)));
  const news = lines.filter(({ id }) => millionths(own(ordered, id)?.units ?? '-1') < (units.get(id) ?? 0));
  if (news.length === 0) return ordered;
  const entries = news.map(({ id, sku, name }) => [id, { sku, name, units: decimal(units.get(id) ?? 0) }] as const);
  return { ...ordered, ...Object.fromEntries(entries) };
}
