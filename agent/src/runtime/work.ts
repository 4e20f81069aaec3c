import type { Logger } from '../connector/tools.ts';
import type { Database, Tx } from '../database/database.ts';
import { hurryConnection } from '../database/deliveries.ts';
import { dueToWake } from '../database/ledgers.ts';
import type { InboundKind } from '../domain/inbound.ts';
import { SubjectKey, type ConnectionId } from '../domain/reference.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import { absorbPending, parkOverdue, type AbsorbContext } from './absorb.ts';
import type { Config } from './config.ts';
import type { Connection } from './connections.ts';
import { Dispatcher } from './dispatch.ts';
import { readNamed, unlessDown, type IntakeContext } from './intake.ts';
import { Loop } from './loop.ts';
import { mirrorOnce } from './mirror.ts';
import { readingLoops } from './reading.ts';
import type { ReplanAnswer, ReplanRequest } from '../protocol/replan.ts';
import { replan } from './replan.ts';
import { recordFacts, type Recorded, type RecordingContext } from './subject.ts';
import { watchStranded } from './stranded.ts';
import { watchConnection } from './watch.ts';

/** What the loops work with. */
export interface WorkParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => number;
  readonly connections: ReadonlyMap<ConnectionId, Connection>;
}

const STOP_WITHIN_MS = 10_000;
/** Changes of this long are shown to the shop in one call. */
const MIRROR_PAUSE_MS = 250;
const WAKE_BATCH = 100;
const STRANDED_EVERY_MS = 60_000;

/** The agent's loops (reading, recording, sending, mirroring, watching) and the ways to hurry them. */
export class Work {
  readonly #parts: WorkParts;
  readonly #recording: RecordingContext & { readonly database: Database; readonly onRecorded: (recorded: readonly Recorded[]) => void };
  readonly #intake: IntakeContext;
  readonly #absorb: Loop;
  readonly #wake: Loop;
  readonly #reading: ReadonlyMap<string, Loop>;
  readonly #loops: Loop[] = [];
  readonly #sending = new Map<string, Loop>();
  readonly #mirroring: Loop[] = [];
  readonly #dispatchers: Dispatcher[] = [];
  #countStrandedAt = 0;

  constructor(parts: WorkParts) {
    const { config, database, log, now, connections } = parts;
    this.#parts = parts;
    const deadlineMs = config.delivery.deadlineMinutes * 60_000;
    this.#recording = {
      database,
      policy: config.orders,
      mode: config.mode,
      deadlineMs,
      now,
      log,
      onRecorded: (recorded) => this.#onRecorded(recorded),
    };
    const unknownOrderMs = config.unknownOrderMinutes * 60_000;
    const absorbing: AbsorbContext = {
      ...this.#recording,
      unknownOrderMs,
      foreignReferences: config.foreignReferences,
      connection: (id) => connections.get(id as ConnectionId),
    };
    this.#absorb = this.#loop('absorb', async () => ((await absorbPending(absorbing)) ? null : now() + 2000));
    this.#wake = this.#loop('wake', () => this.#wakeDue(absorbing));
    this.#intake = { database, now, onReceived: () => this.#absorb.kick() };
    const active = [...connections.values()].filter((connection) => !connection.config.paused);
    this.#reading = readingLoops(active, this.#intake, (name, work) => this.#loop(name, work));
    for (const connection of active) this.#startSending(connection);
    for (const store of active.filter((connection) => connection.connector.role === 'store')) this.#startMirror(store);
    this.#loop('watch', () => this.#watch(active));
    for (const loop of this.#loops) loop.kick();
  }

  /** Records facts about a subject outside of any document; with none it only plans again. */
  record(subject: string, facts: readonly OrderFact[]): Promise<void> {
    return this.recordIn(subject, () => Promise.resolve(facts));
  }

  /** Records what is made of the books as they stand in the same transaction; when making it throws, nothing is recorded. */
  async recordIn(subject: string, make: (tx: Tx) => Promise<readonly OrderFact[]>): Promise<void> {
    const recorded = await this.#parts.database.write(async (tx) =>
      recordFacts(tx, this.#recording, SubjectKey.parse(subject), await make(tx)),
    );
    this.#onRecorded([recorded]);
  }

