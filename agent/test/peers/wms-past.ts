import { fromMicro, toMicro } from './decimal.ts';
import type { WmsOrder, WmsStatus } from './wms-documents.ts';

const BEFORE_PICK: readonly WmsStatus[] = ['allocated', 'released', 'exception', 'cancelled'];

/** An order as it stood when it reached a state, as a replica that lags behind would still tell it. */
export function asOf(order: WmsOrder, status: WmsStatus): WmsOrder {
  const at = order.history.findIndex((reached) => reached.status === status);
  if (at === -1) return order;
  const old = structuredClone(order);
  old.status = status;
  old.reason = null;
  old.history = old.history.slice(0, at + 1);
  const reached = old.history[at]?.at ?? old.updatedAt;
  old.shipments = status === 'partially-shipped' ? old.shipments.slice(0, 1) : status === 'shipped' ? old.shipments : [];
  const left = old.shipments.filter(({ shippedAt }) => shippedAt <= reached);
  old.shipments = left.map((shipment) => ({ ...shipment, voidedAt: null }));
  for (const line of old.lines) {
    const parts = left.flatMap(({ lines }) => lines).filter(({ ref }) => ref === line.ref);
    line.shipped = fromMicro(parts.reduce((sum, { quantity }) => sum + toMicro(quantity), 0n));
    if (BEFORE_PICK.includes(status)) line.picked = '0';
  }
  // Steps may share a millisecond; what is old must say so.
  old.updatedAt = reached < order.updatedAt ? reached : new Date(Date.parse(order.updatedAt) - 1000).toISOString();
  return old;
}
