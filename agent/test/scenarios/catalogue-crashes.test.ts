import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import { BOUNDARIES } from '../catalogue/fragile-books.ts';
import { play } from '../catalogue/play.ts';

// Each story again, the agent killed at every crossing of one boundary between two stages: the books must come out the same.
describe.each(BOUNDARIES)('the agent dies whenever something was %s', (boundary) => {
  it.concurrent.each(CATALOGUE.map((scenario) => [scenario.title, scenario] as const))('%s', async (_title, scenario) => {
    const deaths = await play(scenario, boundary);
    // Where nothing is ever written there is nothing to die of.
    const writes = scenario.then.erp.order !== null;
    if (writes || boundary === 'stored' || boundary === 'recorded') expect(deaths).toBeGreaterThan(0);
  });
});
