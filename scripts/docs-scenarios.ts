// Writes docs/scenarios.md from the catalogue that the tests play. A test compares the two.
import { writeFileSync } from 'node:fs';
import { CATALOGUE } from '../agent/test/catalogue/catalogue.ts';
import { scenarioPage } from '../agent/test/catalogue/page.ts';

writeFileSync(new URL('../docs/scenarios.md', import.meta.url), scenarioPage(CATALOGUE));
