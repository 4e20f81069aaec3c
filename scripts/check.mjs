// npm run check: format, lint, types, shape, unit, ui and contract tests; what a developer runs before a commit (< 60 s).
import { ensureDependencies, run, seconds } from './lib/process.mjs';

const STEPS = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['.']],
  ['types', 'tsc', ['--noEmit']],
  ['imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'agent/src', 'admin-ui/src', '--output-type', 'err']],
  ['shape', 'node', ['scripts/shape.mjs']],
  ['tests', 'vitest', ['run', '--project', 'unit', '--project', 'ui', '--project', 'contract', '--reporter=dot']],
];

await ensureDependencies();
const only = process.argv[2];
const started = Date.now();
const results = await Promise.all(
  STEPS.filter(([name]) => only === undefined || name === only).map(async ([name, command, args]) => {
    const begun = Date.now();
    const { code, output } = await run(command, args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds(begun)})`);
    return { name, code, output };
  }),
);
for (const { name, code, output } of results) if (code !== 0) console.error(`\n--- ${name}\n${output}`);
const failed = results.filter(({ code }) => code !== 0).length;
console.log(`${results.length - failed} passed, ${failed} failed (${seconds(started)})`);
process.exit(failed === 0 ? 0 : 1);
