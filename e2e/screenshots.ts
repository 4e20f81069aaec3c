// Takes the pictures of docs/screenshots: `node e2e/screenshots.ts [folder]`. Needs PHP and a Chromium.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { placeOrders } from '../scripts/demo/seed-shop.ts';
import { openOrderInShop } from './pages/order-edit.ts';
import { launchOptions } from './setup/chromium.ts';
import { projectRoot } from './setup/paths.ts';
import { waitUntil } from './setup/wait-until.ts';
import { placeOrder } from './shop-orders.ts';
import { openStage, pairAndMap, type Stage } from './stage.ts';

const folder = process.argv[2] ?? join(projectRoot, 'docs/screenshots');
const ORDERS = 12;

/** Twelve orders: one waits for a SKU, one leaves in two parts, one names an address that no parcel reaches. */
async function fill(stage: Stage): Promise<{ readonly partial: number }> {
  const ids = await placeOrders(stage.site, 0, ORDERS - 1);
  await placeOrder(stage.site, { lines: [{ sku: 'HOODIE' }], firstName: 'Iris', lastName: 'Blom', city: '' });
  // The shop's own status is read back by the agent's next sweep, up to a minute later.
  const settled = async (): Promise<boolean> => {
    const orders = await stage.admin.orders();
    return (
      orders.length === ORDERS &&
      orders.filter((order) => order.stage === 'completed' && order.storeStatus === 'completed').length === ORDERS - 2
    );
  };
  await waitUntil(settled, { within: 150_000, every: 500, what: 'the orders to settle' });
  return { partial: ids[3] ?? 0 };
}

async function picture(page: Page, stage: Stage, path: string, name: string, height = 860): Promise<void> {
  await page.setViewportSize({ width: page.viewportSize()?.width ?? 1280, height });
  await page.goto('about:blank');
  await page.goto(`${stage.site.url}/wp-admin/admin.php?page=crossdock#/${path}`, { waitUntil: 'domcontentloaded' });
  await page.locator('.crossdock-table').first().waitFor();
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const stage = await openStage({ name: 'screenshots', core: '7.1', store: 'standin' });
  const browser = await chromium.launch(launchOptions());
  try {
    await pairAndMap(stage);
    const { partial } = await fill(stage);
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const { cookies } = await stage.site.login();
    await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: stage.site.url })));
    const page = await context.newPage();
    await picture(page, stage, 'overview', 'overview');
    await picture(page, stage, 'exceptions', 'exceptions');
    await picture(page, stage, `orders/${partial}`, 'order-trace', 1400);
    if (process.argv[2] !== undefined) await everyOther(page, stage, partial);
  } finally {
    await browser.close();
    await stage.close();
  }
}

/** For a look at all of it; only the three above are kept with the project. */
async function everyOther(page: Page, stage: Stage, id: number): Promise<void> {
  for (const path of ['orders', 'mappings', 'mappings/carrier']) await picture(page, stage, path, path.replace('/', '-'), 1200);
  await page.setViewportSize({ width: 782, height: 900 });
  for (const path of ['overview', 'exceptions', 'orders', 'mappings']) await picture(page, stage, path, `${path}-782`);
  await page.setViewportSize({ width: 1280, height: 900 });
  await openOrderInShop(page, stage.site, id);
  await page.locator('#crossdock-order-panel .crossdock-panel').waitFor();
  await page.screenshot({ path: join(folder, 'order-in-shop.png') });
  copyFileSync(
    new URL('./setup/php/locale-by-cookie.php', import.meta.url),
    join(stage.site.dir, 'wp-content/mu-plugins/locale-by-cookie.php'),
  );
  await page.context().addCookies([{ name: 'e2e_locale', value: 'he_IL', url: stage.site.url }]);
  for (const path of ['overview', 'exceptions', 'orders']) await picture(page, stage, path, `${path}-rtl`);
}

await main();
