import type { OutboundCancellation } from '../../domain/outbound.ts';
import { millionths } from './amounts.ts';
import { askCancel } from './ask-warehouse.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { numberOf, own, type HeldFulfillment, type Told } from './ledger.ts';
import { planErpChange } from './plan-change.ts';
import { isAccepted } from './record-receipt.ts';
import type { Standing } from './standing.ts';
import { isGone } from './status.ts';
import { takeBack } from './take-back.ts';

/** Nothing more is to leave: first the warehouses give it back, then the ERP does. What left all the same, or will, stays booked there. */
export function planCancellation(draft: Draft, exported: Told, standing: Standing): void {
  if (!standing.isCancelled || isAfterwards(draft, standing)) return;
  const answer = takeBack(draft, standing);
  const isClear = cancelUnknown(draft);
  if (answer === 'waiting' || !isClear) return;
  const isKept = standing.parcels.shipped.size > 0 || standing.active.size > 0;
  if (isKept) planErpChange(draft, exported, standing);
  else if (draft.ledger.erp?.stage !== 'cancelled') cancelErp(draft, exported);
  else if (!isGone(draft.order)) cancelInStore(draft);
}

/** What happens to an order after everything in the ERP has left and was told (a refund, a clean-up) is no cancellation. */
export function isAfterwards({ ledger, order }: Draft, { parcels, active }: Standing): boolean {
  if (!isGone(order) || !parcels.complete || active.size > 0) return false;
  const isBooked = ledger.booked?.document.lines.every(({ id, quantity }) => millionths(quantity.value) <= (parcels.shipped.get(id) ?? 0));
  return isBooked !== false && parcels.all.every(({ held }) => own(ledger.receipts, KEYS.storeShipment(held.shipment.id)) !== undefined);
}

/** A request whose answer was lost may be at the warehouse all the same: its own report says so. True when none is. */
function cancelUnknown(draft: Draft): boolean {
  const { ledger, policy } = draft;
  let isClear = true;
  for (const [reference, state] of Object.entries(ledger.fulfillments)) {
    const number = numberOf(reference);
    const isOurs = number > 0 && reference === `${ledger.reference}/${number}`;
    if (!isOurs || own(ledger.requests, reference) || ENDED.has(state.milestone)) continue;
    const reason = `The order is ${draft.order.status} in the shop.`;
    const answer = askCancel(draft, { number, reference, connection: policy.wms, state, reason });
    if (answer.kind === 'yes') continue;
    isClear = false;
    if (answer.kind === 'no') raiseNotCancelled(draft, KEYS.wmsCancel(number), state, answer);
  }
  return isClear;
}

const ENDED: ReadonlySet<HeldFulfillment['milestone']> = new Set(['cancelled', 'shipped', 'returned']);

function raiseNotCancelled(draft: Draft, key: string, state: HeldFulfillment, { verdict, note }: { verdict: string; note: string }): void {
  const code = verdict === 'refused' ? 'cancel.refused' : 'cancel.too-late';
  const message = `The order is ${draft.order.status} in the shop, but the warehouse does not give back fulfillment order ${state.number ?? state.id}${note === '' ? '' : ` (${note})`}.`;
  raise(draft, { key, code, message, retriable: true });
}

function cancelErp(draft: Draft, exported: Told): void {
  const { ledger, policy, order } = draft;
  const foreignId = exported.receipt.foreign?.id ?? ledger.erp?.id ?? ledger.reference;
  const reason = `The order is ${order.status} in the shop.`;
  const document: OutboundCancellation = {
    kind: 'cancellation',
    schema: 1,
    of: 'sales-order',
    foreignId,
    reference: ledger.reference,
    reason,
  };
  const told = wish(draft, {
    key: KEYS.erpCancel,
    connection: policy.erp,
    lane: 'orders',
    meaning: `cancel:${ledger.reference}`,
    codes: () => [foreignId, ledger.asked],
    document: () => document,
  });
  if (!told || isAccepted(told.receipt)) return;
  const { verdict, note } = told.receipt;
  const because = note ? ` (${note})` : '';
  const isRefused = verdict === 'refused';
  const message = isRefused
    ? `The ERP did not take the cancellation${because}. Cancel the order there by hand, then retry.`
    : `The order is ${order.status} in the shop, but the ERP says that it is too late${because}. Stop the parcel, or let it come back as a return; then retry.`;
  raise(draft, { key: KEYS.erpCancel, code: isRefused ? 'cancel.refused' : 'cancel.too-late', message, retriable: true });
}

/** A cancellation in the ERP that is followed ends in the shop. */
function cancelInStore(draft: Draft): void {
  const { order } = draft;
  wish(draft, {
    key: KEYS.storeStatus,
    connection: order.connection,
    lane: 'orders',
    meaning: 'status:cancelled',
    document: () => ({
      kind: 'order-status',
      schema: 1,
      orderId: order.id,
      status: 'cancelled',
      note: 'The order was cancelled in the ERP.',
    }),
  });
}
