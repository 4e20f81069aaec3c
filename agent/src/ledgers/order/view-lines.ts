import type { OrderLineView } from '../../domain/order-view.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { decimal, millionths } from './amounts.ts';
import type { LineBalance } from './balance.ts';
import { KEYS } from './keys.ts';
import { own, type OrderLedger } from './ledger.ts';
import { lineOf } from './order-lines.ts';
import { unitsIn } from './sold.ts';
import type { Standing } from './standing.ts';

/** Every line that the store ever sold over all parties: those of the order first, as they stand there. */
export function lineViews(ledger: OrderLedger, order: SalesOrder, standing: Standing): OrderLineView[] {
  const { balance } = standing;
  const ids = new Set([...order.lines.map(({ id }) => id), ...balance.keys()]);
  const counts = { requested: requestedOf(standing), returned: returnedOf(ledger, order), refunded: unitsIn(order.refunds) };
  return [...ids].flatMap((id) => {
    const line = balance.get(id);
    return line ? [lineView(ledger, order, line, counts)] : [];
  });
}

type Counts = Readonly<Record<'requested' | 'returned' | 'refunded', ReadonlyMap<string, number>>>;

function lineView(ledger: OrderLedger, order: SalesOrder, line: LineBalance, counts: Counts): OrderLineView {
  const { id, sku, ordered, shipped, open, cancelled } = line;
  const { units, expectedAt } = backorderOf(ledger, line);
  const count = (map: ReadonlyMap<string, number>): string => decimal(map.get(id) ?? 0);
  return {
    id,
    sku,
    name: lineOf(order, id)?.name ?? line.name,
    ordered: decimal(ordered),
    inErp: inErp(ledger, line),
    requested: count(counts.requested),
    shipped: decimal(shipped),
    open: decimal(open),
    cancelled: decimal(cancelled),
    backordered: decimal(units),
    expectedAt,
    returned: count(counts.returned),
    refunded: count(counts.refunded),
  };
}

/** What the ERP says itself, else what it was last told. */
function inErp({ erp, booked, receipts }: OrderLedger, { id, ordered }: LineBalance): string {
  const told = erp?.lines.find((each) => each.id === id)?.ordered ?? booked?.document.lines.find((each) => each.id === id)?.quantity;
  if (told) return told.value;
  return booked || own(receipts, KEYS.salesOrder) === undefined ? '0' : decimal(ordered);
}

/** Open units that the ERP has not reserved and waits for. */
function backorderOf({ erp }: OrderLedger, { id, open }: LineBalance): { units: number; expectedAt: string | null } {
  const line = erp?.lines.find((each) => each.id === id);
  if (!line || line.refused || (erp?.stage !== 'backordered' && line.expectedAt === null)) return { units: 0, expectedAt: null };
  const units = Math.max(0, Math.min(open, millionths(line.ordered.value) - millionths(line.reserved.value)));
  return { units, expectedAt: units > 0 ? line.expectedAt : null };
}

/** What warehouses took on, and of what they gave back only what has left all the same. */
function requestedOf({ commitments }: Standing): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { closed, lines } of commitments)
    for (const [id, { requested, shipped }] of lines) sum.set(id, (sum.get(id) ?? 0) + (closed === 'no' ? requested : shipped));
  return sum;
}

function returnedOf({ returns }: OrderLedger, order: SalesOrder): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { receipts } of Object.values(returns))
    for (const { lines } of Object.values(receipts))
      for (const { lineId, sku, quantity } of lines) {
        const id = lineId ?? order.lines.find((line) => line.sku === sku)?.id;
        if (id !== undefined) sum.set(id, (sum.get(id) ?? 0) + Math.max(0, millionths(quantity.value)));
      }
  return sum;
}
