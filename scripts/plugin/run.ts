import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { obtainCore, type CoreVersion } from '../../e2e/setup/core.ts';
import { createSite, type SiteOptions } from '../../e2e/setup/site.ts';

const PLUGIN = new URL('../../plugin/', import.meta.url).pathname;

/** On which WordPress, database and store the plugin is tested. The feed's concurrency is only proved on MariaDB: SQLite has no row locks. */
interface Ground {
  readonly name: string;
  readonly core: CoreVersion;
  readonly database: SiteOptions['database'];
  readonly store: 'standin' | 'woocommerce';
}

function grounds(): Ground[] {
  const real = process.env['CROSSDOCK_WOOCOMMERCE_DIR'] !== undefined && process.env['CROSSDOCK_WORDPRESS_DIR'] !== undefined;
  const always: Ground[] = [
    { name: 'WordPress 6.5, SQLite, stand-in', core: '6.5', database: 'sqlite', store: 'standin' },
    { name: 'WordPress 7.1, MariaDB, stand-in', core: '7.1', database: 'mariadb', store: 'standin' },
  ];
  const given: Ground = { name: 'WordPress 7.1, MariaDB, WooCommerce', core: '7.1', database: 'mariadb', store: 'woocommerce' };
  return real ? [...always, given] : always;
}

function command(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(name, [...args], { cwd: PLUGIN, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function onGround({ name, ...options }: Ground): Promise<number> {
  console.log(`\n=== ${name}`);
  const dir = mkdtempSync(join(tmpdir(), 'crossdock-plugin-'));
  const site = await createSite({ dir: join(dir, 'site'), ...options, core: await obtainCore(options.core), plugin: true, workers: 4 });
  try {
    return await command('vendor/bin/phpunit', ['--colors=never'], { CROSSDOCK_TEST_SITE: site.dir, CROSSDOCK_TEST_URL: site.url });
  } finally {
    await site.stop();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function main(): Promise<number> {
  if (!existsSync(join(PLUGIN, 'vendor/bin/phpunit'))) {
    const installed = await command('composer', ['install', '--no-interaction', '--no-progress', '--quiet'], { COMPOSER_ALLOW_SUPERUSER: '1' });
    if (installed !== 0) return installed;
  }
  console.log('=== PHPStan, level max');
  let worst = await command('vendor/bin/phpstan', ['analyse', '--no-progress', '--memory-limit=1G']);
  for (const ground of grounds()) worst = Math.max(worst, await onGround(ground));
  return worst;
}

process.exit(await main());
