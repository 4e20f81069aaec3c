import { cancelledThereKey } from './commitments.ts';
import { raise, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { numberOf, own, type HeldFulfillment } from './ledger.ts';
import { unknownKey } from './parcels.ts';
import { isAccepted } from './record-receipt.ts';
import type { Standing } from './standing.ts';

/** What warehouses report that a person must see. `isBlocked` while one of them has cancelled what nobody knows the contents of. */
export function planReports(draft: Draft, standing: Standing): { isBlocked: boolean } {
  const { ledger } = draft;
  let isBlocked = false;
  for (const [reference, state] of Object.entries(ledger.fulfillments)) {
    const isKnown = own(ledger.requests, reference) !== undefined;
    if (state.milestone === 'cancelled') {
      const told = own(ledger.receipts, KEYS.wmsCancel(numberOf(reference)));
      // One that it did not take back when we asked, and then cancelled by itself, is cancelled unasked.
      const isOpen = !standing.parcels.complete && !(told && isAccepted(told.receipt));
      if (!isOpen || own(ledger.decisions, cancelledThereKey(reference))) continue;
      raiseCancelled(draft, reference, state);
      if (!isKnown) isBlocked = true;
    } else if (isKnown) raiseTrouble(draft, reference, state);
  }
  return { isBlocked };
}

/** Fulfillment orders that we never asked for; one that we are just asking for is only quicker than its answer. */
export function planUnknown(draft: Draft, standing: Standing): void {
  const { ledger } = draft;
  const doubtful = standing.parcels.all.flatMap(({ held, fault }) => (fault?.kind === 'unrequested' ? [held.shipment] : []));
  const references = new Set([...Object.keys(ledger.fulfillments), ...doubtful.map((each) => each.fulfillmentReference)]);
  for (const reference of references) {
    const key = unknownKey(reference);
    const isKnown = own(ledger.requests, reference) ?? own(ledger.decisions, key);
    const state = own(ledger.fulfillments, reference);
    const number = numberOf(reference);
    const isAsked = draft.deliveries.some((each) => each.key === KEYS.fulfillmentOrder(number) || each.key === KEYS.wmsCancel(number));
    const parcels = doubtful.filter((each) => each.fulfillmentReference === reference);
    const isOver = state?.milestone === 'cancelled' && parcels.length === 0;
    if (isKnown || isOver || (isAsked && reference === `${ledger.reference}/${number}`)) continue;
    const left = parcels.length === 0 ? '' : ` Shipment ${parcels.map(({ id }) => id).join(', ')} left through it; nobody was told.`;
    const message = `The warehouse works on fulfillment order ${[state?.number, `(${reference})`].filter(Boolean).join(' ')}, which was never requested.${left} Ask it to stop.`;
    const choices = [{ id: 'accept', label: 'It belongs to this order: let its parcels count' }];
    raise(draft, { key, code: 'wms.fulfillment-unknown', message, choices });
  }
}

function raiseCancelled(draft: Draft, reference: string, { number, id }: HeldFulfillment): void {
  const message = `Fulfillment order ${number ?? id} was cancelled in the warehouse, but the shop still sells it. Ask the warehouse, then retry to send it again.`;
  const choices = [{ id: 'again', label: 'Send it again' }];
  raise(draft, { key: cancelledThereKey(reference), code: 'wms.cancelled-there', message, retriable: true, choices });
}

function raiseTrouble(draft: Draft, reference: string, { number, id, milestone, lines }: HeldFulfillment): void {
  const name = `fulfillment order ${number ?? id}`;
  const key = `wms.exception:${reference}`;
  if (milestone === 'exception') raise(draft, { key, code: 'wms.exception', message: `The warehouse reports a problem with ${name}.` });
  // A warehouse that says which units it lacks is asked about those.
  if (milestone === 'backordered' && !lines.some(({ short }) => Number(short.value) > 0))
    raise(draft, { key, code: 'wms.exception', message: `The warehouse lacks stock for ${name}.` });
}
