import { expect, test } from '../fixtures.ts';

test('a person logs in through the form and reaches the dashboard', async ({ page, site }) => {
  // On a site's very first page the click on the button was seen to be lost, so the form may be sent again.
  await expect(async () => {
    await page.goto(`${site.url}/wp-login.php`, { waitUntil: 'domcontentloaded' });
    await page.getByLabel('Username or Email Address').fill(site.adminUser);
    await page.getByLabel('Password', { exact: true }).fill(site.adminPassword);
    await page.getByRole('button', { name: 'Log In' }).click();
    await page.waitForURL('**/wp-admin/**', { waitUntil: 'commit', timeout: 20_000 });
  }).toPass({ timeout: 90_000 });
  await expect(page.getByRole('heading', { name: 'Dashboard', level: 1 })).toBeVisible();
});

test('a session made by request opens the orders list with the column of Crossdock', async ({ adminPage, site }) => {
  await adminPage.goto(`${site.url}/wp-admin/admin.php?page=wc-orders`, { waitUntil: 'domcontentloaded' });
  await expect(adminPage.getByRole('heading', { name: 'Orders', level: 1 })).toBeVisible();
});
