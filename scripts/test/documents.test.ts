import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { CONNECTORS } from '../../agent/src/connectors/index.ts';
import { runCli } from '../../agent/src/cli/program.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], { cwd: ROOT, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(join(ROOT, file)));

test('every npm script that a document names is there', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = documents.flatMap((file) =>
    [...read(file).matchAll(/npm run (?:-s )?([a-z][a-z0-9:]*)/g)].map(([, name]) => `${file}: ${name}`),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((one) => !Object.hasOwn(scripts, one.split(': ')[1] ?? ''))).toEqual([]);
});

test('every crossdock command that a document names is there', async () => {
  let help = '';
  const io = {
    out: (text: string) => void (help += text),
    err: (text: string) => void (help += text),
    env: {},
    readSecret: () => Promise.resolve(''),
    now: Date.now,
  };
  await runCli(['--help'], io);
  const named = documents.flatMap((file) => [...read(file).matchAll(/`crossdock ([a-z]+)/g)].map(([, name]) => `${file}: ${name}`));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((one) => !new RegExp(`^  ${one.split(': ')[1]}\\b`, 'm').test(help))).toEqual([]);
});

test('every link of a document to a file leads somewhere', () => {
  const links = documents.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => ({ file, target: target ?? '' })),
  );
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter(({ file, target }) => !existsSync(join(ROOT, dirname(file), target)))).toEqual([]);
});

test('the readme names every connector', () => {
  const readme = read('README.md').toLowerCase();
  expect(CONNECTORS.filter(({ title }) => !readme.includes(title.toLowerCase().replace(/ \d.*$/, ''))).map(({ id }) => id)).toEqual([]);
});
