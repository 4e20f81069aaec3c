import { readFileSync } from 'node:fs';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { waitUntil } from '../setup/wait-until.ts';
import { placeOrder } from '../shop-orders.ts';
import { pairAndMap } from '../stage.ts';
import { expect, test } from '../stage-fixtures.ts';

test('a copied site is silent and says so; a person says that it is the same shop, and it goes on', async ({
  freshStage,
  context,
  page,
}) => {
  const { site, admin, erp } = freshStage;
  await pairAndMap(freshStage);
  // What a copy or a move to another domain looks like: the same database under another address.
  const moved = site.url.replace('127.0.0.1', 'localhost');
  const move = (url: string): Promise<string> => site.php(`update_option( 'siteurl', '${url}' ); update_option( 'home', '${url}' );`);
  await move(moved);
  const { cookies } = await (await import('../setup/login.ts')).logIn(moved, site.adminUser, site.adminPassword);
  await context.addCookies(cookies.map(({ name, value }) => ({ name, value, url: moved })));

  const screen = crossdockScreen(page, moved);
  await screen.open();
  const fence = page.getByRole('region', { name: 'Crossdock is silent: this site looks like a copy' });
  await expect(fence).toContainText('What differs: address.');
  await page.goto(`${moved}/wp-admin/index.php`, { waitUntil: 'domcontentloaded' });
  await expect(page.getByText('Crossdock is silent: this site looks like a copy of the paired one.')).toBeVisible();

  const id = await placeOrder(site, { lines: [{ sku: 'CAP' }], lastName: 'Fenced' });
  await expect(async () => {
    await screen.open();
    await expect(fence).toBeVisible();
  }).toPass();
  // The agent signs for the address that it knows, so that the moved shop refuses it.
  await waitUntil(() => readFileSync(freshStage.agent.logFile, 'utf8').includes('connection.auth-failed'), {
    what: 'the agent is refused',
  });
  expect(erp.books().salesOrders).toEqual([]);

  await move(site.url);
  await context.clearCookies();
  const back = await site.login();
  await context.addCookies(back.cookies.map(({ name, value }) => ({ name, value, url: site.url })));
  const home = crossdockScreen(page, site.url);
  await home.open('exceptions');
  await expect(page.getByText('Crossdock is silent')).toHaveCount(0);
  await home.row('Credentials are refused').getByRole('button', { name: 'Retry' }).click();
  await expect(home.row('Credentials are refused')).toHaveCount(0);
  await home.open('orders');
  await expect(home.row('Fenced')).toContainText('Completed', { timeout: 90_000 });
  expect(erp.books().salesOrders.map((order) => order.reference)).toEqual([`shop:${id}`]);

  await test.step('a site with another identity goes on only after a person has said that it is the same', async () => {
    await site.php(`update_option( 'crossdock_site_id', wp_generate_uuid4() );`);
    await home.open('overview');
    await expect(fence).toContainText('What differs: identity of the site.');
    await page.getByRole('button', { name: 'It is the same shop at a new address' }).click();
    const question = page.getByRole('dialog', { name: 'Go on at this address?' });
    await question.getByRole('button', { name: 'Go on here' }).click();
    await expect(question).toBeHidden();
    await expect(fence).toHaveCount(0);
    expect((await admin.status()).connections.length).toBe(3);
  });
});
