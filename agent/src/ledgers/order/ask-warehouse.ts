import { TOO_LATE_TO_CANCEL } from '../../domain/milestone.ts';
import type { OutboundCancellation, OutboundFulfillmentChange } from '../../domain/outbound.ts';
import { decimal, millionths } from './amounts.ts';
import { requestChanges } from './change-set.ts';
import { shippingMethod, warehouseNeeds } from './codes.ts';
import type { Commitment } from './commitments.ts';
import { fulfillmentDocument, substitutesOf, type Request } from './documents.ts';
import { wish, type Draft } from './draft.ts';
import { KEYS } from './keys.ts';
import { own, type HeldFulfillment, type Told } from './ledger.ts';
import { policyAt } from './locations.ts';
import { requestMeaning, termsOf } from './meaning.ts';
import { checkCodes } from './missing.ts';
import { askAnywayKey } from './record-retry.ts';
import { isAccepted } from './record-receipt.ts';

/** How a warehouse answered: not yet, yes, or no (with its words); `late` when it was not even asked. */
export type Answer =
  | { readonly kind: 'waiting' | 'yes' | 'missing' }
  | { readonly kind: 'no'; readonly verdict: 'too-late' | 'refused' | 'late'; readonly note: string };

/** Asks the warehouse to make a fulfillment order what it should be: so many units of each line, shipped ones included, under today's terms. */
export function askChange(draft: Draft, commitment: Commitment, lines: ReadonlyMap<string, number>): Answer {
  const { ledger, order } = draft;
  const { request, reference } = commitment;
  const policy = policyAt(draft.policy, request.connection);
  const asked = order.lines.filter(({ id }) => (lines.get(id) ?? 0) > 0);
  const at = { ...draft, policy };
  if (!checkCodes(at, warehouseNeeds(order, policy, request.location || policy.location, asked))) return { kind: 'missing' };
  const key = KEYS.wmsChange(request.number);
  const terms = wantedTerms(draft, reference);
  const document = (): OutboundFulfillmentChange => {
    const wanted = fulfillmentDocument(ledger, order, policy, { reference, location: request.location, lines } satisfies Request);
    const changes = requestChanges(request, wanted, terms);
    return {
      kind: 'fulfillment-change',
      schema: 1,
      reference,
      foreignId: foreignId(draft, request.number, commitment.state),
      changes,
      order: wanted,
    };
  };
  const told = wish(draft, {
    key,
    connection: policy.wms,
    lane: 'orders',
    meaning: requestMeaning(pairs(lines), terms),
    codes: (change) => [change.foreignId, change.order.serviceCode, change.order.lines.map(({ itemCode }) => itemCode), again(draft, key)],
    document,
  });
  return answerOf(draft, key, told);
}

/** The terms that a fulfillment order should have. */
export function wantedTerms({ ledger, order, policy }: Draft, reference: string): string {
  return termsOf(order, shippingMethod(order), substitutesOf(ledger, policy, reference));
}

/** Units by line as text, in one order, without the lines that have none. */
export function pairs(lines: ReadonlyMap<string, number>): [string, string][] {
  return [...lines]
    .filter(([, units]) => units > 0)
    .map(([id, units]): [string, string] => [id, decimal(units)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

interface Cancelled {
  readonly number: number;
  readonly reference: string;
  readonly connection: Draft['policy']['wms'];
  readonly state: HeldFulfillment | undefined;
  readonly reason: string;
}

/** Asks the warehouse to give back a whole fulfillment order. */
export function askCancel(draft: Draft, { number, reference, connection, state, reason }: Cancelled): Answer {
  const key = KEYS.wmsCancel(number);
  const id = foreignId(draft, number, state);
  const document: OutboundCancellation = { kind: 'cancellation', schema: 1, of: 'fulfillment-order', foreignId: id, reference, reason };
  const told = wish(draft, {
    key,
    connection,
    lane: 'orders',
    meaning: `cancel:${reference}`,
    codes: () => [id, draft.ledger.asked],
    document: () => document,
  });
  return answerOf(draft, key, told);
}

/** True when asking would be of no use: the goods are picked already, and nobody has said to ask all the same. `less` are the units to give back; a warehouse that counts what it picked can still give back the rest. */
export function isTooLate(draft: Draft, key: string, state: HeldFulfillment | undefined, less: ReadonlyMap<string, number>): boolean {
  if (!state?.reached || !TOO_LATE_TO_CANCEL.has(state.reached) || state.reached === 'partially-shipped') return false;
  const { ledger } = draft;
  if (own(ledger.decisions, askAnywayKey(key, state)) || own(ledger.receipts, key)) return false;
  const told = new Map(state.lines.map((line) => [line.lineId, line]));
  return [...less].some(([id, units]) => {
    const line = told.get(id);
    if (!line) return true;
    const busy = Math.max(millionths(line.picked.value), millionths(line.shipped.value)) + millionths(line.short.value);
    return units > millionths(line.requested.value) - busy;
  });
}

/** A change that goes back to what it was before is a new one. */
export function again({ ledger }: Draft, key: string): unknown {
  const told = own(ledger.receipts, key);
  return [ledger.asked, told ? told.superseded.length + 1 : 0];
}

function answerOf(draft: Draft, key: string, told: Told | null): Answer {
  if (!told) return draft.deliveries.some((each) => each.key === key) ? { kind: 'waiting' } : { kind: 'no', verdict: 'refused', note: '' };
  const { receipt } = told;
  if (isAccepted(receipt)) return { kind: 'yes' };
  return { kind: 'no', verdict: receipt.verdict === 'refused' ? 'refused' : 'too-late', note: receipt.note ?? '' };
}

function foreignId({ ledger }: Draft, number: number, state: HeldFulfillment | undefined): string {
  return own(ledger.receipts, KEYS.fulfillmentOrder(number))?.receipt.foreign?.id ?? state?.id ?? `${ledger.reference}/${number}`;
}
