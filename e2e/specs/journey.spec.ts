import { placeOrders } from '../../scripts/demo/seed-shop.ts';
import { demoMappings } from '../../scripts/demo/mappings.ts';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { openOrderAsBuyer, openOrderInShop } from '../pages/order-edit.ts';
import { startAgent } from '../stage.ts';
import { enter, expect, test } from '../stage-fixtures.ts';

test('a new shop is paired on screen, and its first order is followed from payment to the tracking number', async ({
  freshStage,
  context,
  page,
  complaints,
}) => {
  const { site, agent, admin, wms } = freshStage;
  await enter(context, freshStage);
  const screen = crossdockScreen(page, site.url);

  await test.step('the unpaired shop shows how to pair it, and nothing else', async () => {
    await screen.open();
    await expect(screen.heading).toHaveText('Pair this shop with its agent');
    await expect(page.getByRole('navigation', { name: 'Crossdock screens' })).toHaveCount(0);
  });

  await test.step('the command that the screen shows pairs, and the screen goes on by itself', async () => {
    await page.getByRole('button', { name: 'Make a pairing code' }).click();
    const command = await page.getByLabel('Command to run on the machine of the agent').inputValue();
    const [name, ...args] = command.split(' ');
    expect(name).toBe('crossdock');
    expect(args.slice(0, 2)).toEqual(['pair', site.url]);
    await expect(page.getByText(/The code works for another (10:00|[5-9]:\d\d)\./)).toBeVisible();
    await agent.command([...args, '--agent-url', agent.url]);
    await startAgent(freshStage);
    await expect(screen.heading).toHaveText('Overview');
    await expect(screen.row('Sandbox ERP')).toContainText('Works');
    await expect(screen.row('Sandbox WMS')).toContainText('Works');
    await expect(screen.row('WooCommerce')).toContainText('Works');
    // Between pairing and starting, the agent did not answer; the browser notes each 502.
    complaints.length = 0;
  });

  for (const mapping of demoMappings()) await admin.map(mapping);
  await screen.tab('Orders');
  await expect(page.getByText('No order has come yet.')).toBeVisible();

  const [id = 0] = await placeOrders(site, 0, 1);

  await test.step('the order appears and moves on until it is completed, without a reload', async () => {
    const row = screen.row('Ada King');
    await expect(row).toBeVisible();
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await expect(row).toContainText('Completed', { timeout: 90_000 });
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  });

  const shipment = wms.books().fulfillmentOrders[0]?.shipments[0];
  const tracking = String(shipment?.packages[0]?.trackingNumber);
  expect(tracking).toMatch(/\w{6,}/);

  await test.step('the trace tells every step', async () => {
    await screen.row('Ada King').getByRole('link').click();
    await expect(screen.heading).toHaveText(`Order ${id}`);
    await expect(page.getByRole('link', { name: tracking })).toBeVisible();
    const steps = await page.locator('.crossdock-timeline > li').allInnerTexts();
    expect(steps.length).toBeGreaterThan(6);
    test.info().annotations.push({ type: 'trace', description: steps.join(' | ') });
  });

  await test.step('shop and buyer see the tracking number', async () => {
    await openOrderInShop(page, site, id);
    await expect(page.locator('.order_notes')).toContainText(tracking);
    await expect(page.locator('#crossdock-order-panel')).toContainText(tracking);
    expect(await site.php(`echo wc_get_order( ${id} )->get_status();`)).toBe('completed');
    expect(await site.php(`echo count( wc_get_order( ${id} )->get_customer_order_notes() );`)).toBe('1');
    await page.context().clearCookies();
    await openOrderAsBuyer(page, site, id);
    await expect(page.getByText(tracking).first()).toBeVisible();
  });

  expect(complaints).toEqual([]);
});
