// npm run test:plugin: PHPStan, then PHPUnit inside real WordPress sites. Hands over to TypeScript on the project's own Node.
import { ensureDependencies, run } from './lib/process.mjs';

await ensureDependencies();
const { code } = await run('node', ['scripts/plugin/run.ts', ...process.argv.slice(2)], { live: true });
process.exit(code);
