import type { Connector } from '../connector/contract.ts';
import type { Database, Tx } from '../database/database.ts';
import { overdueEnvelopes, pendingEnvelopes, settleEnvelope, type EnvelopeRow } from '../database/envelopes.ts';
import { closeExceptions, openException, openOf } from '../database/exceptions.ts';
import { ledgerOf } from '../database/ledgers.ts';
import type { InboundDocument, InboundKind } from '../domain/inbound.ts';
import { ConnectionId, orderReference, splitSubject, subjectOfReference, type SubjectKey } from '../domain/reference.ts';
import { CODES, type ErrorCode } from '../errors/codes.ts';
import { belongsTo, factOf } from '../pipeline/match.ts';
import { normalize } from '../pipeline/normalize.ts';
import type { Connection } from './connections.ts';
import { unlessDown } from './intake.ts';
import { recordFacts, type Recorded, type RecordingContext } from './subject.ts';

/** What turning stored documents into facts needs. */
export interface AbsorbContext extends RecordingContext {
  readonly database: Database;
  readonly unknownOrderMs: number;
  readonly foreignReferences: 'report' | 'ignore';
  readonly connection: (id: string) => Connection | undefined;
  readonly onRecorded: (recorded: readonly Recorded[]) => void;
}

const BATCH = 100;

/** Reads stored documents into facts until none is left; all of one round share a transaction. Returns false when some must wait for a connection to open. */
export async function absorbPending(context: AbsorbContext): Promise<boolean> {
  const closed: string[] = [];
  for (;;) {
    const envelopes = await pendingEnvelopes(context.database.read, BATCH, closed);
    if (envelopes.length === 0) return closed.length === 0;
    const readable = await openOnes(context, envelopes, closed);
    const settled = await Promise.all(readable.map((envelope) => absorbSafely(context, envelope)));
    context.onRecorded(settled.flatMap((recorded) => recorded ?? []));
  }
}

/** Documents whose connector is there to read them; connections that cannot be opened are added to `closed`. */
async function openOnes(context: AbsorbContext, envelopes: readonly EnvelopeRow[], closed: string[]): Promise<EnvelopeRow[]> {
  for (const id of new Set(envelopes.map((envelope) => envelope.connection))) {
    const connection = context.connection(id);
    if (connection && !(await unlessDown(() => connection.session()))) closed.push(id);
  }
  return envelopes.filter((envelope) => !closed.includes(envelope.connection));
}

/** A fault of ours in one document parks that document, with its stack in the log, and never stops the next. */
async function absorbSafely(context: AbsorbContext, envelope: EnvelopeRow): Promise<Recorded | null> {
  try {
    return await context.database.write((tx) => absorb(context, tx, envelope));
  } catch (error) {
    context.log.error(
      { err: error, connection: envelope.connection, kind: envelope.kind, id: envelope.foreign_id },
      'A document could not be recorded.',
    );
    const reason = error instanceof Error ? error.message : String(error);
    await context.database.write((tx) =>
      park(tx, context, envelope, 'runtime.bug', `Document ${envelope.foreign_id} could not be recorded: ${reason}`),
    );
    return null;
  }
}

async function absorb(context: AbsorbContext, tx: Tx, envelope: EnvelopeRow): Promise<Recorded | null> {
  const reader = await readerFor(context, envelope);
  if (!reader)
    return park(tx, context, envelope, 'connection.settings-invalid', `Connection "${envelope.connection}" is no longer configured.`);
  const connection = ConnectionId.parse(envelope.connection);
  const normalized = normalize(reader, envelope.foreign_id, envelope.payload, connection);
  if (normalized.kind === 'unreadable') return park(tx, context, envelope, normalized.error.code, normalized.error.message);
  const belongs = belongsTo(normalized.document, connection);
  if (belongs.kind === 'nobody') return parkUnknown(tx, context, envelope, normalized.document, belongs.reference);
  // A reference of our form that names no shop of ours will never be known, so nothing waits for it.
  if (!context.connection(splitSubject(belongs.subject).connection))
    return parkUnknown(tx, context, envelope, normalized.document, orderReference(belongs.subject));
  const known = normalized.document.kind === 'sales-order' || (await ledgerOf(tx, belongs.subject)) !== undefined;
  if (!known) return wait(tx, context, envelope, belongs.subject);
  const at = new Date(envelope.received_at).toISOString();
  const recorded = await recordFacts(tx, context, belongs.subject, [factOf(normalized.document, at)], connection);
  await settleEnvelope(tx, envelope, { state: 'done', subject: belongs.subject });
  await closeOwn(tx, envelope, context.now());
  return recorded;
}

