import type { Logger } from '../connector/tools.ts';
import type { Tx } from '../database/database.ts';
import { armDelivery, deliveriesOf, setDelivery, type DeliveryHead } from '../database/deliveries.ts';
import { ledgerOf, saveLedger, type LedgerRow } from '../database/ledgers.ts';
import { lookUp } from '../database/mappings.ts';
import { addTrace } from '../database/trace.ts';
import { reviveEnvelope, wakeWaiting } from '../database/envelopes.ts';
import { envelopesParkedFor } from '../database/exceptions.ts';
import { fingerprint } from '../domain/fingerprint.ts';
import { LANES, type Plan, type PlannedDelivery } from '../domain/plan.ts';
import { orderReference, splitSubject, type ConnectionId, type SubjectKey } from '../domain/reference.ts';
import { describeFact } from '../ledgers/order/describe.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import { KEYS } from '../ledgers/order/keys.ts';
import { emptyLedger, type OrderLedger } from '../ledgers/order/ledger.ts';
import { readLedger } from '../ledgers/order/read-ledger.ts';
import { lookupsNeeded } from '../ledgers/order/lookups.ts';
import { plan } from '../ledgers/order/plan.ts';
import type { OrderPolicy } from '../ledgers/order/policy.ts';
import { record } from '../ledgers/order/record.ts';
import { viewOf } from '../ledgers/order/view.ts';
import { reconcileExceptions } from './subject-exceptions.ts';

/** What recording needs to know beside the facts. */
export interface RecordingContext {
  readonly policy: OrderPolicy;
  readonly mode: 'live' | 'shadow';
  readonly deadlineMs: number;
  readonly now: () => number;
  readonly log: Logger;
}

/** What came of it: the connections that have something new to send. */
export interface Recorded {
  readonly subject: SubjectKey;
  readonly connections: readonly string[];
  readonly wakeAt: number | null;
}

/**
 * Folds facts into a subject's ledger, plans anew, and brings intents and exceptions in line with the plan, all in the caller's transaction.
 * With no facts it only plans again. `from` is the connection that told the facts, null for a person or the clock.
 */
export async function recordFacts(
  tx: Tx,
  context: RecordingContext,
  subject: SubjectKey,
  facts: readonly OrderFact[],
  from: ConnectionId | null = null,
): Promise<Recorded> {
  const now = context.now();
  const row = await ledgerOf(tx, subject);
  const before = row ? readLedger(row.body) : emptyLedger(subject);
  // Without news, or when a person asks, it is the mappings that may have changed.
  const anew = facts.every((fact) => fact.kind === 'retried');
  const folded = await match(tx, context, facts.reduce(record, before), anew);
  const planned = plan(folded, context.policy, now);
  await traceFacts(tx, { policy: context.policy, from, now }, subject, facts);
  const connections = await reconcileDeliveries(tx, context, subject, planned, now);
  const exceptionsChanged = await reconcileExceptions(tx, subject, folded, planned.exceptions, now);
  await save(tx, row, { ledger: folded, planned, policy: context.policy }, exceptionsChanged || connections.length > 0, now);
  if (!row) await wakeEarly(tx, subject);
  return { subject, connections, wakeAt: planned.wakeAt };
}

/** Documents that came before their order are read now, also those of which a person was told meanwhile. */
async function wakeEarly(tx: Tx, subject: SubjectKey): Promise<void> {
  await wakeWaiting(tx, orderReference(subject));
  for (const id of await envelopesParkedFor(tx, splitSubject(subject).id)) await reviveEnvelope(tx, id);
}

/** Looks up the codes that the ledger still lacks (all of them when `anew`); found ones become a fact like any other. */
async function match(tx: Tx, context: RecordingContext, ledger: OrderLedger, anew: boolean): Promise<OrderLedger> {
  const needed = lookupsNeeded(ledger, context.policy, anew);
  if (needed.length === 0) return ledger;
  const codes = await lookUp(tx, needed);
  if (Object.keys(codes).length === 0) return ledger;
  return record(ledger, { kind: 'matched', at: new Date(context.now()).toISOString(), codes });
}

const BY_A_PERSON: ReadonlySet<OrderFact['kind']> = new Set(['retried', 'decided', 'held', 'return-requested']);

async function traceFacts(
  tx: Tx,
  { policy, from, now }: { readonly policy: OrderPolicy; readonly from: ConnectionId | null; readonly now: number },
  subject: SubjectKey,
  facts: readonly OrderFact[],
): Promise<void> {
  const steps = facts.flatMap((fact) => {
    if (fact.kind === 'acknowledged' || fact.kind === 'refused') return []; // the dispatcher traces these with attempt and duration
    const { title, detail, party } = describeFact(fact);
    const kind = BY_A_PERSON.has(fact.kind) ? ('person' as const) : ('fact' as const);
    const usual = party === 'store' ? splitSubject(subject).connection : party === 'erp' || party === 'wms' ? policy[party] : party;
    return [{ subject, at: now, kind, party: from ?? usual, title, detail, outcome: 'info' as const, attempt: null, duration_ms: null }];
  });
  await addTrace(tx, steps);
}

async function reconcileDeliveries(tx: Tx, context: RecordingContext, subject: SubjectKey, planned: Plan, now: number): Promise<string[]> {
  const stored = new Map((await deliveriesOf(tx, subject)).map((row) => [row.key, row]));
  const touched = new Set<string>();
  const isUnsure = hasUnknownRefund(stored, planned);
  for (const delivery of planned.deliveries) {
    const row = stored.get(delivery.key);
    stored.delete(delivery.key);
    if ((row && !needsArming(row, delivery)) || (isUnsure && delivery.document.kind === 'refund')) continue;
    touched.add(await arm(tx, context, subject, delivery, row));
  }
  for (const row of stored.values()) {
    if (isPassing(row)) await setDelivery(tx, row.id, { state: 'superseded', updated_at: now });
  }
  return [...touched];
}

