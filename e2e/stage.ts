import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startSandboxErp, type SandboxErp } from '../agent/test/peers/erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../agent/test/peers/sample-seeds.ts';
import { startSandboxWms, type SandboxWms } from '../agent/test/peers/wms.ts';
import { HOOK_SECRET, layOutAgent, type AgentProcess } from '../scripts/demo/agent-process.ts';
import { PARTIAL_NOTE } from '../scripts/demo/catalogue.ts';
import { demoMappings } from '../scripts/demo/mappings.ts';
import { seedProducts } from '../scripts/demo/seed-shop.ts';
import { throughTheShop, type ThroughTheShop } from '../scripts/demo/through-the-shop.ts';
import { obtainCore, type CoreVersion } from './setup/core.ts';
import { freePort } from './setup/free-port.ts';
import { projectRoot } from './setup/paths.ts';
import type { StoreKind } from './setup/site-files.ts';
import { createSite, type Site } from './setup/site.ts';

/** The whole product in play: a shop with goods, the agent in its own process, an ERP and a warehouse. */
export interface Stage {
  readonly site: Site;
  readonly agent: AgentProcess;
  readonly erp: SandboxErp;
  readonly wms: SandboxWms;
  /** The agent as the administrator reaches it from wp-admin. */
  readonly admin: ThroughTheShop;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly name: string;
  readonly core: CoreVersion;
  readonly store: StoreKind;
}

/** Fast enough for a test, slow enough that a person would see each stage. */
const pace = { latency: [5, 20] as const, work: [80, 250] as const };

/** Builds shop, ERP, warehouse and the agent's folder; the agent is neither paired nor started. */
export async function openStage({ name, core, store }: StageOptions): Promise<Stage> {
  const dir = join(projectRoot, '.work/e2e', name);
  rmSync(dir, { recursive: true, force: true });
  const database = store === 'woocommerce' ? 'mariadb' : 'sqlite';
  const site = await createSite({ dir: join(dir, 'shop'), core: await obtainCore(core), database, store, plugin: true, workers: 8 });
  const erp = await startSandboxErp({ ...pace, seed: SAMPLE_ERP });
  const wms = await startSandboxWms({ ...pace, seed: SAMPLE_WMS, rules: [{ note: PARTIAL_NOTE, partial: true }] });
  const agent = await layOutAgent(join(dir, 'agent'), await freePort(), { erp, wms });
  await seedProducts(site);
  const admin = throughTheShop(site.url, await site.login());
  const close = async (): Promise<void> => {
    await agent.stop();
    await Promise.all([erp.close(), wms.close(), site.stop()]);
  };
  return { site, agent, erp, wms, admin, close };
}

/** Starts the paired agent and lets ERP and warehouse ring it. */
export async function startAgent({ agent, erp, wms }: Stage): Promise<void> {
  await agent.start();
  erp.hook(`${agent.url}/v1/hooks/erp`, HOOK_SECRET);
  wms.hook(`${agent.url}/v1/hooks/wms`, HOOK_SECRET);
}

/** Pairs by the command line as an operator would, and maps every SKU but the one left out on purpose. */
export async function pairAndMap(stage: Stage): Promise<void> {
  const { agent, site, admin } = stage;
  await agent.command(['pair', site.url, await admin.pairingCode(), '--agent-url', agent.url]);
  await startAgent(stage);
  for (const mapping of demoMappings()) await admin.map(mapping);
}
