// Reads what a runner counted out of its own report, so that the closing line adds up what really ran.
import { existsSync, readFileSync } from 'node:fs';

const NONE = { passed: 0, failed: 0, skipped: 0 };

export function vitestCounts(file) {
  if (!existsSync(file)) return null;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const brokenSuites = report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

export function playwrightCounts(file) {
  if (!existsSync(file)) return null;
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + (errors?.length ?? 0), skipped: stats.skipped };
}

/** PHPUnit's closing line: "OK (12 tests, 30 assertions)" or "Tests: 12, Assertions: 30, Failures: 1, Skipped: 2." Several runs in one output are added up. */
export function phpunitCounts(output) {
  const sum = { ...NONE };
  let seen = false;
  for (const [, tests] of output.matchAll(/^OK \((\d+) tests?/gm)) {
    sum.passed += Number(tests);
    seen = true;
  }
  for (const [line, tests] of output.matchAll(/^Tests: (\d+), .*$/gm)) {
    const number = (name) => Number(new RegExp(`${name}: (\\d+)`).exec(line)?.[1] ?? 0);
    const failed = number('Errors') + number('Failures');
    const skipped = number('Skipped') + number('Incomplete');
    sum.failed += failed;
    sum.skipped += skipped;
    sum.passed += Number(tests) - failed - skipped;
    seen = true;
  }
  return seen ? sum : null;
}

/** A step that only passes or fails counts as one. */
export function stepCount(code) {
  return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1 };
}

export function add(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}