async function readerFor(context: AbsorbContext, envelope: EnvelopeRow) {
  const session = await context.connection(envelope.connection)?.session();
  return session?.readers[envelope.kind as InboundKind];
}

async function wait(tx: Tx, context: AbsorbContext, envelope: EnvelopeRow, subject: SubjectKey): Promise<null> {
  const waitUntil = envelope.received_at + context.unknownOrderMs;
  await settleEnvelope(tx, envelope, { state: 'waiting', waitFor: orderReference(subject), waitUntil });
  return null;
}

const RETURNS: ReadonlySet<string> = new Set<InboundKind>(['return-authorization', 'return-receipt', 'credit-memo']);
const WHAT: Readonly<Partial<Record<string, string>>> = {
  'sales-order-state': 'sales order',
  'fulfillment-state': 'fulfillment order',
  'return-authorization': 'return',
  'return-receipt': 'received return',
  'credit-memo': 'credit memo',
} satisfies Partial<Record<InboundKind, string>>;

/** Waited long enough for an order that never came. */
export async function parkOverdue(context: AbsorbContext): Promise<void> {
  const overdue = await overdueEnvelopes(context.database.read, context.now(), BATCH);
  for (const envelope of overdue) {
    const message = `Connection "${envelope.connection}" told of ${WHAT[envelope.kind] ?? 'document'} ${envelope.foreign_id} for order ${envelope.wait_for ?? '?'}, which the shop does not have.`;
    const code = RETURNS.has(envelope.kind) ? 'return.unknown-order' : 'shipment.unknown-order';
    await context.database.write((tx) => park(tx, context, envelope, code, message));
  }
}

/** A reference that we never gave: it concerns us only when goods moved for it, and not where the warehouse also works for other channels. */
async function parkUnknown(
  tx: Tx,
  context: AbsorbContext,
  envelope: EnvelopeRow,
  document: InboundDocument,
  reference: string,
): Promise<null> {
  const code = context.foreignReferences === 'report' ? goodsMoved(document) : null;
  if (code === null) {
    await settleEnvelope(tx, envelope, { state: 'done', subject: null });
    await closeOwn(tx, envelope, context.now());
    return null;
  }
  const what = code === 'shipment.unknown-order' ? 'shipped' : 'received goods as';
  const message = `Connection "${envelope.connection}" ${what} ${envelope.foreign_id} for "${reference}", which is none of our orders.`;
  return park(tx, context, envelope, code, message);
}

/** Goods left or came back: somebody should know for whom. Orders, authorizations and credit memos of other channels are their own business. */
function goodsMoved(document: InboundDocument): ErrorCode | null {
  if (document.kind === 'fulfillment-state' && document.shipments.some(({ voidedAt }) => voidedAt === null))
    return 'shipment.unknown-order';
  return document.kind === 'return-receipt' && document.lines.length > 0 ? 'return.unknown-order' : null;
}

async function park(tx: Tx, context: AbsorbContext, envelope: EnvelopeRow, code: ErrorCode, message: string): Promise<null> {
  await settleEnvelope(tx, envelope, { state: 'parked', subject: null });
  await closeOwn(tx, envelope, context.now());
  const { class: klass, owner } = CODES[code];
  await openException(tx, {
    source: `envelope/${envelope.id}`,
    key: 'unreadable',
    code,
    class: klass,
    owner,
    message,
    subject: null,
    order_id: orderIdOf(envelope),
    order_number: null,
    connection: envelope.connection,
    missing_kind: null,
    missing_connection: null,
    missing_key: null,
    retriable: 1,
    state: 'open',
    since: context.now(),
    closed_at: null,
  });
  return null;
}

/** The order that a document is about or waits for, so that the exception is shown with it and found when it comes after all. */
function orderIdOf(envelope: EnvelopeRow): string | null {
  if (envelope.kind === 'sales-order') return envelope.foreign_id;
  const subject = envelope.wait_for === null ? null : subjectOfReference(envelope.wait_for);
  return subject ? splitSubject(subject).id : null;
}

async function closeOwn(tx: Tx, envelope: EnvelopeRow, now: number): Promise<void> {
  const open = await openOf(tx, `envelope/${envelope.id}`);
  await closeExceptions(
    tx,
    open.map((row) => row.id),
    now,
  );
}

/** The kinds that a connector can read. */
export function readableKinds(connector: Connector): InboundKind[] {
  return (Object.keys(connector.reads) as InboundKind[]).filter((kind) => connector.reads[kind].read !== 'cannot');
}