/** True while a refund that is not planned any more may be under way: no other is made before we know, or the same money could go back under two names. */
function hasUnknownRefund(stored: ReadonlyMap<string, DeliveryHead>, { deliveries }: Plan): boolean {
  const wanted = new Set(deliveries.map(({ key }) => key));
  const open = [...stored.values()].filter(
    ({ key, state, uncertain }) =>
      key.startsWith(KEYS.refund('')) && !wanted.has(key) && (state === 'sending' || (state === 'pending' && uncertain === 1)),
  );
  return open.length > 0;
}

/** Makes the write due; the connection that it will go to comes back. What may have arrived at one party is never sent to another before we know. */
async function arm(
  tx: Tx,
  context: RecordingContext,
  subject: SubjectKey,
  delivery: PlannedDelivery,
  row: DeliveryHead | undefined,
): Promise<string> {
  const now = context.now();
  if (!row || row.connection === delivery.connection || !mayHaveArrived(row)) {
    await armDelivery(tx, intentOf(context, subject, delivery, row, now));
    return delivery.connection;
  }
  const again = { attempts: 0, due_at: now, deadline_at: now + context.deadlineMs, updated_at: now };
  await setDelivery(tx, row.id, { ...again, state: context.mode === 'live' ? 'pending' : 'shadow' });
  return row.connection;
}

/** A write that nobody wants any more and that has surely not been sent. What may have arrived is followed up until we know: then it can be taken back. */
export function isPassing(row: DeliveryHead): boolean {
  return (row.state === 'pending' && row.uncertain === 0) || row.state === 'shadow';
}

/** A party that said no in the end does not have it; one that never answered may. */
function mayHaveArrived(row: DeliveryHead): boolean {
  return row.uncertain === 1 && (row.state !== 'refused' || row.last_code === 'delivery.gave-up') && row.state !== 'done';
}

/**
 * A write under way is never touched, and one that may have arrived keeps its document until we know: the outcome is recorded as a
 * fact, and then it is planned again. Otherwise the party could hold the old document while its receipt speaks of the new one.
 */
export function needsArming(row: DeliveryHead, delivery: PlannedDelivery): boolean {
  if (row.state === 'sending' || (row.state === 'pending' && row.uncertain === 1)) return false;
  if (row.state === 'pending' || row.state === 'shadow')
    return row.fingerprint !== delivery.fingerprint || row.connection !== delivery.connection;
  return true;
}

function intentOf(context: RecordingContext, subject: SubjectKey, delivery: PlannedDelivery, row: DeliveryHead | undefined, now: number) {
  return {
    subject,
    key: delivery.key,
    connection: delivery.connection,
    kind: delivery.document.kind,
    lane: LANES.indexOf(delivery.lane),
    document: JSON.stringify(delivery.document),
    fingerprint: delivery.fingerprint,
    idempotency_key: fingerprint([subject, delivery.key, delivery.fingerprint]),
    correlation_id: correlationId(subject),
    state: context.mode === 'live' ? ('pending' as const) : ('shadow' as const),
    attempts: 0,
    uncertain: row && row.state !== 'done' && row.connection === delivery.connection ? row.uncertain : 0,
    due_at: now,
    deadline_at: now + context.deadlineMs,
    last_code: null,
    last_error: null,
    created_at: row?.created_at ?? now,
    updated_at: now,
  };
}

/** One id for all that ever happens about a subject, the same on every machine. */
export function correlationId(subject: SubjectKey): string {
  return `cd-${fingerprint(subject).slice(0, 16)}`;
}

/** What a row is made of. */
export interface Seen {
  readonly ledger: OrderLedger;
  readonly planned: Plan;
  readonly policy: OrderPolicy;
}

/** Writes a ledger with its columns in the place of its row; when nothing `else` has changed and the ledger is the same, not at all. */
export async function save(
  tx: Tx,
  row: LedgerRow | undefined,
  { ledger, planned, policy }: Seen,
  elseChanged: boolean,
  now: number,
): Promise<void> {
  const body = JSON.stringify(ledger);
  if (row && row.body === body && row.wake_at === planned.wakeAt && !elseChanged) return;
  const view = viewOf(ledger, planned, policy);
  const { connection, id } = splitSubject(view.subject);
  const ms = (time: string | null): number | null => (time === null ? null : Date.parse(time));
  const next: LedgerRow = {
    subject: view.subject,
    connection,
    order_id: id,
    number: view.number,
    correlation_id: correlationId(view.subject),
    version: (row?.version ?? 0) + 1,
    body,
    stage: view.stage,
    paid: view.paid ? 1 : 0,
    customer: view.customer.toLowerCase(),
    erp_number: view.erp?.number ?? view.erp?.id ?? null,
    wms_number: view.wms?.number ?? view.wms?.id ?? null,
    tracking: view.shipments[0]?.packages[0]?.trackingNumber ?? null,
    wake_at: planned.wakeAt,
    captured_at: ms(view.times.capturedAt),
    accepted_at: ms(view.times.acceptedAt),
    released_at: ms(view.times.releasedAt),
    shipped_at: ms(view.times.shippedAt),
    told_store_at: ms(view.times.toldStoreAt),
    created_at: row?.created_at ?? ms(view.times.createdAt) ?? now,
    updated_at: now,
  };
  await saveLedger(tx, next, row);
}
