import { fingerprint } from '../../domain/fingerprint.ts';
import { checkCodes } from './missing.ts';
import { orderNeeds } from './codes.ts';
import { fulfillmentDocument } from './documents.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { currentFulfillment, own, type HeldFulfillment, type Told } from './ledger.ts';
import type { Parcels } from './parcels.ts';
import { isChanged } from './record-retry.ts';
import { isPaused } from './status.ts';

/** After the ERP has the order: what stands in the way of the warehouse, the request to it, and what it reports. */
export function planFulfillment(draft: Draft, exported: Told, parcels: Parcels): void {
  const { ledger } = draft;
  const changed = checkChanged(draft);
  const state = currentFulfillment(ledger);
  if (state) checkMilestone(draft, state, parcels);
  const stage = ledger.erp?.stage ?? null;
  if (stage === 'cancelled') {
    const message = 'The order was cancelled in the ERP, but the shop still sells it. Cancel it in the shop too.';
    raise(draft, { code: 'erp.cancelled-there', message });
    return;
  }
  if (!exported.receipt.foreign && !ledger.erp) {
    raise(draft, {
      key: KEYS.salesOrder,
      code: 'erp.order-refused',
      message: 'The ERP took the order, but gave it no id.',
      retriable: true,
    });
    return;
  }
  const sent = state ?? own(ledger.receipts, KEYS.fulfillmentOrder(ledger.fulfillmentNumber));
  if (sent || parcels.complete || changed || isPaused(draft.order)) return;
  if (stage === 'backordered') raiseBackordered(draft);
  if (stage === 'reserved') wishFulfillment(draft, parcels);
}

function checkChanged(draft: Draft): boolean {
  const { ledger } = draft;
  if (!isChanged(ledger) || ledger.reviewed.changed === ledger.meaning) return false;
  const message =
    'Lines, amounts, notes or addresses of the order were changed in the shop after the ERP had taken it. Bring the ERP and the warehouse in line, then retry.';
  raise(draft, { code: 'order.changed-after-export', message, retriable: true });
  return true;
}

function raiseBackordered(draft: Draft): void {
  const short = (draft.ledger.erp?.lines ?? []).filter((line) => Number(line.reserved.value) < Number(line.ordered.value));
  const names = short.map((line) => {
    const ours = draft.order.lines.find((each) => each.id === line.id);
    const when = line.expectedAt ? `, expected ${line.expectedAt.slice(0, 10)}` : '';
    return `${ours ? ours.sku || ours.name : line.foreignId} (${line.reserved.value} of ${line.ordered.value} reserved${when})`;
  });
  const message = `The ERP has no stock for ${names.join('; ') || 'some lines'}. The order waits until all of it is reserved.`;
  raise(draft, { code: 'erp.backordered', message });
}

function wishFulfillment(draft: Draft, { shipped }: Parcels): void {
  const { ledger, order, policy } = draft;
  if (order.lines.length > policy.maxLines) return;
  if (!checkCodes(draft, onlyWarehouse(draft))) return;
  const document = fulfillmentDocument(ledger, order, policy, shipped);
  if (document.lines.length === 0) return;
  wish(draft, {
    key: KEYS.fulfillmentOrder(ledger.fulfillmentNumber),
    connection: policy.wms,
    lane: 'orders',
    meaning: fingerprint(document),
    document: () => document,
  });
}

function* onlyWarehouse({ order, policy }: Draft): ReturnType<typeof orderNeeds> {
  for (const need of orderNeeds(order, policy)) if (need.side === 'wms') yield need;
}

function checkMilestone(draft: Draft, state: HeldFulfillment, parcels: Parcels): void {
  const name = `Fulfillment order ${state.number ?? state.id}`;
  if (state.milestone === 'cancelled' && !parcels.complete) {
    const message = `${name} was cancelled in the warehouse, but the shop still sells it. Ask the warehouse, then retry to send it again.`;
    raise(draft, { code: 'wms.cancelled-there', message, retriable: true });
  }
  if (state.milestone === 'exception')
    raise(draft, { code: 'wms.exception', message: `The warehouse reports a problem with ${name.toLowerCase()}.` });
  if (state.milestone === 'backordered')
    raise(draft, { code: 'wms.exception', message: `The warehouse lacks stock for ${name.toLowerCase()}.` });
}
