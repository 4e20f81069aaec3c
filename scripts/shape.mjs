// Checks the shape limits of DESIGN §10 that no linter knows: median, p90 and longest file, and a README in every room.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file && existsSync(file));
const source = tracked.filter((file) => /^(agent\/src|admin-ui\/src|plugin\/src)\/.*\.(ts|tsx|php)$/.test(file));
const tests = tracked.filter((file) => /^(agent\/test|admin-ui\/test|plugin\/tests|e2e)\/.*\.(ts|tsx|php)$/.test(file));
const lines = (file) => readFileSync(file, 'utf8').split('\n').length - 1;
const problems = [];

const sizes = source.map(lines).sort((a, b) => a - b);
const at = (share) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
if (at(0.5) > 80) problems.push(`median file is ${at(0.5)} lines (limit 80)`);
if (at(0.9) > 250) problems.push(`p90 file is ${at(0.9)} lines (limit 250)`);
for (const file of source) if (lines(file) > 400) problems.push(`${file} has ${lines(file)} lines (limit 400)`);
for (const file of tests) if (lines(file) > 600) problems.push(`${file} has ${lines(file)} lines (limit 600)`);

// The plugin and the screens are one room each; the agent's rooms are its folders.
const rooms = new Set(
  source
    .filter((file) => file.startsWith('agent/src/'))
    .map((file) => file.split('/').slice(0, 3).join('/'))
    .filter((path) => !/\.\w+$/.test(path)),
);
for (const room of [...rooms, 'plugin', 'admin-ui', 'agent', 'e2e']) {
  const readme = join(room, 'README.md');
  if (!existsSync(readme)) problems.push(`${room} has no README.md`);
  else if (lines(readme) > 25) problems.push(`${readme} has ${lines(readme)} lines (limit 25)`);
}
const badNames = source.filter((file) => /(manager|helper|util|handler|processor|service)s?\.\w+$/i.test(file.replace(dirname(file), '')));
for (const file of badNames) problems.push(`${file}: name says nothing`);

console.log(`shape: ${source.length} files, median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)} lines`);
for (const problem of problems) console.error(`shape: ${problem}`);
process.exit(problems.length > 0 ? 1 : 0);
