// Writes docs/errors.md from the code table; a unit test fails when the two differ.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CODES, type CodeEntry } from '../agent/src/errors/codes.ts';

const HEAD = `# Error codes

Every code that Crossdock shows: in the exceptions list, in traces, in answers of the API and of the command line.
The codes are stable; messages hold the values at fault. This page is written by \`node scripts/docs-errors.ts\` from
\`agent/src/errors/codes.ts\`; change it there.

- **Class** says who can cure it: \`technical\` the people who run the integration, \`master-data\` those who keep codes and
  mappings, \`business\` the warehouse, finance or the shop.
- **Owner** is the team to which the exception is routed.

Failures in passing (a time-out, a busy system) are tried again and become an exception only when they outlast their deadline.

| Code | Class | Owner | Meaning | Cure |
|---|---|---|---|---|
`;

/** The whole page as text. */
export function errorsPage(codes: Readonly<Record<string, CodeEntry>> = CODES): string {
  const rows = Object.entries(codes).map(([code, entry]) => {
    const cells = [`\`${code}\``, entry.class, entry.owner, `**${entry.title}.** ${entry.meaning}`, entry.cure];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `${HEAD}${rows.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsPage());
