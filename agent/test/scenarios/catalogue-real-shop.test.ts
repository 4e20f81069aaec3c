import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import type { Boundary } from '../catalogue/fragile-books.ts';
import { playOn } from '../catalogue/play.ts';
import { realShop } from '../catalogue/real-shop.ts';
import { startRealSite, type RealSite } from '../catalogue/real-site.ts';
import { CHAPTERS, type Scenario } from '../catalogue/scenario.ts';
import { setStage } from '../catalogue/stage.ts';

// One shop, so one scenario after the other; only where a real WooCommerce is given.
describe.skipIf(process.env['CROSSDOCK_WOOCOMMERCE_DIR'] === undefined)('with a real WooCommerce,', () => {
  let site: RealSite;
  beforeAll(async () => {
    site = await startRealSite();
  }, 300_000);
  afterAll(() => site.close());

  const plays = async (scenario: Scenario, boundary: Boundary | null): Promise<number> => {
    const deaths = await playOn(await setStage(scenario, boundary, realShop(site)), scenario);
    expect(site.complaints()).toEqual([]);
    return deaths;
  };

  describe.each(CHAPTERS)('%s', (chapter) => {
    const stories = CATALOGUE.filter((scenario) => scenario.chapter === chapter);
    it.each(stories.map((scenario) => [scenario.title, scenario] as const))('%s', async (_title, scenario) => {
      expect(await plays(scenario, null)).toBe(0);
    });
  });

  // Between them these stories write parcels, voided parcels, notes, states and a refund.
  const twice = CATALOGUE.filter(({ id }) => ['backordered', 'parcel-voided', 'return-of-one'].includes(id));
  it.each(twice.map((scenario) => [scenario.title, scenario] as const))(
    '%s, and the agent dies after every write before it knows the answer',
    async (_title, scenario) => {
      expect(await plays(scenario, 'sent')).toBeGreaterThan(0);
    },
  );
});
