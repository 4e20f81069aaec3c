import type { FulfillmentLine, FulfillmentState } from '../../domain/fulfillment-state.ts';
import { millionths } from './amounts.ts';
import { own, type OrderLedger } from './ledger.ts';

/** Why a report of the warehouse cannot be true, with the line and both values; null when it can. */
export function contradictionIn(ledger: OrderLedger, state: FulfillmentState): string | null {
  for (const line of state.lines) {
    const message = inLine(ledger, state, line);
    if (message !== null) return message;
  }
  for (const { id, fulfillmentReference: reference } of state.shipments) {
    const held = ledger.shipments.find(({ shipment }) => shipment.id === id);
    const other = held?.shipment.fulfillmentReference;
    if (other !== undefined && other !== reference)
      return `Shipment ${id} belongs to fulfillment order ${other}; now it is reported with ${reference}.`;
  }
  return null;
}

const COUNTS = ['requested', 'picked', 'shipped', 'short'] as const;

function inLine(ledger: OrderLedger, { reference }: FulfillmentState, line: FulfillmentLine): string | null {
  const ordered = own(ledger.ordered, line.lineId);
  const where = `of ${ordered?.sku || ordered?.name || line.lineId} in fulfillment order ${reference}`;
  // Before the order itself is known its lines are not either.
  if (!ordered && ledger.order)
    return `The warehouse reports line ${line.lineId} in fulfillment order ${reference}, which the order does not have.`;
  const negative = COUNTS.find((count) => millionths(line[count].value) < 0);
  if (negative) return `The warehouse reports ${line[negative].value} ${negative} ${where}.`;
  const requested = millionths(line.requested.value);
  const picked = millionths(line.picked.value);
  const shipped = millionths(line.shipped.value);
  // More shipped than requested is no slip of the pen: the parcel tells, and a person is asked about it.
  if (picked > Math.max(requested, shipped))
    return `The warehouse reports ${line.picked.value} picked ${where}, but only ${line.requested.value} requested.`;
  if (shipped <= requested && shipped + millionths(line.short.value) > requested)
    return `The warehouse reports ${line.shipped.value} shipped and ${line.short.value} short ${where}, but only ${line.requested.value} requested.`;
  return null;
}
