import type { Page } from '@playwright/test';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { openOrderInShop } from '../pages/order-edit.ts';
import { placeOrder } from '../shop-orders.ts';
import { expect, test } from '../stage-fixtures.ts';

test('while the agent is down every screen says so by itself and keeps what it showed; it recovers by itself', async ({
  stage,
  admin,
  context,
  complaints,
}) => {
  const { site, agent } = stage;
  const id = await placeOrder(site, { lines: [{ sku: 'CAP' }], lastName: 'Lasting' });
  await expect
    .poll(async () => (await stage.admin.orders()).find((order) => order.orderId === String(id))?.stage, { timeout: 90_000 })
    .toBe('completed');
  const shown: { readonly path: string; readonly text: string }[] = [
    { path: 'overview', text: 'Sandbox ERP' },
    { path: 'exceptions', text: 'open exception' },
    { path: 'mappings', text: 'MUG-BLUE' },
    { path: 'orders', text: 'Lasting' },
    { path: `orders/${id}`, text: 'Completed' },
  ];
  const pages: Page[] = [];
  for (const { path, text } of shown) {
    const page = path === 'overview' ? admin : await context.newPage();
    await crossdockScreen(page, site.url).open(path);
    await expect(page.locator('.crossdock').getByText(text).first()).toBeVisible();
    pages.push(page);
  }

  await agent.stop();
  for (const [at, page] of pages.entries()) {
    await expect(
      page
        .locator('.crossdock')
        .getByText(/The agent does not answer since/)
        .first(),
    ).toBeVisible({ timeout: 90_000 });
    await expect(
      page
        .locator('.crossdock')
        .getByText(shown[at]?.text ?? '')
        .first(),
    ).toBeVisible();
    await expect(page.locator('.crossdock .components-spinner')).toHaveCount(0);
  }

  await test.step('a page opened meanwhile says the same, and the order panel shows what the shop itself knows', async () => {
    const page = await context.newPage();
    await crossdockScreen(page, site.url).open('orders');
    await expect(page.getByText('Nothing can be shown yet, because there was no answer. It appears by itself.')).toBeVisible();
    await openOrderInShop(page, site, id);
    const panel = page.locator('#crossdock-order-panel');
    await expect(panel).toContainText('Completed');
    await expect(panel).toContainText(/Tracking: \w+/);
    await expect(panel).toContainText('As of');
    await expect(panel).toContainText('The agent does not answer since', { timeout: 90_000 });
  });

  await agent.start();
  for (const page of pages)
    await expect(page.locator('.crossdock').getByText('The agent does not answer since')).toHaveCount(0, { timeout: 90_000 });
  const later = await placeOrder(site, { lines: [{ sku: 'CAP' }], lastName: 'Recovered' });
  const orders = crossdockScreen(pages[3] ?? admin, site.url);
  await expect(orders.row('Recovered')).toContainText('Completed', { timeout: 90_000 });
  expect(later).toBeGreaterThan(id);
  expect(complaints.splice(0).filter((text) => !text.includes('502'))).toEqual([]);
});
