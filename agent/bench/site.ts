import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../e2e/setup/free-port.ts';
import { waitUntil } from '../../e2e/setup/wait-until.ts';
import { openDatabase } from '../src/database/database.ts';
import { saveMapping } from '../src/database/mappings.ts';
import type { MappingKind } from '../src/domain/mapping.ts';
import { ConnectionId } from '../src/domain/reference.ts';
import { SAMPLE_ERP } from '../test/peers/sample-seeds.ts';
import { startChild, type Child } from './child.ts';
import { installed } from './installed.ts';

const at = (path: string): string => new URL(path, import.meta.url).pathname;
const PEERS = at('../test/peers/run.ts');
const HOOK_SECRET = 'sandbox-webhook-secret';

export interface PeerAddress {
  readonly url: string;
  readonly key: string;
}

/** How a shop is reached: the settings of its connection. */
export type ShopSettings = Readonly<Record<string, unknown>>;

/** The agent and the systems around it, each in its own process. */
export interface Site {
  readonly agent: Child;
  readonly agentUrl: string;
  readonly shop: ShopSettings;
  /** The agent's data folder. */
  readonly dir: string;
  stop(): Promise<void>;
}

export interface SiteOptions {
  readonly dir: string;
  /** How long each answer of every peer takes (ms). */
  readonly latency: number;
  /** A shop that runs already; a sandbox store is started otherwise. */
  readonly shop?: ShopSettings;
  /** Prepares the agent's books before it starts. */
  readonly books?: (file: string) => void;
  /** More flags for the agent's Node, for a profile. */
  readonly nodeArgs?: readonly string[];
  readonly port?: number;
}

/** Starts sandbox ERP and warehouse, the shop unless one is given, and the agent between them, with webhooks and doorbell as in life. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const dir = mkdtempSync(join(options.dir, 'agent-'));
  const pace = ['--latency', String(options.latency), '--work', '0'];
  const peers = (['erp', 'wms', ...(options.shop ? [] : ['store'])] as const).map((kind) => startChild('peer', [PEERS, kind, ...pace]));
  try {
    const [erp, wms, store] = (await Promise.all(peers.map((peer) => peer.firstLine))).map(
      (line) => JSON.parse(line) as PeerAddress & { settings?: ShopSettings },
    );
    if (!erp || !wms) throw new Error('The peers did not start.');
    const shop = options.shop ?? store?.settings ?? {};
    const port = options.port ?? (await freePort());
    layOut(dir, port, shop, erp, wms);
    const books = join(dir, 'data/crossdock.sqlite');
    await map(books);
    options.books?.(books);
    const { program, flags, env } = installed();
    const args = [...flags, ...(options.nodeArgs ?? []), program, 'run', '--config', join(dir, 'crossdock.json')];
    const agent = startChild('agent', args, env);
    peers.push(agent);
    const agentUrl = `http://127.0.0.1:${port}`;
    await waitUntil(() => answers(agentUrl, agent), { within: 20_000, every: 50, what: 'the agent' });
    for (const [id, peer] of [
      ['erp', erp],
      ['wms', wms],
    ] as const)
      await post(`${peer.url}/webhooks`, { url: `${agentUrl}/v1/hooks/${id}`, secret: HOOK_SECRET }, peer.key);
    if (store) await post(`${store.url}/_ring`, { url: agentUrl });
    return { agent, agentUrl, shop, dir, stop: () => stopAll(peers) };
  } catch (error) {
    await stopAll(peers);
    throw error;
  }
}

async function stopAll(children: readonly Child[]): Promise<void> {
  for (const child of [...children].reverse()) await child.stop();
}

function layOut(dir: string, port: number, shop: ShopSettings, erp: PeerAddress, wms: PeerAddress): void {
  mkdirSync(join(dir, 'data'));
  const party = (connector: string, { url, key }: PeerAddress) => ({
    connector,
    settings: { url, apiKey: key, webhookSecret: HOOK_SECRET },
    limits: { concurrency: 16 },
  });
  const config = {
    dataDir: './data',
    mode: 'live',
    api: { port },
    log: { level: 'error' },
    connections: {
      shop: { connector: 'woocommerce', settings: shop, limits: { concurrency: 16 } },
      erp: party('sandbox-erp', erp),
      wms: party('sandbox-wms', wms),
    },
    orders: { erp: 'erp', wms: 'wms' },
  };
  writeFileSync(join(dir, 'crossdock.json'), JSON.stringify(config));
}

/** All codes that the orders need, as a merchant has them. */
async function map(file: string): Promise<void> {
  const items = (SAMPLE_ERP['items'] ?? []) as unknown as readonly { code: string; sku: string }[];
  const rows: [MappingKind, string, string, string][] = [
    ...items.map(({ code, sku }): [MappingKind, string, string, string] => ['sku', 'erp', sku, code]),
    ['location', 'erp', 'main', 'WH1'],
    ['location', 'wms', 'main', 'MAIN'],
    ['tax', 'erp', 'VAT-1', 'VAT20'],
    ['shipping-method', 'wms', 'flat_rate', 'DHL-STD'],
    ['carrier', 'shop', 'DHL', 'dhl'],
    ['carrier', 'shop', 'UPS', 'ups'],
  ];
  const database = await openDatabase(file);
  for (const [kind, connection, key, value] of rows) {
    const mapping = { kind, connection: ConnectionId.parse(connection), key, value, label: value };
    await database.write((tx) => saveMapping(tx, mapping, null, 'bench', Date.now()));
  }
  await database.close();
}

async function answers(url: string, agent: Child): Promise<boolean> {
  if (agent.ended()) throw new Error('The agent ended at once.');
  const answer = await fetch(`${url}/v1/health`).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.ok === true;
}

/** Calls a peer; throws with its words when it refuses. */
export async function post(url: string, body: unknown, key?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`POST ${url}: HTTP ${answer.status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}
