import type { OutboundDocument } from '../../domain/outbound.ts';
import type { HoldView } from '../../domain/order-view.ts';
import type { Lane, Plan, PlannedDelivery, PlannedException } from '../../domain/plan.ts';
import type { ConnectionId } from '../../domain/reference.ts';
import type { SalesOrder } from '../../domain/sales-order.ts';
import { isErrorCode } from '../../errors/codes.ts';
import { own, type OrderLedger, type Told } from './ledger.ts';
import { joinFingerprint, meaningOf } from './meaning.ts';
import type { OrderPolicy } from './policy.ts';

/** A plan in the making, with all that its rules may look at. */
export interface Draft {
  readonly ledger: OrderLedger;
  readonly order: SalesOrder;
  readonly policy: OrderPolicy;
  readonly now: number;
  readonly deliveries: PlannedDelivery[];
  readonly exceptions: Map<string, PlannedException>;
  readonly holds: HoldView[];
  wakeAt: number | null;
}

/** What a party should hold. `codes` are the parts of the document that are not ours, absent when the meaning covers all of it; they and the document are only worked out when it has to be sent. */
export interface Wish<D extends OutboundDocument> {
  readonly key: string;
  readonly connection: ConnectionId;
  readonly lane: Lane;
  readonly meaning: string;
  readonly codes?: (document: D) => unknown;
  readonly document: () => D;
}

/** Starts an empty plan. */
export function startDraft(ledger: OrderLedger, order: SalesOrder, policy: OrderPolicy, now: number): Draft {
  return { ledger, order, policy, now, deliveries: [], exceptions: new Map(), holds: [], wakeAt: null };
}

/** Plans a delivery unless it was acknowledged with this meaning (then its receipt comes back) or refused just like this. */
export function wish<D extends OutboundDocument>(draft: Draft, wanted: Wish<D>): Told | null {
  const { key, connection, lane, meaning } = wanted;
  const told = own(draft.ledger.receipts, key);
  if (draft.deliveries.some((each) => each.key === key)) return null;
  // Before an order is exported, a cut-over asks another ERP: what the one before it said is not its word.
  const isTheirs = told?.connection === null || told?.connection === connection;
  if (told && isTheirs && meaningOf(told.fingerprint) === meaning) return told;
  const document = wanted.document();
  const fingerprint = wanted.codes ? joinFingerprint(meaning, wanted.codes(document)) : meaning;
  const refusal = own(draft.ledger.refusals, key);
  if (refusal?.fingerprint !== fingerprint) draft.deliveries.push({ key, connection, lane, fingerprint, document });
  else raise(draft, { key, code: isErrorCode(refusal.code) ? refusal.code : 'delivery.refused', message: refusal.reason, retriable: true });
  return null;
}

/** Tells a person; `key` is the code unless one order can have several of them. */
export function raise(draft: Draft, exception: Pick<PlannedException, 'code' | 'message'> & Partial<PlannedException>): void {
  const key = exception.key ?? exception.code;
  if (!draft.exceptions.has(key)) draft.exceptions.set(key, { missing: null, retriable: false, choices: [], ...exception, key });
}

/** Asks to be planned again at a time, the earliest of all that asked. */
export function wakeAt(draft: Draft, time: number): void {
  draft.wakeAt = draft.wakeAt === null ? time : Math.min(draft.wakeAt, time);
}

/** The finished plan. */
export function finish(draft: Draft): Plan {
  const { deliveries, exceptions, holds } = draft;
  return { deliveries, exceptions: [...exceptions.values()], wakeAt: draft.wakeAt, ...(holds.length > 0 && { holds }) };
}
