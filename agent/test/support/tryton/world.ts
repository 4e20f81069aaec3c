import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveMapping } from '../../../src/database/mappings.ts';
import type { MappingKind } from '../../../src/domain/mapping.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { startAgent, type Agent } from '../../../src/runtime/agent.ts';
import { parseConfig } from '../../../src/runtime/config.ts';
import { startFaultProxy, type FaultProxy } from '../../peers/fault-proxy.ts';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxStore, type SandboxStore } from '../../peers/sandbox-store.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { QUIET } from '../world.ts';
import { startTryton, type RunningTryton } from './start.ts';

/** A shop, a real Tryton behind a fault switch, a warehouse, and the agent between them. */
export interface TrytonWorld {
  readonly store: SandboxStore;
  readonly tryton: RunningTryton;
  readonly proxy: FaultProxy;
  readonly wms: SandboxWms;
  readonly agent: Agent;
  close(): Promise<void>;
}

const SKUS = ['MUG-WHITE', 'MUG-BLACK', 'TEE-S', 'TEE-M', 'TEE-L', 'CAP', 'BOOK', 'POSTER', 'BAG', 'PEN', 'LAMP'];

export async function startTrytonWorld(): Promise<TrytonWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'crossdock-tryton-world-'));
  const tryton = await startTryton();
  const proxy = await startFaultProxy(tryton.url);
  const store = await startSandboxStore();
  const seed = { ...SAMPLE_WMS, items: SKUS.map((code) => ({ code, name: code })) };
  const rules = [
    { orderNumber: 'PARTIAL', partial: true },
    { orderNumber: 'CANCEL', hold: true },
  ];
  const wms = await startSandboxWms({ latency: 0, work: [20, 60], seed, rules });
  const config = parseConfig({
    dataDir: dir,
    mode: 'live',
    delivery: { backoffMs: 100, maxBackoffSeconds: 2 },
    connections: {
      shop: { connector: 'woocommerce', settings: store.settings, pollSeconds: 0.2 },
      erp: {
        connector: 'tryton',
        settings: { url: proxy.url, database: tryton.db, user: tryton.user, password: tryton.password },
        pollSeconds: 1,
        timeoutMs: 15_000,
        limits: { concurrency: 2 },
      },
      wms: { connector: 'sandbox-wms', settings: { url: wms.url, apiKey: wms.key }, pollSeconds: 0.2 },
    },
    orders: { erp: 'erp', wms: 'wms' },
  });
  const agent = await startAgent({ config, log: QUIET, resolveSettings: (settings) => settings });
  await mapAll(agent);
  return {
    ...{ store, tryton, proxy, wms, agent },
    close: async () => {
      await agent.stop();
      await Promise.all([store.close(), wms.close(), proxy.close()]);
      await tryton.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function mapAll(agent: Agent): Promise<void> {
  const rows: [MappingKind, string, string, string][] = [
    ...SKUS.map((sku): [MappingKind, string, string, string] => ['sku', 'erp', sku, sku]),
    ['location', 'erp', 'main', 'WH'],
    ['location', 'wms', 'main', 'MAIN'],
    ['shipping-method', 'wms', 'flat_rate', 'DHL-STD'],
    ['tax', 'erp', 'VAT-1', 'VAT 20%'],
    ['tax', 'erp', 'VAT-2', 'VAT 10%'],
    ['carrier', 'shop', 'DHL', 'dhl'],
  ];
  for (const [kind, connection, key, value] of rows) {
    const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: '' };
    await agent.database.write((tx) => saveMapping(tx, mapping, null, 'test', Date.now()));
  }
}
