import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { freePort } from './free-port.ts';
import { logIn, type Login } from './login.ts';
import { startMariadb, type Mariadb } from './mariadb.ts';
import { startGroup, type ProcessGroup } from './process-group.ts';
import { run } from './run.ts';
import { layOutPlugin, layOutSite, layOutStore, type StoreKind } from './site-files.ts';
import { waitUntil } from './wait-until.ts';

export interface SiteOptions {
  /** Folder that becomes the WordPress root; an installed site in it is opened again. */
  readonly dir: string;
  /** What obtainCore gave. */
  readonly core: string;
  /** 'mariadb' starts a private server that lives as long as the site; a running one may be given instead. */
  readonly database: 'sqlite' | 'mariadb' | Mariadb;
  readonly store: StoreKind | 'none';
  readonly plugin: boolean;
  readonly workers?: number;
  readonly port?: number;
}

/** A running WordPress on loopback. */
export interface Site {
  readonly url: string;
  /** The WordPress root on disk. */
  readonly dir: string;
  readonly adminUser: string;
  readonly adminPassword: string;
  /** PHP's own output; WordPress's debug log lies beside it. */
  readonly logPath: string;
  readonly debugLogPath: string;
  /** Mails the site would have sent, one JSON object {to, subject, message} a line. */
  readonly mailPath: string;
  /** Runs PHP (without the opening tag) inside the loaded site and gives what it prints. */
  php(code: string): Promise<string>;
  /** Logs a user in, the administrator by default. */
  login(user?: string, password?: string): Promise<Login>;
  /** Copies plugin/ into the site again; returns how many files changed. */
  sync(): number;
  stop(): Promise<void>;
}

export const administrator = { user: 'admin', password: 'password' } as const;

/** Installs and starts a WordPress site by the machine's own PHP. */
export async function createSite(options: SiteOptions): Promise<Site> {
  const root = options.dir;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(join(root, '.site'), { recursive: true });
  const owned = options.database === 'mariadb' ? await startMariadb(join(root, '.site/mariadb')) : null;
  try {
    const known = existsSync(join(root, 'wp-config.php'));
    const server = owned ?? (typeof options.database === 'string' ? null : options.database);
    layOutSite(root, options.core, server === null ? null : await openDatabase(server, root, !known));
    const site = nativeSite(root, url, await install(root, url, options));
    const group = await serve(root, port, options.workers ?? 4);
    // WooCommerce makes its order tables the default at the first visit of wp-admin.
    if (options.store === 'woocommerce') await visitAdmin(site);
    return { ...site, stop: () => stopAll(group, owned) };
  } catch (error) {
    await owned?.stop();
    throw error;
  }
}

async function openDatabase(server: Mariadb, root: string, fresh: boolean): ReturnType<Mariadb['createDatabase']> {
  const name = `wp_${basename(root).replace(/\W/g, '_')}`.slice(0, 60);
  const exists = (await server.sql(`SHOW DATABASES LIKE '${name}'`)).trim() !== '';
  if (exists && !fresh) return { host: `127.0.0.1:${server.port}`, name, user: 'wp', password: 'wp' };
  return server.createDatabase(name);
}

type RunPhp = (script: string, more?: Readonly<Record<string, string>>, input?: string) => Promise<string>;

/** What every PHP of a site runs with: code changed by sync() counts at once, and compiled code is kept on disk, which makes a single call six times faster. */
export function phpSettings(root: string, oneShot: boolean): readonly string[] {
  const cache = join(root, '.site/opcache');
  mkdirSync(cache, { recursive: true });
  const settings = [
    'opcache.enable_cli=1',
    'opcache.revalidate_freq=0',
    `opcache.file_cache=${cache}`,
    `opcache.file_cache_only=${oneShot ? 1 : 0}`,
    'memory_limit=512M',
    'display_errors=stderr',
  ];
  return settings.flatMap((setting) => ['-d', setting]);
}

async function install(root: string, url: string, options: SiteOptions): Promise<RunPhp> {
  const runPhp: RunPhp = (script, more = {}, input = '') => {
    const site = JSON.stringify({ url, root, user: administrator.user, password: administrator.password, ...more });
    return run('php', [...phpSettings(root, true), join(root, '.site/php', script)], { env: { CROSSDOCK_SITE: site }, input });
  };
  await runPhp('install.php');
  if (options.store !== 'none') {
    await layOutStore(root, options.store);
    await runPhp('activate.php', { plugin: 'woocommerce/woocommerce.php' });
  }
  if (options.plugin) {
    layOutPlugin(root);
    await runPhp('activate.php', { plugin: 'crossdock/crossdock.php' });
  }
  return runPhp;
}

function nativeSite(root: string, url: string, runPhp: RunPhp): Omit<Site, 'stop'> {
  const { user: adminUser, password: adminPassword } = administrator;
  return {
    url,
    dir: root,
    adminUser,
    adminPassword,
    logPath: join(root, '.site/server.log'),
    debugLogPath: join(root, '.site/debug.log'),
    mailPath: join(root, '.site/mail.jsonl'),
    php: (code) => runPhp('evaluate.php', {}, code),
    login: (user = adminUser, password = adminPassword) => logIn(url, user, password),
    sync: () => layOutPlugin(root),
  };
}

async function serve(root: string, port: number, workers: number): Promise<ProcessGroup> {
  const log = join(root, '.site/server.log');
  writeFileSync(log, '');
  const args = [...phpSettings(root, false), '-S', `127.0.0.1:${port}`, '-t', root, join(root, 'router.php')];
  const group = startGroup('php', args, log, { PHP_CLI_SERVER_WORKERS: String(workers) });
  const up = async (): Promise<boolean> => {
    if (group.ended()) return true;
    const answer = await fetch(`http://127.0.0.1:${port}/wp-includes/css/dashicons.min.css`);
    // A body left unread makes Node's fetch fail an assertion when the server is ended later.
    await answer.arrayBuffer();
    return answer.ok;
  };
  await waitUntil(up, { within: 60_000, every: 20, what: `PHP on port ${port}` });
  if (group.ended()) throw new Error(`PHP did not start on port ${port}, see ${log}`);
  return group;
}

async function visitAdmin(site: Pick<Site, 'url' | 'login'>): Promise<void> {
  const { cookie } = await site.login();
  await (await fetch(`${site.url}/wp-admin/`, { headers: { cookie } })).arrayBuffer();
}

async function stopAll(group: ProcessGroup, owned: Mariadb | null): Promise<void> {
  await group.stop();
  await owned?.stop();
}
