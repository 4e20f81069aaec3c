import type { Logger } from '../connector/tools.ts';
import type { Database } from '../database/database.ts';
import { hurryConnection } from '../database/deliveries.ts';
import { dueToWake } from '../database/ledgers.ts';
import type { InboundKind } from '../domain/inbound.ts';
import { SubjectKey, type ConnectionId } from '../domain/reference.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import { absorbPending, parkOverdue, readableKinds, type AbsorbContext } from './absorb.ts';
import type { Config } from './config.ts';
import type { Connection } from './connections.ts';
import { Dispatcher, type DispatchContext } from './dispatch.ts';
import { claimAll, pollOnce, readNamed, unlessDown, type IntakeContext } from './intake.ts';
import { makeLoop, type Loop } from './loop.ts';
import { mirrorOnce } from './mirror.ts';
import { recordFacts, type Recorded } from './subject.ts';
import { watchConnection } from './watch.ts';

export interface WorkParts {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => number;
  readonly connections: ReadonlyMap<ConnectionId, Connection>;
}

/** The agent's loops, and the ways to hurry them. */
export interface Work {
  /** Records facts about subjects outside of any document. */
  record(subject: string, facts: readonly OrderFact[]): Promise<void>;
  /** Something of this kind changed at the party: read it now. */
  look(connection: ConnectionId, kind: InboundKind): void;
  fetch(connection: ConnectionId, kind: InboundKind, ids: readonly string[]): Promise<void>;
  absorb(): void;
  recovered(connection: ConnectionId): void;
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 10_000;
const MIRROR_PAUSE_MS = 250;

/** Starts reading, recording, sending and mirroring. */
export function startWork(parts: WorkParts): Work {
  const { config, database, log, now, connections } = parts;
  const active = [...connections.values()].filter((connection) => !connection.config.paused);
  const loops: Loop[] = [];
  const loop = (name: string, work: () => Promise<number | null>): Loop => {
    const made = makeLoop(name, work, log, now);
    loops.push(made);
    return made;
  };

  const onRecorded = (recorded: readonly Recorded[]): void => {
    for (const id of new Set(recorded.flatMap((one) => one.connections))) sending.get(id)?.kick();
    for (const { wakeAt } of recorded) if (wakeAt !== null) wakeLoop.at(wakeAt);
    if (recorded.length > 0) for (const one of mirroring) one.at(now() + MIRROR_PAUSE_MS);
  };
  const recording = {
    database,
    policy: config.orders,
    mode: config.mode,
    deadlineMs: config.delivery.deadlineMinutes * 60_000,
    now,
    log,
    onRecorded,
  };
  const absorbing: AbsorbContext = {
    ...recording,
    unknownOrderMs: config.unknownOrderMinutes * 60_000,
    connection: (id) => connections.get(id as ConnectionId),
  };
  const patience = { backoffMs: config.delivery.backoffMs, maxBackoffMs: config.delivery.maxBackoffSeconds * 1000 };
  const dispatching: DispatchContext = { ...recording, patience };

  const absorbLoop = loop('absorb', async () => ((await absorbPending(absorbing)) ? null : now() + 2000));
  const wakeLoop = loop('wake', async () => {
    await wakeDue(recordNow, database, now());
    await parkOverdue(absorbing);
    return now() + 1000;
  });
  const intake: IntakeContext = { database, now, onReceived: () => absorbLoop.kick() };
  const reading = startReading(active, intake, loop, now);
  const sending = new Map<string, Loop>();
  const dispatchers: Dispatcher[] = [];
  for (const connection of active) {
    const dispatcher = new Dispatcher(dispatching, connection, () => sending.get(connection.id)?.kick());
    dispatchers.push(dispatcher);
    sending.set(
      connection.id,
      loop(`send ${connection.id}`, () => dispatcher.round()),
    );
  }
  const mirroring = active.filter((connection) => connection.connector.role === 'store').map((store) => startMirror(parts, store, loop));
  loop('watch', async () => {
    for (const connection of active) await watchConnection(database, connection, now());
    return now() + 2000;
  });
  async function recordNow(subject: string, facts: readonly OrderFact[]): Promise<void> {
    onRecorded([await database.write((tx) => recordFacts(tx, recording, SubjectKey.parse(subject), facts))]);
  }

  for (const one of loops) one.kick();
  return {
    record: recordNow,
    look: (connection, kind) => reading.get(`${connection}/${kind}`)?.kick(),
    fetch: async (connection, kind, ids) => {
      const target = connections.get(connection);
      if (target) await unlessDown(() => readNamed(intake, target, kind, ids));
    },
    absorb: () => absorbLoop.kick(),
    recovered: (connection) => {
      void database.write((tx) => hurryConnection(tx, connection, now())).then(() => sending.get(connection)?.kick());
    },
    stop: async () => {
      const drained = Promise.all(loops.map((one) => one.stop())).then(() => settled(dispatchers));
      await Promise.race([drained, new Promise((over) => setTimeout(over, STOP_WITHIN_MS).unref())]);
    },
  };
}

/** One loop for each kind that a party tells us about: by its feed when it keeps one, by cursor otherwise, and by cursor now and then as the net under the feed. */
function startReading(
  active: readonly Connection[],
  intake: IntakeContext,
  loop: (name: string, work: () => Promise<number | null>) => Loop,
  now: () => number,
): Map<string, Loop> {
  const reading = new Map<string, Loop>();
  for (const connection of active) {
    const { pollSeconds, sweepSeconds } = connection.config;
    for (const kind of readableKinds(connection.connector)) {
      const capability = connection.connector.reads[kind];
      const feed = capability.read !== 'cannot' && capability.feed;
      const every = (seconds: number, work: () => Promise<unknown>) => async (): Promise<number> => {
        const wait = connection.health.wait(now());
        if (wait > 0) return now() + wait;
        await unlessDown(work);
        return now() + seconds * 1000;
      };
      const name = `${connection.id}/${kind}`;
      if (feed) {
        reading.set(
          name,
          loop(
            `feed ${name}`,
            every(pollSeconds, () => claimAll(intake, connection, kind)),
          ),
        );
        loop(
          `sweep ${name}`,
          every(sweepSeconds, () => pollOnce(intake, connection, kind)),
        );
      } else {
        reading.set(
          name,
          loop(
            `poll ${name}`,
            every(pollSeconds, () => pollOnce(intake, connection, kind)),
          ),
        );
      }
    }
  }
  return reading;
}

function startMirror(parts: WorkParts, store: Connection, loop: (name: string, work: () => Promise<number | null>) => Loop): Loop {
  const { config, database, now } = parts;
  return loop(`mirror ${store.id}`, async () => {
    const wait = store.health.wait(now());
    if (wait > 0) return now() + wait;
    let more = false;
    const up = await unlessDown(async () => {
      more = await mirrorOnce(database, store, config.orders, now);
    });
    if (!up) return now() + 5000;
    return more ? now() : null;
  });
}

async function wakeDue(
  record: (subject: string, facts: readonly OrderFact[]) => Promise<void>,
  database: Database,
  now: number,
): Promise<void> {
  for (const subject of await dueToWake(database.read, now, 100)) {
    await record(subject, [{ kind: 'woken', at: new Date(now).toISOString() }]);
  }
}

async function settled(dispatchers: readonly Dispatcher[]): Promise<void> {
  while (dispatchers.some((dispatcher) => dispatcher.inFlight > 0)) await new Promise((next) => setTimeout(next, 10));
}
