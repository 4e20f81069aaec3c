import { fingerprint } from '../../domain/fingerprint.ts';
import { millionths, decimal } from './amounts.ts';
import { codeFor, statusNeed } from './codes.ts';
import { commitmentsOf } from './commitments.ts';
import { wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type Told } from './ledger.ts';
import { meaningOf } from './meaning.ts';
import { fillText } from './message.ts';
import { checkCodes } from './missing.ts';
import type { Parcels } from './parcels.ts';
import { atWarehouse } from './warehouse-stage.ts';
import { wasToldVoid } from './shipment-meaning.ts';
import { isGone, statusTold, statusWeSet } from './status.ts';
import { unitsSold } from './sold.ts';
import { milliseconds } from './time.ts';

/** What the customer sees beside the parcels: the order's status in the shop, and word of goods that have to be waited for. */
export function planCustomer(draft: Draft, parcels: Parcels): void {
  if (isGone(draft.order)) return;
  if (isComplete(draft, parcels)) {
    wishStatus(draft, draft.policy.statusWhenShipped);
    return;
  }
  wishStageStatus(draft, parcels);
  wishBackorderNote(draft, parcels);
}

/** True when all that is still wanted has left and the customer was told of every parcel. */
function isComplete(draft: Draft, parcels: Parcels): boolean {
  return (
    parcels.complete && parcels.all.length > 0 && parcels.all.every(({ held, fault }) => fault === null && isTold(draft, held.shipment.id))
  );
}

function isTold({ ledger }: Draft, shipmentId: string): boolean {
  const told = own(ledger.receipts, KEYS.storeShipment(shipmentId));
  return told !== undefined && !wasToldVoid(told);
}

const ORDERED = ['backordered', 'released', 'picked', 'packed', 'partially-shipped'] as const;
type Stage = (typeof ORDERED)[number];

/** Only forwards, only what has happened, and never over what somebody set in the shop. */
function wishStageStatus(draft: Draft, parcels: Parcels): void {
  const { ledger, policy } = draft;
  if (Object.keys(policy.statuses).length === 0) return;
  const reached = stageReached(draft, parcels);
  const stage = reached === 'backordered' ? [reached] : ORDERED.slice(1, ORDERED.indexOf(reached ?? 'backordered') + 1).reverse();
  const shown = stage.find((each) => policy.statuses[each] !== undefined);
  if (!shown) return;
  const told = own(ledger.receipts, KEYS.storeStatus);
  if (told && rankOf(draft, told) >= ORDERED.indexOf(shown)) return;
  if (!isOurs(draft, told)) return;
  wishStatus(draft, policy.statuses[shown] ?? null);
}

function stageReached(draft: Draft, parcels: Parcels): Stage | null {
  const { ledger } = draft;
  if (parcels.all.some(({ held, fault }) => fault === null && isTold(draft, held.shipment.id))) return 'partially-shipped';
  const stage = atWarehouse(commitmentsOf(ledger, parcels));
  if (stage !== null) return stage;
  return ledger.erp?.stage === 'backordered' ? 'backordered' : null;
}

/** How far the status went that the shop was told last; a status that policy no longer names says nothing. */
function rankOf({ policy }: Draft, told: Told): number {
  const status = statusTold(told);
  if (status === policy.statusWhenShipped) return ORDERED.length;
  return ORDERED.findLastIndex((stage) => policy.statuses[stage] === status);
}

/** True while the shop shows what it showed when the order was sent on, or what we set last: everything else was set by a person or a plugin. */
function isOurs({ ledger, order, policy }: Draft, told: Told | undefined): boolean {
  if (!told) return policy.exportStatuses.includes(order.status) && order.status !== 'other';
  if (order.storeStatus === statusWeSet(ledger, order)) return true;
  // Our own copy of the order may be older than what we set.
  return milliseconds(order.updatedAt) <= milliseconds(told.at);
}

function wishStatus(draft: Draft, name: string | null): void {
  const { ledger, order, policy } = draft;
  if (!name || !checkCodes(draft, statusNeed(name, policy))) return;
  const status = codeFor(ledger, order, policy, { kind: 'status', side: 'store', key: name }) || name;
  if (order.storeStatus === status) return;
  wish(draft, {
    key: KEYS.storeStatus,
    connection: order.connection,
    lane: 'shipments',
    meaning: `status:${name}`,
    codes: () => status,
    document: () => ({ kind: 'order-status', schema: 1, orderId: order.id, status, note: null }),
  });
}

/** Tells of goods that are not in stock: once of each line and date. */
function wishBackorderNote(draft: Draft, parcels: Parcels): void {
  const { order, ledger, policy } = draft;
  const key = KEYS.storeNote('backorder');
  const waiting = backordered(draft, parcels);
  if (waiting.length === 0 || policy.backorderMessage === null) return;
  const marks = waiting.map(({ id, date }) => fingerprint([id, date]).slice(0, 8)).sort();
  const known = marksTold(own(ledger.receipts, key));
  if (marks.every((mark) => known.has(mark))) return;
  const items = waiting.map(({ units, name }) => `${decimal(units)} × ${name}`).join(', ');
  const dates = waiting.map(({ date }) => date).sort();
  const date = dates.includes('') ? '' : (dates.at(-1) ?? '');
  const message = fillText(policy.backorderMessage, { items, date, order: order.number });
  if (message === null) return;
  const meaning = `backorder:${marks.join('+')}`;
  const noteId = `backorder-${fingerprint(marks)}`;
  wish(draft, {
    key,
    connection: order.connection,
    lane: 'shipments',
    meaning,
    codes: () => '',
    document: () => ({ kind: 'customer-note', schema: 1, orderId: order.id, noteId, message }),
  });
}

/** Every line and date of which the customer has ever been told. */
function marksTold(told: Told | undefined): ReadonlySet<string> {
  if (!told) return new Set();
  const all = [told.fingerprint, ...told.superseded.map((stamp) => stamp.slice(stamp.indexOf('|') + 1))];
  return new Set(
    all.flatMap((each) =>
      meaningOf(each)
        .replace(/^backorder:/, '')
        .split('+'),
    ),
  );
}

/** The lines of which the ERP lacks units that have not left, with the day on which it expects them. */
function backordered({ ledger, order }: Draft, { shipped }: Parcels): { id: string; name: string; units: number; date: string }[] {
  if (ledger.erp?.stage !== 'backordered') return [];
  const sold = unitsSold(ledger, order);
  return ledger.erp.lines.flatMap(({ id, ordered, reserved, expectedAt, refused }) => {
    const line = order.lines.find((each) => each.id === id);
    if (!line || refused) return [];
    const open = Math.min(sold.get(line.id) ?? 0, millionths(ordered.value)) - (shipped.get(line.id) ?? 0);
    const units = Math.min(open, millionths(ordered.value) - millionths(reserved.value));
    return units > 0 ? [{ id: line.id, name: line.name || line.sku, units, date: (expectedAt ?? '').slice(0, 10) }] : [];
  });
}
