import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { obtainCore } from '../../e2e/setup/core.ts';
import { inspectMachine } from '../../e2e/setup/doctor.ts';
import { createSite, type Site } from '../../e2e/setup/site.ts';
import { obtainWoocommerce, type StoreKind } from '../../e2e/setup/site-files.ts';
import { createWasmSite } from '../../e2e/setup/wasm-site.ts';
import type { DemoOptions } from './options.ts';
import { step } from './say.ts';

/** The demo's WordPress: native PHP when it is there, WebAssembly otherwise; real WooCommerce when it can be had, the stand-in otherwise. */
export async function startShop(dir: string, options: DemoOptions): Promise<Site> {
  const machine = await inspectMachine();
  const native = machine.nativeSqlite && !options.wasm;
  const store = await obtainWoocommerce().then(
    (): StoreKind => 'woocommerce',
    (): StoreKind => 'standin',
  );
  const core = await obtainCore(store === 'woocommerce' ? '7.1' : '6.5');
  const how = native ? `PHP ${machine.php?.version ?? ''}` : 'PHP in WebAssembly (slower: a page takes a second or two)';
  step(
    `WordPress on ${how}, ${store === 'woocommerce' ? 'with WooCommerce' : 'with the store stand-in (no WooCommerce could be had here)'} …`,
  );
  const port = options.port === null ? {} : { port: options.port };
  const given = { dir, core, store, plugin: true, ...port };
  const site = native ? await createSite({ ...given, database: 'sqlite', workers: 6 }) : await createWasmSite(given);
  mkdirSync(join(dir, 'wp-content/mu-plugins'), { recursive: true });
  copyFileSync(new URL('./one-click-login.php', import.meta.url), join(dir, 'wp-content/mu-plugins/one-click-login.php'));
  return site;
}
