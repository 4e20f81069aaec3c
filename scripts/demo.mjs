// npm run demo: installs what is missing, then hands over to the demo on the project's own Node. Plain JavaScript, for any Node ≥ 20.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies, PATH, ROOT } from './lib/process.mjs';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`The demo needs Node 20 or newer to start; this is ${process.version}.`);
  process.exit(2);
}
// With --json the last line on stdout is the report; everything that is only for people goes to stderr.
console.log = console.error;
await ensureDependencies();
const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'scripts/demo/main.ts'), ...process.argv.slice(2)], {
  cwd: ROOT,
  env: { ...process.env, PATH },
  stdio: 'inherit',
});
// Ctrl-C reaches the child by the terminal; a plain kill is passed on. The child cleans up and ends by itself.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
