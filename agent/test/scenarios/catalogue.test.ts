import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import { play } from '../catalogue/play.ts';
import { CHAPTERS } from '../catalogue/scenario.ts';

describe.each(CHAPTERS)('%s', (chapter) => {
  it.concurrent.each(CATALOGUE.filter((scenario) => scenario.chapter === chapter).map((scenario) => [scenario.title, scenario] as const))(
    '%s',
    async (_title, scenario) => {
      expect(await play(scenario)).toBe(0);
    },
  );
});
