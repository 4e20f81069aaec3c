import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { run, which } from './run.ts';

const wantedDependencies = /^(libjs-|php-getid3|libphp-|fonts-|node-)/;

/** Core out of the WordPress package of another Debian suite, from the mirror that this machine already uses; the machine's own apt is not touched. */
export async function coreFromDebian(suite: string, folder: string): Promise<void> {
  if ((await which('apt-get')) === null) throw new Error('this machine has no apt-get');
  const work = mkdtempSync(join(tmpdir(), 'crossdock-core-'));
  try {
    const apt = await ownApt(work, suite);
    await run('apt-get', [...apt, 'update', '-qq']);
    const tree = await run('apt-cache', [
      ...apt,
      'depends',
      '--no-recommends',
      '--no-suggests',
      '--no-conflicts',
      '--no-breaks',
      '--no-replaces',
      '--no-enhances',
      'wordpress',
    ]);
    const needed = [...tree.matchAll(/Depends: (\S+)/g)].map((match) => match[1] ?? '').filter((name) => wantedDependencies.test(name));
    const debs = join(work, 'debs');
    await run('apt-get', [...apt, 'download', '-q', 'wordpress', ...new Set(needed)], { cwd: debs });
    await run('apt-get', [...apt, 'download', '-q', 'wordpress-theme-twentytwentyfive'], { cwd: debs }).catch(() => undefined);
    const root = join(work, 'root');
    for (const deb of readdirSync(debs)) await run('dpkg-deb', ['-x', join(debs, deb), root]);
    copyFollowing(join(root, 'usr/share/wordpress'), folder, root);
    rmSync(join(folder, 'wp-config.php'), { force: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function ownApt(work: string, suite: string): Promise<readonly string[]> {
  for (const path of ['state/lists/partial', 'cache/archives/partial', 'etc', 'debs']) mkdirSync(join(work, path), { recursive: true });
  const uris = (await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages'])).split('\n');
  const mirror = [...new Set(uris)].sort().find((uri) => uri !== '' && !uri.includes('security'));
  if (mirror === undefined) throw new Error('apt knows no Debian mirror; run apt-get update first');
  writeFileSync(join(work, 'etc/sources.list'), `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror} ${suite} main\n`);
  writeFileSync(join(work, 'state/status'), '');
  const settings = [
    `Dir::Etc::sourcelist=${work}/etc/sources.list`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State=${work}/state`,
    `Dir::State::status=${work}/state/status`,
    `Dir::Cache=${work}/cache`,
    'Acquire::Languages=none',
    'APT::Sandbox::User=root',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

/** Debian's core is full of absolute links to other packages; they are meant relative to the unpacked root. */
function copyFollowing(from: string, to: string, root: string): void {
  const source = follow(from, root);
  if (!existsSync(source)) return;
  if (!lstatSync(source).isDirectory()) {
    cpSync(source, to);
    return;
  }
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(source)) copyFollowing(join(source, name), join(to, name), root);
}

function follow(path: string, root: string): string {
  let at = path;
  for (let i = 0; i < 20; i += 1) {
    if (!lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink()) return at;
    const target = readlinkSync(at);
    at = target.startsWith('/') ? join(root, target) : resolve(dirname(at), target);
  }
  return at;
}
