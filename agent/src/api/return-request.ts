import { ledgerOf, type LedgerRow } from '../database/ledgers.ts';
import type { OrderLineView, OrderView } from '../domain/order-view.ts';
import { addQuantity, compareQuantity, isZero, quantity, subtractQuantity, type Quantity } from '../domain/quantity.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import type { OrderLedger } from '../ledgers/order/ledger.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import { plan } from '../ledgers/order/plan.ts';
import { viewOf } from '../ledgers/order/view.ts';
import type { ReturnRequest } from '../protocol/orders.ts';
import type { Controls } from '../runtime/controls.ts';
import { Refused } from './refused.ts';

/** UN/ECE Rec 20: one piece. */
const PIECE = 'C62';

/** A person (or the shop) asks for a return of goods that have left; refused when more would come back than did. */
export async function requestReturn(
  controls: Controls,
  { subject, number }: Pick<LedgerRow, 'subject' | 'number'>,
  request: ReturnRequest,
  by: string,
): Promise<{ requested: true }> {
  await controls.act(subject, by, 'return', async (tx) => {
    const row = await ledgerOf(tx, subject);
    if (!row) throw new Refused(404, 'api.not-found', `The agent has not heard of order ${number} yet.`);
    const ledger = readLedger(row.body);
    const at = new Date(controls.now()).toISOString();
    const { policy, now } = { policy: controls.config.orders, now: controls.now() };
    const lines = returnLines(ledger, viewOf(ledger, plan(ledger, policy, now), policy), request);
    const exchange = request.exchange.map((line) => ({ sku: line.sku, quantity: quantity(line.quantity) }));
    const { trackingNumber } = request;
    return { kind: 'return-requested', at, id: '', lines, exchange, trackingNumber, by } satisfies OrderFact;
  });
  return { requested: true };
}

function returnLines(ledger: OrderLedger, view: OrderView, request: ReturnRequest) {
  const asked = new Set<string>();
  return request.lines.map(({ lineId, quantity: units, reason }) => {
    if (asked.has(lineId)) throw new Refused(400, 'api.input-invalid', `Line ${lineId} is named twice. Name it once with all its units.`);
    asked.add(lineId);
    const line = lineOf(view, lineId);
    const unit = ledger.order?.lines.find((one) => one.id === lineId)?.quantity.unit ?? PIECE;
    const wanted = quantity(units, unit);
    if (isZero(wanted)) throw new Refused(400, 'api.input-invalid', `Line ${lineId} has no units to return.`);
    requireReturnable(ledger, line, wanted);
    return { lineId, sku: line.sku, quantity: wanted, reason };
  });
}

/** Also a line that the shop has removed since: what left may come back. */
function lineOf({ lines }: OrderView, lineId: string): OrderLineView {
  const line = lines.find((one) => one.id === lineId);
  if (line) return line;
  const known = lines.map((one) => `${one.id} (${one.sku || one.name})`).join(', ');
  throw new Refused(400, 'api.input-invalid', `The order has no line ${lineId}. It has: ${known || 'none'}.`);
}

function requireReturnable(ledger: OrderLedger, { id, sku, name, shipped }: OrderLineView, wanted: Quantity): void {
  const back = returned(ledger, id, wanted.unit);
  if (compareQuantity(wanted, subtractQuantity(quantity(shipped, wanted.unit), back)) <= 0) return;
  const already = isZero(back) ? '' : `, and ${back.value} of them are already on their way back or returned`;
  const message = `${wanted.value} × ${sku || name} cannot be returned: ${shipped} left${already}.`;
  throw new Refused(422, 'return.not-shipped', message, { lineId: id, shipped, returned: back.value });
}

/** Units of a line in all returns that still stand: what was announced, or what came when that is more. */
function returned(ledger: OrderLedger, lineId: string, unit: string): Quantity {
  const sum = (lines: readonly { readonly lineId: string | null; readonly quantity: Quantity }[]): Quantity =>
    lines.filter((one) => one.lineId === lineId).reduce((all, one) => addQuantity(all, { ...one.quantity, unit }), quantity('0', unit));
  return Object.values(ledger.returns)
    .filter(({ erp }) => erp?.status !== 'cancelled')
    .map((one) => {
      const announced = sum(one.lines);
      const came = sum(Object.values(one.receipts).flatMap((receipt) => receipt.lines));
      return compareQuantity(announced, came) >= 0 ? announced : came;
    })
    .reduce(addQuantity, quantity('0', unit));
}
