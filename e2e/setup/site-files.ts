import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVersion } from './core.ts';
import { fetchToFile } from './download.ts';
import { cacheDir, modulesDir, phpDir, pluginDir, standinDir } from './paths.ts';
import { copyTree, linkTree, mirrorTree, type Wanted } from './tree.ts';
import { unzip } from './unzip.ts';
import { wpConfig, type MysqlAccess } from './wp-config.ts';

export type StoreKind = 'standin' | 'woocommerce';

/** What the plugin's own folder holds beside the plugin. */
const shipped: Wanted = (path) => !/^(tests|node_modules|vendor|\.)/.test(path);

const sqliteFolder = 'wp-content/sqlite-database-integration';

/** Lays out everything but the database: core, config, router, SQLite drop-in, theme. `seenAs` is where PHP sees the root. */
export function layOutSite(root: string, core: string, database: MysqlAccess | null, seenAs: string = root): void {
  dropOtherCore(root, core);
  linkTree(core, root);
  for (const folder of ['plugins', 'mu-plugins', 'uploads', 'themes']) mkdirSync(join(root, 'wp-content', folder), { recursive: true });
  mkdirSync(join(root, '.site'), { recursive: true });
  const config = join(root, 'wp-config.php');
  writeFileSync(config, wpConfig(config, database));
  copyFileSync(join(phpDir, 'router.php'), join(root, 'router.php'));
  copyFileSync(join(phpDir, 'mu-plugin.php'), join(root, 'wp-content/mu-plugins/crossdock-site.php'));
  mirrorTree(join(phpDir, 'theme'), join(root, 'wp-content/themes/crossdock-plain'));
  mirrorTree(phpDir, join(root, '.site/php'), (path) => !/^(theme|router\.php|mu-plugin\.php)/.test(path));
  const dropIn = join(root, 'wp-content/db.php');
  rmSync(dropIn, { force: true });
  if (database === null) writeFileSync(dropIn, sqliteDropIn(root, seenAs));
}

/** A site that is opened again with another core must not become a mix of both. */
function dropOtherCore(root: string, core: string): void {
  if (!existsSync(join(root, 'wp-includes/version.php')) || readVersion(root) === readVersion(core)) return;
  for (const path of readdirSync(core)) {
    if (path !== 'wp-content') rmSync(join(root, path), { recursive: true, force: true });
  }
}

function sqliteDropIn(root: string, seenAs: string): string {
  const folder = join(root, sqliteFolder);
  if (!existsSync(folder)) {
    unzip(join(modulesDir, '@wp-playground/cli/sqlite-database-integration.zip'), join(root, 'wp-content'));
    renameSync(join(root, 'wp-content/plugin-sqlite-database-integration'), folder);
  }
  const template = readFileSync(join(folder, 'db.copy'), 'utf8');
  return template.replace('{SQLITE_IMPLEMENTATION_FOLDER_PATH}', `${seenAs}/${sqliteFolder}`).replace('{SQLITE_PLUGIN}', 'none');
}

/** Puts the store into the site: the stand-in is mirrored, the real WooCommerce is linked. */
export async function layOutStore(root: string, store: StoreKind): Promise<void> {
  const folder = join(root, 'wp-content/plugins/woocommerce');
  if (store === 'standin') mirrorTree(standinDir, folder, (path) => !path.endsWith('.md'));
  else linkTree(await obtainWoocommerce(), folder);
}

/** Mirrors plugin/ into the site; returns how many files changed. */
export function layOutPlugin(root: string): number {
  return mirrorTree(pluginDir, join(root, 'wp-content/plugins/crossdock'), shipped);
}

/** Real WooCommerce: CROSSDOCK_WOOCOMMERCE_DIR, else from wordpress.org; kept under .cache/woocommerce. */
export async function obtainWoocommerce(): Promise<string> {
  const home = join(cacheDir, 'woocommerce');
  const given = process.env['CROSSDOCK_WOOCOMMERCE_DIR'];
  const folder = join(home, given === undefined ? 'latest' : woocommerceVersion(given));
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  const draft = mkdtempSync(join(home, '.draft-'));
  try {
    if (given !== undefined) copyTree(given, join(draft, 'woocommerce'));
    else await downloadWoocommerce(draft);
    if (!existsSync(folder)) renameSync(join(draft, 'woocommerce'), folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

function woocommerceVersion(folder: string): string {
  const main = join(folder, 'woocommerce.php');
  const version = existsSync(main) ? /^ \* Version: (\S+)/m.exec(readFileSync(main, 'utf8'))?.[1] : undefined;
  if (version === undefined) throw new Error(`${folder} holds no WooCommerce (woocommerce.php with a version is missing)`);
  return version;
}

async function downloadWoocommerce(draft: string): Promise<void> {
  const zip = join(draft, 'woocommerce.zip');
  await fetchToFile('https://downloads.wordpress.org/plugin/woocommerce.latest-stable.zip', zip).catch((error: unknown) => {
    throw new Error('Real WooCommerce is not here: set CROSSDOCK_WOOCOMMERCE_DIR to its folder, or use the stand-in', { cause: error });
  });
  unzip(zip, draft);
}
