import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { logIn } from './login.ts';
import { layOutPlugin, layOutSite, layOutStore } from './site-files.ts';
import { administrator, type Site, type SiteOptions } from './site.ts';

/** As much of @wp-playground/cli as is used; its own types are not written for this module resolution. */
interface Playground {
  runCLI(args: Readonly<Record<string, unknown>>): Promise<RunCLIServer>;
}
interface RunCLIServer extends AsyncDisposable {
  readonly playground: {
    run(options: { code: string; env: Record<string, string> }): Promise<{ text: string; errors: string; exitCode: number }>;
  };
}

/** Where PHP in WebAssembly sees the site. */
const inside = '/wordpress';

export type WasmSiteOptions = Omit<SiteOptions, 'database'>;

/** The same site by PHP in WebAssembly: needs nothing but Node, takes 5 to 10 s to start and about a second a page. */
export async function createWasmSite(options: WasmSiteOptions): Promise<Site> {
  const root = options.dir;
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(join(root, '.site'), { recursive: true });
  writeFileSync(join(root, '.site/server.log'), '');
  layOutSite(root, options.core, null, inside);
  if (options.store !== 'none') await layOutStore(root, options.store);
  if (options.plugin) layOutPlugin(root);
  const cli = await boot(root, url, port, options.workers ?? 3);
  try {
    const runPhp = runnerOf(cli, url, join(root, '.site/server.log'));
    await runPhp(script('install.php'));
    if (options.store !== 'none') await runPhp(script('activate.php'), { plugin: 'woocommerce/woocommerce.php' });
    if (options.plugin) await runPhp(script('activate.php'), { plugin: 'crossdock/crossdock.php' });
    return wasmSite(root, url, cli, runPhp);
  } catch (error) {
    await cli[Symbol.asyncDispose]();
    throw error;
  }
}

const script = (name: string): string => `require '${inside}/.site/php/${name}';`;

async function boot(root: string, url: string, port: number, workers: number): Promise<RunCLIServer> {
  const { runCLI } = (await import('@wp-playground/cli')) as unknown as Playground;
  return runCLI({
    command: 'server',
    port,
    'site-url': url,
    php: '8.2',
    // Without the version here the blueprint would fetch another PHP, and only this one is installed.
    blueprint: { preferredVersions: { php: '8.2', wp: '6.5' }, steps: [] },
    'mount-before-install': [{ hostPath: root, vfsPath: inside }],
    wordpressInstallMode: 'do-not-attempt-installing',
    skipSqliteSetup: true,
    workers,
    verbosity: 'quiet',
  });
}

type RunWasm = (code: string, more?: Readonly<Record<string, string>>) => Promise<string>;

function runnerOf(cli: RunCLIServer, url: string, log: string): RunWasm {
  return async (code, more = {}) => {
    const site = JSON.stringify({ url, root: inside, user: administrator.user, password: administrator.password, ...more });
    const answer = await cli.playground.run({ code: `<?php ${code}`, env: { CROSSDOCK_SITE: site } });
    if (answer.errors !== '') appendFileSync(log, answer.errors);
    if (answer.exitCode !== 0)
      throw new Error(`PHP ended with ${answer.exitCode}: ${`${answer.text}\n${answer.errors}`.trim().slice(-2000)}`);
    return answer.text;
  };
}

function wasmSite(root: string, url: string, cli: RunCLIServer, runPhp: RunWasm): Site {
  const { user: adminUser, password: adminPassword } = administrator;
  return {
    url,
    dir: root,
    adminUser,
    adminPassword,
    logPath: join(root, '.site/server.log'),
    debugLogPath: join(root, '.site/debug.log'),
    mailPath: join(root, '.site/mail.jsonl'),
    php: (code) => runPhp(`${script('load.php')} require '${inside}/wp-load.php'; ${code}`),
    login: (user = adminUser, password = adminPassword) => logIn(url, user, password),
    sync: () => layOutPlugin(root),
    stop: async () => cli[Symbol.asyncDispose](),
  };
}
