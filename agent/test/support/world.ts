import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../src/connector/tools.ts';
import type { Database } from '../../src/database/database.ts';
import { saveMapping } from '../../src/database/mappings.ts';
import type { MappingKind } from '../../src/domain/mapping.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import { startAgent, type Agent } from '../../src/runtime/agent.ts';
import { parseConfig } from '../../src/runtime/config.ts';
import { startSandboxErp, type SandboxErp, type SandboxErpOptions } from '../peers/erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../peers/sample-seeds.ts';
import { startSandboxStore, type SandboxStore, type SandboxStoreOptions } from '../peers/sandbox-store.ts';
import { startSandboxWms, type SandboxWms, type SandboxWmsOptions } from '../peers/wms.ts';

/** Three real peers, without an agent. */
export interface Peers {
  readonly store: SandboxStore;
  erp: SandboxErp;
  wms: SandboxWms;
  /** A folder of this test alone. */
  readonly dir: string;
  /** Ends the party's server; `revive` starts it again on the same port with the books that it kept (give it a data folder). */
  kill(who: 'erp' | 'wms'): Promise<void>;
  revive(who: 'erp' | 'wms', over?: { readonly key?: string; readonly readOnlyKey?: string }): Promise<void>;
  close(): Promise<void>;
}

/** Three real peers and the agent between them, in one process. */
export interface World extends Peers {
  agent: Agent;
  map(kind: MappingKind, connection: string, key: string, value: string): Promise<void>;
  /** Stops the agent and starts it again on the same books, with other settings laid over if need be. */
  restart(config?: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface PeerOptions {
  readonly store?: SandboxStoreOptions;
  readonly erp?: SandboxErpOptions;
  readonly wms?: SandboxWmsOptions;
  /** Peers keep their books on disk, so that they can be killed and revived. */
  readonly durable?: boolean;
}

export interface WorldOptions extends PeerOptions {
  /** Laid over the configuration; `connections` and `orders` are added to those of every world. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly orders?: Readonly<Record<string, unknown>>;
  /** Laid over every connection. */
  readonly connection?: Readonly<Record<string, unknown>>;
  /** SKUs that are left without a mapping. */
  readonly unmapped?: readonly string[];
  readonly log?: Logger;
}

export const QUIET: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
export const HOOK_SECRET = 'sandbox-webhook-secret';

export async function startPeers(options: PeerOptions = {}): Promise<Peers> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-world-'));
  const data = options.durable === true ? { data: join(dir, 'peers') } : {};
  const erpOptions = { latency: 0, work: 0, seed: SAMPLE_ERP, ...data, ...options.erp };
  const wmsOptions = { latency: 0, work: 0, seed: SAMPLE_WMS, ...data, ...options.wms };
  const store = await startSandboxStore(options.store);
  const peers: Peers = {
    store,
    erp: await startSandboxErp(erpOptions),
    wms: await startSandboxWms(wmsOptions),
    dir,
    kill: (who) => peers[who].close(),
    revive: async (who, over = {}) => {
      const { port } = peers[who];
      if (who === 'erp') peers.erp = await startSandboxErp({ ...erpOptions, ...over, port });
      else peers.wms = await startSandboxWms({ ...wmsOptions, ...over, port });
    },
    close: async () => {
      await Promise.all([store.close(), peers.erp.close(), peers.wms.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
  return peers;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const peers = await startPeers(options);
  const start = (over: Readonly<Record<string, unknown>> = {}): Promise<Agent> => {
    const config = worldConfig(peers.dir, peers, { ...options, config: { ...options.config, ...over } });
    return startAgent({ config, log: options.log ?? QUIET, resolveSettings: (settings) => settings });
  };
  let stopped = false;
  const world: World = Object.assign(peers, {
    agent: await start(),
    map: (kind: MappingKind, connection: string, key: string, value: string) => mapIn(world.agent.database, kind, connection, key, value),
    restart: async (over?: Readonly<Record<string, unknown>>) => {
      await world.agent.stop();
      world.agent = await start(over);
    },
  });
  const closePeers = peers.close;
  world.close = async () => {
    if (stopped) return;
    stopped = true;
    await world.agent.stop();
    await closePeers();
  };
  await mapSample(world.agent.database, options.unmapped ?? []);
  return world;
}

/** The settings of a world as they stand in a configuration file. */
export function worldSettings(dir: string, peers: Pick<Peers, 'store' | 'erp' | 'wms'>, options: WorldOptions) {
  const quick = { pollSeconds: 0.1, sweepSeconds: 1, timeoutMs: 20_000, limits: { concurrency: 8 }, ...options.connection };
  return {
    dataDir: dir,
    mode: 'live',
    delivery: { backoffMs: 50, maxBackoffSeconds: 1 },
    ...options.config,
    connections: withoutAbsent({
      shop: { connector: 'woocommerce', settings: { ...peers.store.settings }, ...quick },
      erp: { connector: 'sandbox-erp', settings: { url: peers.erp.url, apiKey: peers.erp.key, webhookSecret: HOOK_SECRET }, ...quick },
      wms: { connector: 'sandbox-wms', settings: { url: peers.wms.url, apiKey: peers.wms.key, webhookSecret: HOOK_SECRET }, ...quick },
      ...(options.config?.['connections'] as object | undefined),
    }),
    orders: { erp: 'erp', wms: 'wms', ...options.orders, ...(options.config?.['orders'] as object | undefined) },
  };
}

/** A connection that is undefined is left out. */
function withoutAbsent<T extends object>(connections: T): T {
  return Object.fromEntries(Object.entries(connections).filter(([, one]) => one !== undefined)) as T;
}

export function worldConfig(dir: string, peers: Pick<Peers, 'store' | 'erp' | 'wms'>, options: WorldOptions) {
  return parseConfig(worldSettings(dir, peers, options));
}

async function mapIn(database: Database, kind: MappingKind, connection: string, key: string, value: string): Promise<void> {
  const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: '' };
  await database.write((tx) => saveMapping(tx, mapping, null, 'test', Date.now()));
}

/** Everything that the sample orders of the sandbox store need. */
export async function mapSample(database: Database, unmapped: readonly string[] = []): Promise<void> {
  const map = (kind: MappingKind, connection: string, key: string, value: string) => mapIn(database, kind, connection, key, value);
  const items = (SAMPLE_ERP['items'] ?? []) as unknown as readonly { code: string; sku: string }[];
  for (const { code, sku } of items) if (!unmapped.includes(sku)) await map('sku', 'erp', sku, code);
  await map('location', 'erp', 'main', 'WH1');
  await map('location', 'wms', 'main', 'MAIN');
  await map('shipping-method', 'wms', 'flat_rate', 'DHL-STD');
  await map('tax', 'erp', 'VAT-1', 'VAT20');
  await map('carrier', 'shop', 'DHL', 'dhl');
  await map('carrier', 'shop', 'UPS', 'ups');
}
