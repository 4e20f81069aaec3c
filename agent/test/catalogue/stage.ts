import { saveMapping } from '../../src/database/mappings.ts';
import type { MappingKind } from '../../src/domain/mapping.ts';
import { ConnectionId } from '../../src/domain/reference.ts';
import type { Agent } from '../../src/runtime/agent.ts';
import { parseConfig } from '../../src/runtime/config.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../peers/sample-seeds.ts';
import { mapSample, startPeers, worldSettings, type Peers } from '../support/world.ts';
import type { Act } from './acts.ts';
import type { Boundary } from './fragile-books.ts';
import { startLives, type Lives } from './lives.ts';
import { sandboxShop } from './sandbox-shop.ts';
import type { Outcome, Scenario } from './scenario.ts';
import type { OpenShop, Shop } from './shop.ts';

/** Three parties and an agent, set up for one scenario; `clock` moves the agent's time on. */
export interface Stage extends Peers {
  readonly shop: Shop;
  readonly lives: Lives;
  readonly clock: { ahead: number };
  /** A real ERP in place of the sandbox's. */
  readonly realErp?: RealErp;
}

/** What people do in a real ERP, and what its books say in the words of a scenario. */
export interface RealErp {
  act(reference: string, act: Act): Promise<unknown>;
  outcome(reference: string): Promise<Outcome['erp']>;
  /** How long nothing may change before everything counts as quiet, and how long is waited for that. */
  readonly pace: { readonly sameForMs: number; readonly patienceMs: number };
}

export async function setStage(scenario: Scenario, boundary: Boundary | null, openShop: OpenShop = sandboxShop): Promise<Stage> {
  const { stock, expected, ...erp } = (scenario.erp ?? {}) as { stock?: Stock; expected?: Readonly<Record<string, string>> };
  const clock = { ahead: 0 };
  const peers = await startPeers({
    erp: { seed: erpSeed(stock ?? {}, expected ?? {}), ...erp },
    wms: { seed: WMS_SEED, rules: [{ hold: true }], ...scenario.wms },
  });
  const shop = openShop(peers);
  const usual = worldSettings(peers.dir, peers, { orders: scenario.policy ?? {}, connection: { pollSeconds: 0.05, sweepSeconds: 60 } });
  const config = parseConfig({ ...usual, connections: { ...usual.connections, shop: { ...usual.connections.shop, ...shop.connection } } });
  const lives = await startLives(config, boundary, mapAll, () => Date.now() + clock.ahead);
  const closePeers = peers.close;
  return Object.assign(peers, {
    shop,
    lives,
    clock,
    close: async () => {
      await lives.close();
      await shop.close();
      await closePeers();
    },
  });
}

/** Units by SKU in the first warehouse, or by warehouse and SKU. */
type Stock = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

function erpSeed(stock: Stock, expected: Readonly<Record<string, string>>) {
  const items = (SAMPLE_ERP['items'] ?? []) as readonly { code: string; name: string; sku?: string }[];
  return {
    ...SAMPLE_ERP,
    items: items.map((item) => ({ ...item, ...stockOf(stock, item.sku ?? ''), ...dateOf(expected, item.sku ?? '') })),
  };
}

function stockOf(stock: Stock, sku: string): { stock?: Record<string, number> } {
  const here: Record<string, number> = {};
  for (const [name, units] of Object.entries(stock)) {
    if (typeof units === 'number') {
      if (name === sku) here['WH1'] = units;
    } else if (Object.hasOwn(units, sku)) here[name] = units[sku] ?? 0;
  }
  return Object.keys(here).length > 0 ? { stock: here } : {};
}

function dateOf(expected: Readonly<Record<string, string>>, sku: string): { expectedAt?: string } {
  return Object.hasOwn(expected, sku) ? { expectedAt: `${expected[sku]}T00:00:00.000Z` } : {};
}

export const WMS_SEED = {
  ...SAMPLE_WMS,
  warehouses: [
    { code: 'MAIN', name: 'Hall 1' },
    { code: 'OUTLET', name: 'Outlet' },
  ],
};

const MAPPINGS: readonly (readonly [MappingKind, string, string, string])[] = [
  ['location', 'erp', 'outlet', 'WH2'],
  ['location', 'wms', 'outlet', 'OUTLET'],
  ['tax', 'erp', 'VAT-2', 'ANY'],
];

async function mapAll(agent: Agent): Promise<void> {
  await mapSample(agent.database);
  for (const [kind, connection, key, value] of MAPPINGS) await map(agent, kind, connection, key, value);
}

/** What a person does on the mapping screen. */
export async function map(agent: Agent, kind: MappingKind, connection: string, key: string, value: string): Promise<void> {
  const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: '' };
  await agent.database.write((tx) => saveMapping(tx, mapping, null, 'Anna', Date.now()));
}
