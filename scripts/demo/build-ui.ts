import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../e2e/setup/run.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

/** Builds the screens when there is no build or their sources are newer. Returns true when it built. */
export async function buildScreens(): Promise<boolean> {
  const built = join(ROOT, 'plugin/build/admin.js');
  if (existsSync(built) && statSync(built).mtimeMs > newest(join(ROOT, 'admin-ui/src'))) return false;
  await run('npm', ['run', '--silent', 'build:ui']);
  return true;
}

function newest(folder: string): number {
  return Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
    }),
  );
}
