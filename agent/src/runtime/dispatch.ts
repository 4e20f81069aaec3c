import type { Session, WriteCapability, WriteOutcome, WriteRequest } from '../connector/contract.ts';
import type { Database, Tx } from '../database/database.ts';
import { claimDue, nextDue, setDelivery, type DeliveryRow } from '../database/deliveries.ts';
import { count } from '../database/counters.ts';
import { addTrace } from '../database/trace.ts';
import type { OutboundDocument, OutboundKind } from '../domain/outbound.ts';
import { SubjectKey } from '../domain/reference.ts';
import { ConfigurationError, ContractError, CrossdockError, RejectedError } from '../errors/errors.ts';
import { describeDelivery } from '../ledgers/order/describe.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import { afterFailure, type Patience } from '../pipeline/deliver.ts';
import type { Connection } from './connections.ts';
import { concernsConnection } from './health.ts';
import { recordFacts, type Recorded, type RecordingContext } from './subject.ts';

/** What sending needs. */
export interface DispatchContext extends RecordingContext {
  readonly database: Database;
  readonly patience: Patience;
  readonly onRecorded: (recorded: readonly Recorded[]) => void;
}

/** Sends one connection's due deliveries, several batches at a time; `kick` when there is something new. */
export class Dispatcher {
  readonly #context: DispatchContext;
  readonly #connection: Connection;
  readonly #onFree: () => void;
  #inFlight = 0;

  constructor(context: DispatchContext, connection: Connection, onFree: () => void) {
    this.#context = context;
    this.#connection = connection;
    this.#onFree = onFree;
  }

  /** Deliveries that are being sent right now. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Claims what is due and starts sending it; returns when to look again, null to wait for a kick. */
  async round(): Promise<number | null> {
    const { database, now } = this.#context;
    const wait = this.#connection.health.wait(now());
    if (wait > 0) return now() + wait;
    const room = this.#room();
    if (room <= 0) return null;
    const claimed = await database.write((tx) => claimDue(tx, this.#connection.id, now(), room));
    for (const batch of this.#batches(claimed)) void this.#send(batch);
    if (claimed.length === room) return null; // a finished batch looks again
    return nextDue(database.read, this.#connection.id);
  }

  /** A connection in trouble is probed with a single delivery. */
  #room(): number {
    const { limits } = this.#connection.config;
    const most = this.#connection.health.trouble ? 1 : Math.max(limits.concurrency * 4, limits.batch);
    return most - this.#inFlight;
  }

  #batches(rows: readonly DeliveryRow[]): DeliveryRow[][] {
    const batches: DeliveryRow[][] = [];
    for (const kind of new Set(rows.map((row) => row.kind))) {
      const capability = this.#connection.connector.writes[kind as OutboundKind];
      const size = capability.write === 'can' ? Math.min(capability.batch, this.#connection.config.limits.batch) : 1;
      const same = rows.filter((row) => row.kind === kind);
      for (let start = 0; start < same.length; start += size) batches.push(same.slice(start, start + size));
    }
    return batches;
  }

  async #send(batch: DeliveryRow[]): Promise<void> {
    this.#inFlight += batch.length;
    const started = this.#context.now();
    try {
      const outcomes = await this.#write(batch);
      const settled = batch.map((row, index) => this.#settleSafely(row, outcomes[index] ?? noOutcome(row), started));
      const recorded = await Promise.all(settled);
      this.#context.onRecorded(recorded.flatMap((one) => one ?? []));
    } finally {
      this.#inFlight -= batch.length;
      this.#onFree();
    }
  }

  async #write(batch: readonly DeliveryRow[]): Promise<readonly WriteOutcome[]> {
    // What a system can never take is a no about the document; the connection itself is well.
    const capability = this.#connection.connector.writes[batch[0]?.kind as OutboundKind] as WriteCapability | undefined;
    if (capability?.write === 'cannot')
      return batch.map(() => ({ kind: 'failed', error: new RejectedError({ code: 'delivery.refused', message: capability.because }) }));
    let outcomes: readonly WriteOutcome[] | null = null;
    try {
      await this.#connection.use(async (session) => {
        outcomes = await writerOf(session, batch[0]?.kind ?? '').write(batch.map(requestOf));
        const trouble = commonTrouble(outcomes);
        if (trouble) throw trouble;
      }, 'write');
    } catch (error) {
      const asOurs = error instanceof CrossdockError ? error : bug(error);
      outcomes ??= batch.map(() => ({ kind: 'failed', error: asOurs }) as const);
    }
    return outcomes ?? [];
  }

