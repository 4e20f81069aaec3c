import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '../../src/connector/tools.ts';
import { saveMapping } from '../../src/database/mappings.ts';
import type { MappingKind } from '../../src/domain/mapping.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import { startAgent, type Agent } from '../../src/runtime/agent.ts';
import { parseConfig } from '../../src/runtime/config.ts';
import { startSandboxErp, type SandboxErp, type SandboxErpOptions } from '../peers/erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../peers/sample-seeds.ts';
import { startSandboxStore, type SandboxStore, type SandboxStoreOptions } from '../peers/sandbox-store.ts';
import { startSandboxWms, type SandboxWms, type SandboxWmsOptions } from '../peers/wms.ts';

/** Three real peers and the agent between them, in one process. */
export interface World {
  readonly store: SandboxStore;
  readonly erp: SandboxErp;
  readonly wms: SandboxWms;
  readonly dir: string;
  agent: Agent;
  map(kind: MappingKind, connection: string, key: string, value: string): Promise<void>;
  /** Stops the agent and starts it again on the same books. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly store?: SandboxStoreOptions;
  readonly erp?: SandboxErpOptions;
  readonly wms?: SandboxWmsOptions;
  /** Laid over the configuration. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly orders?: Readonly<Record<string, unknown>>;
  /** Laid over every connection. */
  readonly connection?: Readonly<Record<string, unknown>>;
  /** SKUs that are left without a mapping. */
  readonly unmapped?: readonly string[];
  readonly log?: Logger;
}

export const QUIET: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-world-'));
  const store = await startSandboxStore(options.store);
  const erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP, ...options.erp });
  const wms = await startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS, ...options.wms });
  const config = worldConfig(dir, { store, erp, wms }, options);
  const start = (): Promise<Agent> => startAgent({ config, log: options.log ?? QUIET, resolveSettings: (settings) => settings });
  const world: World = {
    store,
    erp,
    wms,
    dir,
    agent: await start(),
    map: (kind, connection, key, value) => mapOn(world.agent, kind, connection, key, value),
    restart: async () => {
      await world.agent.stop();
      world.agent = await start();
    },
    close: async () => {
      await world.agent.stop();
      await Promise.all([store.close(), erp.close(), wms.close()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
  await mapSample(world, options.unmapped ?? []);
  return world;
}

export function worldConfig(dir: string, peers: Pick<World, 'store' | 'erp' | 'wms'>, options: WorldOptions) {
  const quick = { pollSeconds: 0.1, sweepSeconds: 1, timeoutMs: 2_000, limits: { concurrency: 8 }, ...options.connection };
  return parseConfig({
    dataDir: dir,
    mode: 'live',
    delivery: { backoffMs: 50, maxBackoffSeconds: 1 },
    ...options.config,
    connections: {
      shop: { connector: 'woocommerce', settings: peers.store.settings, ...quick },
      erp: { connector: 'sandbox-erp', settings: { url: peers.erp.url, apiKey: peers.erp.key, webhookSecret: 'sandbox-webhook-secret' }, ...quick },
      wms: { connector: 'sandbox-wms', settings: { url: peers.wms.url, apiKey: peers.wms.key, webhookSecret: 'sandbox-webhook-secret' }, ...quick },
    },
    orders: { erp: 'erp', wms: 'wms', ...options.orders },
  });
}

async function mapOn(agent: Agent, kind: MappingKind, connection: string, key: string, value: string): Promise<void> {
  const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: '' };
  await agent.database.write((tx) => saveMapping(tx, mapping, null, 'test', Date.now()));
}

/** Everything that the sample orders of the sandbox store need. */
async function mapSample(world: World, unmapped: readonly string[]): Promise<void> {
  const items = (SAMPLE_ERP['items'] ?? []) as unknown as readonly { code: string; sku: string }[];
  for (const { code, sku } of items) if (!unmapped.includes(sku)) await world.map('sku', 'erp', sku, code);
  await world.map('location', 'erp', 'main', 'WH1');
  await world.map('location', 'wms', 'main', 'MAIN');
  await world.map('shipping-method', 'wms', 'flat_rate', 'DHL-STD');
  await world.map('tax', 'erp', 'VAT-1', 'VAT20');
  await world.map('carrier', 'shop', 'DHL', 'dhl');
  await world.map('carrier', 'shop', 'UPS', 'ups');
}
