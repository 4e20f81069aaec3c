import type { BrowserContext, Page } from '@playwright/test';
import { expect, test as base } from './fixtures.ts';
import { openStage, pairAndMap, type Stage } from './stage.ts';

interface StageWorkerFixtures {
  /** Paired, mapped but for one SKU, and running; shared by the tests of a worker, who leave it as they found it. */
  readonly stage: Stage;
}

interface StageTestFixtures {
  /** A stage of this test's own, not paired yet. */
  readonly freshStage: Stage;
  /** A page of the stage's administrator; an error in the browser fails the test. */
  readonly admin: Page;
  /** What the browser complained about so far; a test that provokes complaints empties it. */
  readonly complaints: string[];
}

/** Logs a browser in by the cookies of a login made by request. */
export async function enter(context: BrowserContext, stage: Pick<Stage, 'site'>, user?: string, password?: string): Promise<void> {
  const { cookies } = await stage.site.login(user, password);
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: stage.site.url })));
}

/** Notes everything that a browser complains about: errors in the console and exceptions nobody caught. */
export function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    const { url } = message.location();
    // What WooCommerce's own scripts complain about is not ours; its order page has one that draws a celebration.
    if (message.type() === 'error' && !url.includes('/plugins/woocommerce/')) complaints.push(`${message.text()} (${url})`);
  });
}

export const test = base.extend<StageTestFixtures, StageWorkerFixtures>({
  stage: [
    async ({ core, store }, use, worker) => {
      const stage = await openStage({ name: `${worker.project.name}-${worker.parallelIndex}-stage`, core, store });
      try {
        await pairAndMap(stage);
        await use(stage);
      } finally {
        await stage.close();
      }
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  freshStage: async ({ core, store }, use, info) => {
    const stage = await openStage({ name: `${info.project.name}-${info.parallelIndex}-fresh`, core, store });
    await use(stage);
    await stage.close();
  },
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    listen(page, complaints);
    await use(complaints);
  },
  admin: async ({ stage, context, page, complaints }, use) => {
    await enter(context, stage);
    await use(page);
    expect(complaints, 'the browser complains about nothing').toEqual([]);
  },
});

export { expect } from './fixtures.ts';
