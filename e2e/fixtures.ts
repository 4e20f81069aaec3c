import { test as base, type Page } from '@playwright/test';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { obtainCore, type CoreVersion } from './setup/core.ts';
import { projectRoot } from './setup/paths.ts';
import { callStore, createKey, type Answer, type Query, type SignOptions, type StoreKey } from './setup/store-client.ts';
import { createSite, type Site } from './setup/site.ts';
import type { StoreKind } from './setup/site-files.ts';

export interface WorkerOptions {
  readonly core: CoreVersion;
  readonly store: StoreKind;
}

/** Calls of the store's REST API with a read-write key of the administrator. */
export interface Shop {
  readonly key: StoreKey;
  call(method: string, path: string, more?: { query?: Query; body?: unknown; sign?: SignOptions; dial?: string }): Promise<Answer>;
}

interface WorkerFixtures extends WorkerOptions {
  /** A WordPress of this worker's own, with store and plugin: SQLite for the stand-in, MariaDB for WooCommerce, whose SQL SQLite does not fully take. */
  readonly site: Site;
  readonly shop: Shop;
}

interface TestFixtures {
  /** A browser page that is logged in as the administrator. */
  readonly adminPage: Page;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  core: ['7.1', { scope: 'worker', option: true }],
  store: ['standin', { scope: 'worker', option: true }],
  site: [
    async ({ core, store }, use, worker) => {
      const dir = join(projectRoot, '.work/e2e', `${worker.project.name}-${worker.parallelIndex}`);
      rmSync(dir, { recursive: true, force: true });
      const site = await createSite({
        dir,
        core: await obtainCore(core),
        database: store === 'woocommerce' ? 'mariadb' : 'sqlite',
        store,
        plugin: true,
      });
      await use(site);
      await site.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  shop: [
    async ({ site }, use) => {
      const key = await createKey(site);
      await use({ key, call: (method, path, more) => callStore(site, key, method, path, more) });
    },
    { scope: 'worker' },
  ],
  adminPage: async ({ site, context, page }, use) => {
    const { cookies } = await site.login();
    await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: site.url })));
    await use(page);
  },
});

export { expect } from '@playwright/test';
