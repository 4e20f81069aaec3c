import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { coreFromDebian } from './core-from-debian.ts';
import { fetchToFile } from './download.ts';
import { cacheDir, modulesDir } from './paths.ts';
import { copyTree } from './tree.ts';
import { unzip } from './unzip.ts';

export type CoreVersion = '6.5' | '7.1';

/** Turns "I could not get it" into a sentence; null when this way does not apply here. */
type Way = { readonly name: string; readonly into: (folder: string) => Promise<void> | null };

/** A clean WordPress core of the wanted version, kept under .cache/wordpress; a folder nobody may write to. */
export async function obtainCore(version: CoreVersion): Promise<string> {
  const home = join(cacheDir, 'wordpress');
  const given = version === '7.1' ? process.env['CROSSDOCK_WORDPRESS_DIR'] : undefined;
  const folder = join(home, given === undefined ? version : `${version}-given-${readVersion(given)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(home, { recursive: true });
  const complaints: string[] = [];
  for (const way of version === '6.5' ? waysTo65() : waysTo71(given)) {
    const draft = mkdtempSync(join(home, '.draft-'));
    try {
      const work = way.into(draft);
      if (work === null) continue;
      await work;
      assertVersion(draft, version);
      return settle(draft, folder);
    } catch (error) {
      complaints.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  throw new Error(
    `No WordPress ${version} could be had here. Tried:\n- ${complaints.join('\n- ')}\nSet CROSSDOCK_WORDPRESS_DIR to a folder with WordPress.`,
  );
}

function settle(draft: string, folder: string): string {
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another process was faster; its folder is as good as ours.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The version that a WordPress folder says of itself. */
export function readVersion(folder: string): string {
  const file = join(folder, 'wp-includes/version.php');
  const found = existsSync(file) ? /\$wp_version\s*=\s*'([^']+)'/.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  if (found === undefined) throw new Error(`${folder} holds no WordPress (wp-includes/version.php is missing)`);
  return found;
}

function assertVersion(folder: string, wanted: CoreVersion): void {
  const found = readVersion(folder);
  if (found !== wanted && !found.startsWith(`${wanted}.`)) throw new Error(`This is WordPress ${found}, but ${wanted} is needed`);
}

function waysTo65(): readonly Way[] {
  return [
    {
      name: 'the npm package @wp-playground/wordpress-builds',
      into: async (folder) => {
        const builds = join(modulesDir, '@wp-playground/wordpress-builds');
        // The zip holds PHP only; scripts, styles and images lie beside it.
        unzip(join(builds, 'src/wordpress/wp-6.5.zip'), folder);
        copyTree(join(builds, 'public/wp-6.5'), folder);
        rmSync(join(folder, 'wp-content/database'), { recursive: true, force: true });
        rmSync(join(folder, 'wordpress-remote-asset-paths'), { force: true });
      },
    },
  ];
}

const siteOwn = /^(wp-config\.php|\.ht|wp-content\/(plugins|mu-plugins|uploads|upgrade|database|db\.php|debug\.log))/;

function waysTo71(given: string | undefined): readonly Way[] {
  return [
    {
      name: 'CROSSDOCK_WORDPRESS_DIR',
      into: (folder) => (given === undefined ? null : Promise.resolve(copyTree(given, folder, (path) => !siteOwn.test(path)))),
    },
    { name: 'wordpress.org', into: (folder) => (given === undefined ? coreFromWordpressOrg(folder) : null) },
    { name: 'the next Debian suite', into: (folder) => (given === undefined ? coreFromDebian('sid', folder) : null) },
  ];
}

async function coreFromWordpressOrg(folder: string): Promise<void> {
  const zip = join(folder, 'core.zip');
  await fetchToFile('https://downloads.wordpress.org/release/wordpress-7.1.zip', zip);
  unzip(zip, join(folder, 'unpacked'));
  copyTree(join(folder, 'unpacked/wordpress'), folder);
  rmSync(join(folder, 'unpacked'), { recursive: true });
  rmSync(zip);
}
