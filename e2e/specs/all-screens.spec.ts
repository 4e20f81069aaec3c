import type { Page } from '@playwright/test';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTIAL_NOTE } from '../../scripts/demo/catalogue.ts';
import { audit, clashes } from '../pages/audit.ts';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { placeOrder } from '../shop-orders.ts';
import type { Stage } from '../stage.ts';
import { expect, test } from '../stage-fixtures.ts';

const orders = new WeakMap<Stage, Promise<number>>();

/** Gives the stage something to show: a completed order in two parcels and one that needs a person; the id of the first. */
function somethingToShow(stage: Stage): Promise<number> {
  const known = orders.get(stage);
  if (known !== undefined) return known;
  const made = (async () => {
    const lines = [
      { sku: 'MUG-RED', quantity: 2 },
      { sku: 'POSTER', quantity: 2 },
    ];
    const id = await placeOrder(stage.site, { lines, note: PARTIAL_NOTE, lastName: 'Shown' });
    await stage.site.php(
      `$p = class_exists( 'WC_Product_Simple' ) ? new WC_Product_Simple() : new WC_Product(); $p->set_name( 'Shelf' ); $p->set_sku( 'SHELF-1' ); $p->set_regular_price( '5.00' ); $p->save();`,
    );
    await placeOrder(stage.site, { lines: [{ sku: 'SHELF-1' }], lastName: 'Blocked' });
    await expect
      .poll(async () => (await stage.admin.exceptions()).items.some((row) => row.missing?.key === 'SHELF-1'), { timeout: 90_000 })
      .toBe(true);
    await expect.poll(async () => (await stage.admin.order(id)).order.stage, { timeout: 90_000 }).toBe('completed');
    return id;
  })();
  orders.set(stage, made);
  return made;
}

async function everyScreen(stage: Stage, page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const id = await somethingToShow(stage);
  const screen = crossdockScreen(page, stage.site.url);
  for (const path of ['overview', 'exceptions', 'mappings', 'mappings/carrier', 'orders', `orders/${id}`, 'setup']) {
    await screen.open(path);
    await expect(page.locator('.crossdock-loading')).toHaveCount(0);
    await look(path);
  }
}

const scrollsSideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const width of [782, 400]) {
  test(`at ${width} px no screen makes the page scroll sideways`, async ({ stage, admin }) => {
    await admin.setViewportSize({ width, height: 900 });
    await everyScreen(stage, admin, async (name) => expect(await scrollsSideways(admin), name).toBeLessThanOrEqual(0));
  });
}

for (const [locale, direction] of [
  ['he_IL', 'rtl'],
  ['de_DE', 'ltr'],
] as const) {
  test(`in ${locale} every screen reads ${direction} and nothing overlaps`, async ({ stage, admin, context }) => {
    copyFileSync(
      new URL('../setup/php/locale-by-cookie.php', import.meta.url),
      join(stage.site.dir, 'wp-content/mu-plugins/locale-by-cookie.php'),
    );
    await context.addCookies([{ name: 'e2e_locale', value: locale, url: stage.site.url }]);
    await everyScreen(stage, admin, async (name) => {
      await expect(admin.locator('html'), name).toHaveAttribute('lang', locale.replace('_', '-'));
      expect(await admin.evaluate(() => getComputedStyle(document.querySelector('.crossdock') ?? document.body).direction), name).toBe(
        direction,
      );
      expect(await clashes(admin), name).toEqual([]);
      expect(await scrollsSideways(admin), name).toBeLessThanOrEqual(0);
    });
  });
}

test('every screen can be used without seeing it: names, labels, headings, focus', async ({ stage, admin }) => {
  await everyScreen(stage, admin, async (name) => expect(await audit(admin, '.crossdock'), name).toEqual([]));
  const screen = crossdockScreen(admin, stage.site.url);
  await screen.open('mappings');
  await admin.getByRole('button', { name: 'Add a mapping' }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  expect(await audit(admin, '.crossdock-dialog'), 'dialog').toEqual([]);
});

test('the look at names, labels, headings and overlaps finds what is wrong with a bad page', async ({ page }) => {
  await page.setContent(`<div class="crossdock"><h1>A</h1><h3 id="x">B</h3><input id="x"><button><i></i></button><table></table>
    <a href="#" style="position:absolute;left:0;top:300px">one thing</a><a href="#" style="position:absolute;left:5px;top:302px">another</a></div>`);
  const found = (await audit(page, '.crossdock')).join('\n');
  for (const word of ['no label', 'no name', 'heading 3 after 1', 'id twice', 'table without']) expect(found).toContain(word);
  expect(await clashes(page)).toEqual(['one thing / another']);
});

test('the focus is seen wherever the keyboard goes', async ({ stage, admin }) => {
  const screen = crossdockScreen(admin, stage.site.url);
  await somethingToShow(stage);
  await screen.open('exceptions');
  await admin.locator('.crossdock .nav-tab').first().focus();
  const seen: string[] = [];
  for (let pressed = 0; pressed < 14; pressed += 1) {
    await admin.keyboard.press('Tab');
    const unseen = await admin.evaluate(() => {
      const at = document.activeElement;
      if (!at?.closest('.crossdock')) return null;
      const near = [
        at,
        at.parentElement,
        at.closest('.components-input-control__container')?.querySelector('.components-input-control__backdrop') ?? null,
      ];
      const shown = near.some((element) => {
        if (!element) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
      return shown ? '' : at.outerHTML.slice(0, 120);
    });
    if (unseen !== null) seen.push(unseen);
  }
  expect(seen.length).toBeGreaterThan(6);
  expect(seen.filter((text) => text !== '')).toEqual([]);
});
