// The names of failed tests with the first lines of what went wrong, short enough for the head of a log that is cut.
import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const LINES = 3;
const WIDTH = 300;

/** The first lines of a message that say something, without colours and without the stack. */
function gist(message) {
  const lines = stripVTControlCharacters(message ?? '').split('\n');
  const said = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('at '));
  return said.slice(0, LINES).map((line) => `      ${line.slice(0, WIDTH)}`);
}

const told = (name, message) => [`    ✗ ${stripVTControlCharacters(name)}`, ...gist(message)].join('\n');
const fileOf = (path) => path.replace(/^.*\/(?=[^/]+$)/, '');

export function vitestFailures(file) {
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')).testResults.flatMap((suite) => {
    const failed = suite.assertionResults.filter(({ status }) => status === 'failed');
    if (suite.status === 'failed' && suite.assertionResults.length === 0) return [told(fileOf(suite.name), suite.message)];
    return failed.map((test) =>
      told(`${fileOf(suite.name)} › ${test.fullName} (${Math.round(test.duration ?? 0)} ms)`, test.failureMessages[0]),
    );
  });
}

export function playwrightFailures(file) {
  if (!existsSync(file)) return [];
  const { suites, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const inside = (suite, above) => {
    const path = [...above, suite.title];
    const specs = (suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === 'unexpected')
        .map((test) => told([test.projectName, ...path, spec.title].join(' › '), test.results.at(-1)?.error?.message)),
    );
    return [...specs, ...(suite.suites ?? []).flatMap((child) => inside(child, path))];
  };
  return [...suites.flatMap((suite) => inside(suite, [])), ...(errors ?? []).map((error) => told('outside of a test', error.message))];
}

/** The failures of PHPUnit's list ("1) Class::test", then what went wrong) and the lines of PHPStan; else the end of the output. */
export function phpunitFailures(output) {
  const found = [...stripVTControlCharacters(output).matchAll(/^(?:\S+ )?\d+\) (\S+::.+)\n((?:.+\n){1,3})/gm)];
  return found.length > 0 ? found.map(([, name, message]) => told(name, message)) : tailOf(output);
}

/** Where no test is named as failed: the first lines that speak of an error, and the end of the output. */
export function tailOf(output) {
  const lines = stripVTControlCharacters(output).split('\n');
  const said = lines.filter((line) => line.trim() !== '');
  const end = said.slice(-10);
  const errors = said.slice(0, -10).filter((line) => /\berrors?\b/i.test(line));
  return [...errors.slice(0, 6), ...end].map((line) => `    ${line.slice(0, WIDTH)}`);
}
