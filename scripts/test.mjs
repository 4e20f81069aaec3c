// npm test: installs what it needs, runs every suite, and closes with what was counted. A suite that cannot run here is a skip, never a pass.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { add, phpunitCounts, playwrightCounts, stepCount, vitestCounts } from './lib/counts.mjs';
import { phpunitFailures, playwrightFailures, tailOf, vitestFailures } from './lib/failures.mjs';
import { ensureDependencies, ROOT, run, seconds } from './lib/process.mjs';
import { ensureSystem } from './lib/system.mjs';

const started = Date.now();
const REPORTS = join(ROOT, 'test-results');
const report = (name) => join(REPORTS, `${name}.json`);

const vitest = (name, project, needs = []) => ({
  name,
  needs,
  command: ['vitest', ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report(name)}`]],
  count: () => vitestCounts(report(name)),
  failures: () => vitestFailures(report(name)),
});
const step = (name, command, args, needs = []) => ({ name, needs, command: [command, args], count: (result) => stepCount(result.code) });

const SITE = ['php', 'php-extensions', 'unzip'];

/** Two lanes side by side suit two cores: code and ERP in the first, WordPress and browser in the second. */
const LANES = [
  [
    step('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
    step('lint', 'eslint', ['.']),
    step('types', 'tsc', ['--noEmit']),
    step('imports', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'agent/src', 'admin-ui/src', '--output-type', 'err']),
    step('shape', 'node', ['scripts/shape.mjs']),
    vitest('unit', 'unit'),
    vitest('ui', 'ui'),
    vitest('contract', 'contract'),
    vitest('scenarios', 'scenarios'),
    step('agent build', 'npm', ['run', '--silent', 'build:agent']),
    vitest('tryton', 'tryton', ['tryton']),
  ],
  [
    step('ui build', 'npm', ['run', '--silent', 'build:ui']),
    {
      name: 'plugin',
      needs: [...SITE, 'composer', 'mariadb'],
      command: ['node', ['scripts/test-plugin.mjs']],
      count: ({ output }) => phpunitCounts(output),
      failures: ({ output }) => phpunitFailures(output),
    },
    {
      name: 'e2e',
      needs: [...SITE, 'chromium'],
      command: ['playwright', ['test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json']],
      env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report('e2e') },
      count: () => playwrightCounts(report('e2e')),
      failures: () => playwrightFailures(report('e2e')),
    },
    step('demo', 'node', ['scripts/demo.mjs', '--headless', '--orders', '8', '--json'], SITE),
  ],
];

/** What failed, kept for the end: every suite is named in a few lines first, the long outputs come after all of them. */
const failed = [];

function tellFailure(suite, result) {
  const named = suite.failures?.(result) ?? [];
  const short = (named.length > 0 ? named : tailOf(result.output)).join('\n');
  console.log(short);
  failed.push({ name: suite.name, short, output: result.output });
  writeFileSync(join(REPORTS, `${suite.name.replaceAll(' ', '-')}.log`), result.output);
}

async function runSuite(suite, missing) {
  const lacks = suite.needs.filter((need) => missing.has(need));
  if (lacks.length > 0) {
    console.log(`SKIP   ${suite.name}: needs ${lacks.join(', ')}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const begun = Date.now();
  const [command, args] = suite.command;
  const result = await run(command, args, { env: { FORCE_COLOR: '0', ...suite.env } });
  const counted = suite.count(result) ?? stepCount(1);
  // A runner that failed without a failed test (a crash, a broken set-up) is a failure all the same.
  const counts = result.code !== 0 && counted.failed === 0 ? add(counted, stepCount(1)) : counted;
  const word = counts.failed > 0 ? 'FAILED' : 'ok    ';
  console.log(`${word} ${suite.name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (${seconds(begun)})`);
  if (counts.failed > 0) tellFailure(suite, result);
  else if (suite.name === 'tryton' || suite.name === 'demo') console.log(result.output.split('\n').slice(-60).join('\n'));
  return counts;
}

async function runLane(lane, missing) {
  let sum = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of lane) sum = add(sum, await runSuite(suite, missing));
  return sum;
}

rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const [missing] = await Promise.all([ensureSystem(), ensureDependencies()]);
console.log(`Ready after ${seconds(started)}.`);
const only = process.argv.slice(2);
const chosen = LANES.map((lane) => lane.filter((suite) => only.length === 0 || only.includes(suite.name)));
const sums = await Promise.all(chosen.map((lane) => runLane(lane, missing)));
const total = sums.reduce(add);
for (const { name, output } of failed) console.log(`\n--- ${name}, the end of its output:\n${output.split('\n').slice(-400).join('\n')}`);
console.log(`\nAll suites took ${seconds(started)}.`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
for (const { name, short } of failed) console.log(`FAILED ${name}:\n${short}`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);
