import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../e2e/setup/free-port.ts';
import type { Site } from '../../e2e/setup/site.ts';
import { startSandboxErp } from '../../agent/test/peers/erp.ts';
import { SAMPLE_ERP, SAMPLE_WMS } from '../../agent/test/peers/sample-seeds.ts';
import { startSandboxWms } from '../../agent/test/peers/wms.ts';
import { HOOK_SECRET, layOutAgent } from './agent-process.ts';
import { buildScreens } from './build-ui.ts';
import { PACKED_NOTE, PARTIAL_NOTE, WAITING_NOTE } from './catalogue.ts';
import { demoMappings } from './mappings.ts';
import { readOptions, type DemoOptions } from './options.ts';
import { follow } from './follow.ts';
import { say, step } from './say.ts';
import { placeOrders, seedProducts } from './seed-shop.ts';
import { startShop } from './shop.ts';
import { throughTheShop } from './through-the-shop.ts';
import { watchSources } from './watch.ts';

type Closing = () => Promise<void> | void;

/** Whatever was started is stopped in the reverse order, whatever happened. */
const closings: Closing[] = [];
let closing: Promise<void> | null = null;

function closeAll(): Promise<void> {
  closing ??= (async () => {
    for (const close of closings.reverse()) await Promise.resolve(close()).catch((error: unknown) => say(String(error)));
  })();
  return closing;
}

async function main(options: DemoOptions): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'crossdock-demo-'));
  closings.push(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  step('Building the screens, unless they are built …');
  await buildScreens();
  const site = await startShop(join(dir, 'shop'), options);
  closings.push(() => site.stop());
  step('Sandbox ERP and warehouse …');
  const pace = { latency: [20, 60] as const, work: [200, 700] as const };
  const erp = await startSandboxErp({ ...pace, seed: SAMPLE_ERP });
  closings.push(() => erp.close());
  const rules = [
    { note: PARTIAL_NOTE, partial: true },
    { note: PACKED_NOTE, holdAt: 'packed' },
    { note: WAITING_NOTE, hold: true },
  ] as const;
  const wms = await startSandboxWms({ ...pace, seed: SAMPLE_WMS, rules });
  closings.push(() => wms.close());
  const agent = await layOutAgent(join(dir, 'agent'), await freePort(), { erp, wms });
  const shop = throughTheShop(site.url, await site.login());
  await seedProducts(site);
  step('Pairing the agent with the shop …');
  await agent.command(['pair', site.url, await shop.pairingCode(), '--agent-url', agent.url]);
  await agent.start();
  closings.push(() => agent.stop());
  erp.hook(`${agent.url}/v1/hooks/erp`, HOOK_SECRET);
  wms.hook(`${agent.url}/v1/hooks/wms`, HOOK_SECRET);
  for (const mapping of demoMappings()) await shop.map(mapping);
  const loginUrl = await oneClick(site);
  if (options.watch) closings.push(watchSources(site, agent));
  step(`Ready. ${options.orders} orders are being placed …`);
  if (!options.headless)
    say(
      `\n  Look in:  ${loginUrl}\n  (WordPress user "${site.adminUser}", password "${site.adminPassword}"; agent log ${agent.logFile})\n`,
    );
  const ids = await placeOrders(site, 0, options.orders);
  return follow({ options, site, shop, erp, wms, ids, headless: options.headless, patienceMs: options.patience * 1000 });
}

async function oneClick(site: Site): Promise<string> {
  const token = randomBytes(12).toString('hex');
  await site.php(`update_option('crossdock_demo_login', '${token}', false);`);
  return `${site.url}/?demo-login=${token}`;
}

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      say('\nStopping …');
      void closeAll().then(() => process.exit(options.headless ? 130 : 0));
    });
  }
  try {
    return await main(options);
  } finally {
    await closeAll();
  }
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(
      error instanceof RangeError
        ? error.message
        : `The demo failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exit(error instanceof RangeError ? 2 : 1);
  },
);
