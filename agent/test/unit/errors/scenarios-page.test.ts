import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATALOGUE } from '../../catalogue/catalogue.ts';
import { scenarioPage } from '../../catalogue/page.ts';

const page = readFileSync(new URL('../../../../docs/scenarios.md', import.meta.url), 'utf8');

it('docs/scenarios.md tells the stories that are played; run: node scripts/docs-scenarios.ts', () => {
  expect(page).toBe(scenarioPage(CATALOGUE));
});

it('no two stories have one name, and every one says what happens and why', () => {
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
  for (const { title, why, given, when } of CATALOGUE) {
    expect(title).toMatch(/^\p{Lu}/u);
    for (const sentence of [why, given, ...when.map(({ says }) => says)]) expect(sentence, title).toMatch(/[.!?”]$/);
  }
});
