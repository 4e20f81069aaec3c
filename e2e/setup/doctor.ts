import { findBrowser } from './chromium.ts';
import { run, which } from './run.ts';

/** What this machine has, for the test runner and the demo to decide by; a null path means "not here". */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  readonly apt: boolean;
  readonly php: { readonly path: string; readonly version: string; readonly extensions: readonly string[] } | null;
  /** PHP can run a site on SQLite (pdo_sqlite), on MariaDB (mysqli). */
  readonly nativeSqlite: boolean;
  readonly nativeMysql: boolean;
  readonly mariadb: string | null;
  readonly chromium: string | null;
  readonly trytond: string | null;
  readonly sshd: string | null;
}

/** Looks what is on this machine; takes about 0.1 s and changes nothing. */
export async function inspectMachine(): Promise<Machine> {
  const [apt, php, mariadbd, mysqld, trytond, sshd] = await Promise.all(
    ['apt-get', 'php', 'mariadbd', 'mysqld', 'trytond', 'sshd'].map(which),
  );
  const found = php === null || php === undefined ? null : await inspectPhp(php);
  const has = (...names: string[]): boolean => names.every((name) => found?.extensions.includes(name) === true);
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    apt: typeof apt === 'string',
    php: found,
    nativeSqlite: has('pdo_sqlite', 'mbstring'),
    nativeMysql: has('mysqli'),
    mariadb: mariadbd ?? mysqld ?? null,
    chromium: findBrowser(),
    trytond: trytond ?? null,
    sshd: sshd ?? null,
  };
}

async function inspectPhp(path: string): Promise<Machine['php']> {
  const said = await run(path, ['-r', 'echo json_encode([PHP_VERSION, get_loaded_extensions()]);']).catch(() => null);
  if (said === null) return null;
  const [version, extensions] = JSON.parse(said) as [string, string[]];
  return { path, version, extensions: extensions.map((name) => name.toLowerCase()) };
}
