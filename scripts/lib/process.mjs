// Starting processes from the npm scripts, in plain JavaScript for any Node ≥ 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const ROOT = new URL('../../', import.meta.url).pathname;

/** PATH with the project's own programs first: its Node 24 and its tools. */
export const PATH = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);

/** Runs a program; resolves with its exit code and output. `live` also shows the output as it comes. */
export function run(command, args, { live = false, env = {}, cwd = ROOT, prefix = '' } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk) => {
      output += chunk;
      if (live) process.stdout.write(prefix === '' ? chunk : String(chunk).replace(/^(?=.)/gm, prefix));
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Installs the npm dependencies when they are not there. */
export async function ensureDependencies() {
  if (existsSync(join(ROOT, 'node_modules/.bin/vitest')) && existsSync(join(ROOT, 'node_modules/.bin/node'))) return;
  console.log('Installing npm dependencies (about a minute) …');
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {});
  if (code === 0) return;
  console.error(output);
  console.error('npm ci failed; see above.');
  process.exit(1);
}

/** True when a program is on the PATH. */
export async function has(program) {
  return (await run('sh', ['-c', `command -v ${program}`])).code === 0;
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