  /** Plans a page of subjects again with the mappings and the policy of now. */
  replan(request: ReplanRequest): Promise<ReplanAnswer> {
    return replan(this.#recording, request);
  }

  /** Something of this kind changed at the party: read it now. */
  look(connection: ConnectionId, kind: InboundKind): void {
    this.#reading.get(`${connection}/${kind}`)?.kick();
  }

  /** Reads single documents now; a party that is down is left for later. */
  async fetch(connection: ConnectionId, kind: InboundKind, ids: readonly string[]): Promise<void> {
    const target = this.#parts.connections.get(connection);
    if (target) await unlessDown(() => readNamed(this.#intake, target, kind, ids));
  }

  /** Stored documents wait to be read. */
  absorb(): void {
    this.#absorb.kick();
  }

  /** A party answers again, or a person says that it should: what waited for its next try goes at once, in both directions. */
  async recovered(connection: ConnectionId): Promise<void> {
    const { database, now } = this.#parts;
    await database.write((tx) => hurryConnection(tx, connection, now()));
    this.#sending.get(connection)?.kick();
    for (const [name, loop] of this.#reading) if (name.startsWith(`${connection}/`)) loop.kick();
    for (const mirror of this.#mirroring) mirror.kick();
  }

  /** Begins nothing new and waits for calls under way, at most ten seconds. */
  async stop(): Promise<void> {
    const drained = Promise.all(this.#loops.map((loop) => loop.stop())).then(() => this.#sent());
    await Promise.race([drained, new Promise((over) => setTimeout(over, STOP_WITHIN_MS).unref())]);
  }

  #loop(name: string, work: () => Promise<number | null>): Loop {
    const { log, now } = this.#parts;
    const loop = new Loop(name, work, log, now);
    this.#loops.push(loop);
    return loop;
  }

  #onRecorded(recorded: readonly Recorded[]): void {
    if (recorded.length === 0) return;
    for (const id of new Set(recorded.flatMap((one) => one.connections))) this.#sending.get(id)?.kick();
    for (const { wakeAt } of recorded) if (wakeAt !== null) this.#wake.at(wakeAt);
    for (const mirror of this.#mirroring) mirror.at(this.#parts.now() + MIRROR_PAUSE_MS);
  }

  #startSending(connection: Connection): void {
    const { config, now } = this.#parts;
    const patience = { backoffMs: config.delivery.backoffMs, maxBackoffMs: config.delivery.maxBackoffSeconds * 1000 };
    const loop = this.#loop(`send ${connection.id}`, () => dispatcher.round());
    const dispatcher = new Dispatcher({ ...this.#recording, patience, now }, connection, () => loop.kick());
    this.#dispatchers.push(dispatcher);
    this.#sending.set(connection.id, loop);
  }

  #startMirror(store: Connection): void {
    const { config, database, now } = this.#parts;
    const loop = this.#loop(`mirror ${store.id}`, async () => {
      const wait = store.health.wait(now());
      if (wait > 0) return now() + wait;
      let more = false;
      const up = await unlessDown(async () => {
        more = await mirrorOnce(database, store, config.orders, now);
      });
      if (!up) return now() + 5000;
      return more ? now() : null;
    });
    this.#mirroring.push(loop);
  }

  async #watch(active: readonly Connection[]): Promise<number> {
    const { database, now } = this.#parts;
    for (const connection of active) await watchConnection(database, connection, now());
    if (now() >= this.#countStrandedAt) {
      this.#countStrandedAt = now() + STRANDED_EVERY_MS;
      await watchStranded(database, new Set(this.#parts.connections.keys()), now());
    }
    return now() + 2000;
  }

  /** When a wave is released, thousands are due at once: a batch shares a transaction, and the next one follows at once. */
  async #wakeDue(absorbing: AbsorbContext): Promise<number> {
    const { database, now } = this.#parts;
    const woken = new Set<string>();
    for (;;) {
      const due = (await dueToWake(database.read, now(), WAKE_BATCH)).filter((subject) => !woken.has(subject));
      for (const subject of due) woken.add(subject);
      await Promise.all(due.map((subject) => this.record(subject, [{ kind: 'woken', at: new Date(now()).toISOString() }])));
      // A plan that asks for the very same moment again must not keep us here.
      if (due.length < WAKE_BATCH) break;
    }
    await parkOverdue(absorbing);
    return now() + 1000;
  }

  async #sent(): Promise<void> {
    while (this.#dispatchers.some((dispatcher) => dispatcher.inFlight > 0)) await new Promise((next) => setTimeout(next, 10));
  }
}
