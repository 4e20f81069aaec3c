import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../catalogue/catalogue.ts';
import { playOn } from '../catalogue/play.ts';
import { realShop } from '../catalogue/real-shop.ts';
import { startRealSite, type RealSite } from '../catalogue/real-site.ts';
import { CHAPTERS } from '../catalogue/scenario.ts';
import { setStage } from '../catalogue/stage.ts';

// One shop, so one scenario after the other; only where a real WooCommerce is given.
describe.skipIf(process.env['CROSSDOCK_WOOCOMMERCE_DIR'] === undefined)('with a real WooCommerce,', () => {
  let site: RealSite;
  beforeAll(async () => {
    site = await startRealSite();
  }, 300_000);
  afterAll(() => site.close());

  describe.each(CHAPTERS)('%s', (chapter) => {
    const stories = CATALOGUE.filter((scenario) => scenario.chapter === chapter);
    it.each(stories.map((scenario) => [scenario.title, scenario] as const))('%s', async (_title, scenario) => {
      expect(await playOn(await setStage(scenario, null, realShop(site)), scenario)).toBe(0);
    });
  });
});
