import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { obtainCore } from '../../e2e/setup/core.ts';
import { inspectMachine, type Machine } from '../../e2e/setup/doctor.ts';
import { obtainWoocommerce, type StoreKind } from '../../e2e/setup/site-files.ts';
import { createSite, type Site } from '../../e2e/setup/site.ts';

/** A WordPress with the plugin, and in words what it is. */
export interface Shop {
  readonly site: Site;
  readonly words: string;
}

/** The databases on which a shop can run here; the sentence says why there is none. */
export async function databases(): Promise<{ readonly usable: readonly ('sqlite' | 'mariadb')[]; readonly why: string }> {
  const machine: Machine = await inspectMachine();
  const usable = [machine.nativeSqlite ? 'sqlite' : null, machine.nativeMysql && machine.mariadb !== null ? 'mariadb' : null] as const;
  return { usable: usable.filter((one) => one !== null), why: 'PHP with pdo_sqlite or mysqli is not installed here.' };
}

/** Real WooCommerce when it can be had, the stand-in otherwise. */
export async function startShop(dir: string, database: 'sqlite' | 'mariadb'): Promise<Shop> {
  const store = await obtainWoocommerce().then(
    (): StoreKind => 'woocommerce',
    (): StoreKind => 'standin',
  );
  const core = await obtainCore(store === 'woocommerce' ? '7.1' : '6.5');
  const root = join(mkdtempSync(join(dir, 'shop-')), database);
  const site = await createSite({ dir: root, core, store, plugin: true, database, workers: 4 });
  const words = `${store === 'woocommerce' ? 'real WooCommerce' : 'store stand-in'} on ${database === 'sqlite' ? 'SQLite' : 'MariaDB'}`;
  return { site, words };
}
