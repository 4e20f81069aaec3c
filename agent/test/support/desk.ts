import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HookRequest, Option } from '../../src/connector/contract.ts';
import { openDatabase, type Database } from '../../src/database/database.ts';
import { ledgerOf } from '../../src/database/ledgers.ts';
import { audit } from '../../src/database/settings.ts';
import type { SalesOrder } from '../../src/domain/sales-order.ts';
import { ConnectionId, subjectKey, SubjectKey } from '../../src/domain/reference.ts';
import { AuthenticationError, ContractError, TransientError } from '../../src/errors/errors.ts';
import type { OrderFact } from '../../src/ledgers/order/facts.ts';
import { parseConfig, type Config } from '../../src/runtime/config.ts';
import type { ConnectionHealth, Controls } from '../../src/runtime/controls.ts';
import { replan } from '../../src/runtime/replan.ts';
import { recordFacts, type RecordingContext } from '../../src/runtime/subject.ts';
import { SHOP } from './orders.ts';
import { QUIET } from './world.ts';

/** Real books and a real recording of facts, without connections: what the party side would do is set by the test. */
export interface Desk {
  readonly controls: Controls;
  readonly database: Database;
  readonly dir: string;
  /** The agent's clock; a test moves it. */
  clock: number;
  secret: string | null;
  /** What the store says is paid, ascending by id. */
  paid: { id: string; status: string }[];
  storeDown: boolean;
  readonly rung: string[];
  readonly refetched: string[][];
  capture(order: SalesOrder): Promise<void>;
  record(orderId: string, ...facts: OrderFact[]): Promise<void>;
  close(): Promise<void>;
}

export const SECRET = 'the secret of the pairing';
const PAGE = 2;

export async function startDesk(
  orders: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<Desk> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-desk-'));
  const database = await openDatabase(join(dir, 'crossdock.sqlite'));
  const connection = { connector: 'sandbox', settings: {} };
  const config = parseConfig({
    dataDir: dir,
    mode: 'live',
    connections: { shop: connection, erp: connection, wms: connection },
    orders: { erp: 'erp', wms: 'wms', ...orders },
    ...more,
  });
  const desk = {
    database,
    dir,
    clock: Date.UTC(2026, 10, 23, 12, 0, 0),
    secret: SECRET,
    paid: [],
    storeDown: false,
    rung: [],
    refetched: [],
  };
  const made: Desk = Object.assign(desk, {
    controls: controlsOf(() => made, config),
    record: (orderId: string, ...facts: OrderFact[]) => record(made, config, subjectKey(SHOP, 'sales-order', orderId), facts),
    capture: (order: SalesOrder) => made.record(order.id, { kind: 'captured', at: new Date(made.clock).toISOString(), order }),
    close: async () => {
      await database.close();
      await rm(dir, { recursive: true, force: true });
    },
  });
  return made;
}

async function record(desk: Desk, config: Config, subject: SubjectKey, facts: readonly OrderFact[]): Promise<void> {
  await desk.database.write((tx) => recordFacts(tx, recordingContext(desk, config), subject, facts));
}

function recordingContext({ controls }: Desk, config: Config): RecordingContext {
  return { policy: config.orders, mode: config.mode, deadlineMs: 3_600_000, now: controls.now, log: QUIET };
}

function controlsOf(desk: () => Desk, config: Config): Controls {
  const rerecord = (subject: string, facts: readonly OrderFact[]) => record(desk(), config, SubjectKey.parse(subject), facts);
  return {
    config,
    get database() {
      return desk().database;
    },
    log: QUIET,
    startedAt: Date.UTC(2026, 10, 23, 9, 0, 0),
    now: () => desk().clock,
    health: () => [health('shop', 'store'), health('erp', 'erp'), health('wms', 'wms')],
    connectionFor: (role) => (role === 'store' ? SHOP : config.orders[role]),
    options: async (connection, _kind, search): Promise<readonly Option[] | null> => {
      if (connection === 'shop') return null;
      if (connection === 'wms') throw new TransientError({ code: 'connection.unreachable', message: 'wms.example could not be reached.' });
      return [{ value: 'ITEM-1', label: 'Mug' }].filter(({ label }) => label.startsWith(search));
    },
    check: async () => ({ ok: true, message: 'It answers.', facts: {} }),
    rematch: async (subjects) => {
      for (const subject of subjects) await rerecord(subject, []);
      return subjects.length;
    },
    retry: async (subject, key, by) => {
      if (!(await ledgerOf(desk().database.read, subject))) return false;
      await rerecord(subject, [{ kind: 'retried', at: new Date(desk().clock).toISOString(), key, by }]);
      return true;
    },
    act: async (subject, by, action, make) => {
      const { database } = desk();
      await database.write(async (tx) => {
        const fact = await make(tx);
        await audit(tx, desk().clock, by, action, subject);
        await recordFacts(tx, recordingContext(desk(), config), SubjectKey.parse(subject), [fact]);
      });
    },
    replan: (request) => replan({ ...recordingContext(desk(), config), database: desk().database, onRecorded: () => undefined }, request),
    retryEnvelope: async () => false,
    ring: (connection) => void desk().rung.push(connection),
    hook: async (_connection, request) => readHook(request),
    sharedSecret: (connection) => (connection === 'shop' ? desk().secret : null),
    paidOrders: async (_since, afterId) => {
      const { paid, storeDown } = desk();
      if (storeDown) throw new TransientError({ code: 'connection.unreachable', message: 'shop.example could not be reached.' });
      return { orders: paid.filter(({ id }) => afterId === null || Number(id) > Number(afterId)).slice(0, PAGE), total: paid.length };
    },
    refetch: async (ids) => void desk().refetched.push([...ids]),
  };
}

function health(id: string, role: ConnectionHealth['role']): ConnectionHealth {
  return { id: ConnectionId.parse(id), title: id, role, evidence: 'real', state: 'ok', code: null, message: '', lastContactAt: null };
}

function readHook({ headers, body }: HookRequest) {
  if (headers['x-party-key'] !== 'right')
    throw new AuthenticationError({ code: 'connection.auth-failed', message: 'The webhook is not signed by the party.' });
  if (!body.startsWith('{')) throw new ContractError({ code: 'connection.contract-broken', message: 'The webhook is not JSON.' });
  return [{ kind: 'fulfillment-state' as const, id: body }];
}