  /** Only the books or a fault of ours can fail here; the row stays `sending` and is recovered at the next start, the others of its batch go on. */
  async #settleSafely(row: DeliveryRow, outcome: WriteOutcome, started: number): Promise<Recorded | null> {
    try {
      return await this.#settle(row, outcome, started);
    } catch (error) {
      const { subject, key, connection } = row;
      this.#context.log.error({ err: error, connection, subject, key }, 'The outcome of a delivery could not be stored.');
      return null;
    }
  }

  async #settle(row: DeliveryRow, outcome: WriteOutcome, started: number): Promise<Recorded | null> {
    return this.#context.database.write(async (tx) => {
      if (outcome.kind === 'done') return this.#acknowledge(tx, row, outcome, started);
      return this.#fail(tx, row, outcome.error, started);
    });
  }

  async #acknowledge(tx: Tx, row: DeliveryRow, outcome: Extract<WriteOutcome, { kind: 'done' }>, started: number): Promise<Recorded> {
    const now = this.#context.now();
    await setDelivery(tx, row.id, { state: 'done', uncertain: 0, last_code: null, last_error: null, updated_at: now });
    if (outcome.receipt.existed && row.attempts > 1) await count(tx, 'duplicates-prevented', now);
    const { number, id } = outcome.receipt.foreign ?? { number: null, id: null };
    const detail = [number ?? id, outcome.receipt.verdict, outcome.receipt.note].filter((part) => part !== null).join(' · ');
    await this.#trace(tx, row, 'ok', detail, started);
    const fact: OrderFact = {
      kind: 'acknowledged',
      at: new Date(now).toISOString(),
      key: row.key,
      fingerprint: row.fingerprint,
      receipt: outcome.receipt,
      document: JSON.parse(row.document) as OutboundDocument,
      connection: this.#connection.id,
    };
    return recordFacts(tx, this.#context, SubjectKey.parse(row.subject), [fact]);
  }

  async #fail(tx: Tx, row: DeliveryRow, error: CrossdockError, started: number): Promise<Recorded | null> {
    const { now, patience } = this.#context;
    const next = afterFailure(error, { number: row.attempts, deadlineAt: row.deadline_at }, now(), patience, Math.random());
    if (next.kind === 'refuse') {
      if (next.code === 'runtime.bug')
        this.#context.log.error({ err: error, subject: row.subject, key: row.key }, 'A delivery failed by a fault of ours.');
      await setDelivery(tx, row.id, { state: 'refused', last_code: next.code, last_error: next.reason, updated_at: now() });
      await this.#trace(tx, row, 'refused', next.reason, started);
      const at = new Date(now()).toISOString();
      const fact: OrderFact = { kind: 'refused', at, key: row.key, fingerprint: row.fingerprint, code: next.code, reason: next.reason };
      return recordFacts(tx, this.#context, SubjectKey.parse(row.subject), [fact]);
    }
    const uncertain = row.uncertain === 1 || (next.kind === 'retry' && next.uncertain) ? 1 : 0;
    const due = next.kind === 'retry' ? next.at : now();
    await setDelivery(tx, row.id, {
      state: 'pending',
      uncertain,
      due_at: due,
      last_code: next.code,
      last_error: next.reason,
      updated_at: now(),
    });
    await this.#trace(tx, row, next.kind === 'retry' ? 'retrying' : 'waiting', next.reason, started);
    // While it was under way the plan may have changed: planning again supersedes or rearms what is now pending.
    return recordFacts(tx, this.#context, SubjectKey.parse(row.subject), []);
  }

  async #trace(
    tx: Tx,
    row: DeliveryRow,
    outcome: 'ok' | 'retrying' | 'refused' | 'waiting',
    detail: string,
    started: number,
  ): Promise<void> {
    const now = this.#context.now();
    const title = describeDelivery(row.key);
    await addTrace(tx, [
      {
        subject: row.subject,
        at: now,
        kind: 'delivery',
        party: row.connection,
        title,
        detail,
        outcome,
        attempt: row.attempts,
        duration_ms: now - started,
      },
    ]);
  }
}

function requestOf(row: DeliveryRow): WriteRequest {
  const document = JSON.parse(row.document) as OutboundDocument; // written by us from a typed plan
  return { key: row.idempotency_key, correlationId: row.correlation_id, attempt: row.attempts, uncertain: row.uncertain === 1, document };
}

/** The error that speaks about the whole connection: a lost credential, or that not one document of the batch came through. */
function commonTrouble(outcomes: readonly WriteOutcome[]): CrossdockError | null {
  const errors = outcomes.flatMap((outcome) => (outcome.kind === 'failed' && concernsConnection(outcome.error) ? [outcome.error] : []));
  return errors.find((error) => error instanceof ConfigurationError) ?? (errors.length === outcomes.length ? (errors[0] ?? null) : null);
}

function writerOf(session: Session, kind: string) {
  const writer = session.writers[kind as OutboundKind];
  if (writer) return writer;
  throw new ConfigurationError({
    code: 'connection.settings-invalid',
    message: `This connection cannot write documents of kind "${kind}".`,
  });
}

function noOutcome(row: DeliveryRow): WriteOutcome {
  return {
    kind: 'failed',
    error: new ContractError({ code: 'connection.contract-broken', message: `No outcome was given for ${row.key}.` }),
  };
}

function bug(error: unknown): CrossdockError {
  return new ContractError({ code: 'runtime.bug', message: error instanceof Error ? error.message : String(error), cause: error });
}
