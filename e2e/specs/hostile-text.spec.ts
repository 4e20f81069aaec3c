import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { openOrderInShop } from '../pages/order-edit.ts';
import { placeOrder } from '../shop-orders.ts';
import { expect, test } from '../stage-fixtures.ts';

const SCRIPT = `<script>window.caught=1</script><img src=x onerror="window.caught=2">`;
const BIDI = '\u202Eevil\u202C יעל 🎈👩‍👩‍👧';

test('hostile text from shop and people is shown as text: it neither runs nor bursts the page', async ({ stage, admin, complaints }) => {
  const { site } = stage;
  const id = await placeOrder(site, {
    lines: [
      { sku: 'MUG-BLUE', name: SCRIPT },
      { sku: 'MUG-RED', name: `${BIDI} ${'long'.repeat(2500)}` },
    ],
    firstName: SCRIPT,
    lastName: BIDI,
    note: SCRIPT,
  });
  await stage.admin.map({ kind: 'carrier', connection: 'shop', key: `"><b>${SCRIPT}`, value: SCRIPT, label: BIDI });
  const screen = crossdockScreen(admin, site.url);
  const inert = async (where: string): Promise<void> => {
    expect(await admin.evaluate(() => 'caught' in window), `${where}: nothing ran`).toBe(false);
    const over = await admin.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(over, `${where}: no horizontal scrolling`).toBeLessThanOrEqual(0);
  };

  await screen.open('orders');
  await expect(screen.row(String(id))).toContainText('יעל', { timeout: 90_000 });
  await expect(screen.row(String(id))).toContainText('<script>');
  await inert('orders');
  await screen.open(`orders/${id}`);
  await expect(admin.locator('.crossdock-table').getByText('<script>').first()).toBeVisible();
  await inert('trace');
  await screen.open('mappings/carrier');
  await expect(admin.locator('.crossdock-table').getByText('<script>').first()).toBeVisible();
  await admin.locator('.crossdock-table tr').filter({ hasText: '<script>' }).getByRole('button', { name: 'Edit' }).click();
  await expect(admin.getByRole('dialog')).toContainText('<script>');
  await inert('mappings');
  await admin.keyboard.press('Escape');
  await screen.open(`orders?q=${encodeURIComponent(SCRIPT)}`);
  await expect(admin.getByRole('searchbox')).toHaveValue(SCRIPT);
  await inert('search');
  await screen.open(`orders/${encodeURIComponent(SCRIPT.slice(0, 60))}`);
  await expect(screen.heading).toContainText('<script>');
  await expect(admin.locator('.crossdock-empty')).toBeVisible();
  await inert('address');
  expect(complaints.splice(0).filter((text) => !text.includes('404'))).toEqual([]);
  await openOrderInShop(admin, site, id);
  await expect(admin.locator('#crossdock-order-panel')).toContainText('<script>', { timeout: 90_000 });
  await expect(admin.locator('#crossdock-order-panel img')).toHaveCount(0);
  expect(await admin.evaluate(() => 'caught' in window)).toBe(false);
  // WooCommerce itself lets an image through in the name of a line, without its handler.
  expect(complaints.splice(0).filter((text) => !text.includes('/wp-admin/x)'))).toEqual([]);
});
