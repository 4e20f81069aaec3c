import { TOO_LATE_TO_CANCEL } from '../../domain/milestone.ts';
import type { OutboundCancellation } from '../../domain/outbound.ts';
import { raise, wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { currentFulfillment, fulfillmentReference, own, type Told } from './ledger.ts';
import type { Parcels } from './parcels.ts';

type Answer = 'accepted' | 'open';

/** The shop no longer sells an order that the ERP has: first the warehouse gives it back, then the ERP; too late is told to a person. */
export function planCancellation(draft: Draft, exported: Told, parcels: Parcels): void {
  if (isTold(draft, parcels)) return;
  if (cancelWarehouse(draft, parcels) === 'accepted') cancelErp(draft, exported);
}

/** What happens to an order after its last parcel was told (a refund, a clean-up) is no cancellation. */
function isTold({ ledger }: Draft, parcels: Parcels): boolean {
  return parcels.complete && parcels.all.every(({ held }) => own(ledger.receipts, KEYS.storeShipment(held.shipment.id)) !== undefined);
}

function cancelWarehouse(draft: Draft, parcels: Parcels): Answer {
  const { ledger, policy } = draft;
  const key = KEYS.wmsCancel(ledger.fulfillmentNumber);
  const state = currentFulfillment(ledger);
  const requested = own(ledger.receipts, KEYS.fulfillmentOrder(ledger.fulfillmentNumber));
  const verdict = own(ledger.receipts, key)?.receipt.verdict;
  const { tooLate: reviewed } = ledger.reviewed;
  if (parcels.all.length > 0) return reviewed === 'left' ? 'open' : tooLate(draft, key, 'parcels have already left');
  if (!state && !requested) return 'accepted';
  if (state?.milestone === 'cancelled') return 'accepted';
  if (verdict !== 'accepted' && reviewed === 'no' && state?.reached && TOO_LATE_TO_CANCEL.has(state.reached))
    return tooLate(draft, key, `it was already ${state.reached}`);
  return askToCancel(draft, {
    key,
    connection: policy.wms,
    of: 'fulfillment-order',
    foreignId: requested?.receipt.foreign?.id ?? state?.id ?? fulfillmentReference(ledger),
    reference: fulfillmentReference(ledger),
    whom: 'The warehouse',
  });
}

function cancelErp(draft: Draft, exported: Told): void {
  const { ledger, policy } = draft;
  if (ledger.erp?.stage === 'cancelled') return;
  const foreignId = exported.receipt.foreign?.id ?? ledger.erp?.id ?? ledger.reference;
  askToCancel(draft, {
    key: KEYS.erpCancel,
    connection: policy.erp,
    of: 'sales-order',
    foreignId,
    reference: ledger.reference,
    whom: 'The ERP',
  });
}

interface Asked extends Pick<OutboundCancellation, 'of' | 'foreignId' | 'reference'> {
  readonly key: string;
  readonly connection: Draft['policy']['erp'];
  readonly whom: string;
}

function askToCancel(draft: Draft, { key, connection, whom, of, foreignId, reference }: Asked): Answer {
  const reason = `The order is ${draft.order.status} in the shop.`;
  const document: OutboundCancellation = { kind: 'cancellation', schema: 1, of, foreignId, reference, reason };
  const told = wish(draft, {
    key,
    connection,
    lane: 'orders',
    meaning: `cancel:${reference}`,
    codes: () => [foreignId, draft.ledger.asked],
    document: () => document,
  });
  if (!told) return 'open';
  const { verdict, note } = told.receipt;
  if (verdict === null || verdict === 'accepted') return 'accepted';
  const because = note ? ` (${note})` : '';
  if (verdict !== 'refused') return tooLate(draft, key, `${whom.toLowerCase()} says that it is too late${because}`);
  raise(draft, {
    key,
    code: 'cancel.refused',
    message: `${whom} did not take the cancellation${because}. Cancel the order there by hand, then retry.`,
    retriable: true,
  });
  return 'open';
}

function tooLate(draft: Draft, key: string, because: string): Answer {
  const message = `The order is ${draft.order.status} in the shop, but ${because}. Stop the parcel, or let it come back as a return; then retry.`;
  raise(draft, { key, code: 'cancel.too-late', message, retriable: true });
  return 'open';
}
