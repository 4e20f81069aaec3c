import { openOrderInShop } from '../pages/order-edit.ts';
import { placeOrder } from '../shop-orders.ts';
import { pairAndMap } from '../stage.ts';
import { enter, expect, test } from '../stage-fixtures.ts';

test('the order list has a column that says how far each order is, and which needs a person', async ({ stage, admin }) => {
  const done = await placeOrder(stage.site, { lines: [{ sku: 'BAG' }], lastName: 'Listed' });
  const stuck = await placeOrder(stage.site, {
    lines: [{ sku: 'BAG', name: 'Bag' }, { sku: await unmappedProduct(stage.site) }],
    lastName: 'Stuck',
  });
  const cell = (id: number) => admin.locator(`tr:is(#order-${id}, #post-${id}) td.column-crossdock`);
  await expect(async () => {
    await admin.goto(`${stage.site.url}/wp-admin/admin.php?page=wc-orders`, { waitUntil: 'domcontentloaded' });
    await expect(cell(done)).toContainText('Completed', { timeout: 2_000 });
    await expect(cell(stuck)).toContainText('Needs attention', { timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await expect(admin.locator('th.column-crossdock').first()).toHaveText('Crossdock');
});

test('the order panel shows the state, the numbers of the others and the parcels, and leads to the mapping that is missing', async ({
  stage,
  admin,
}) => {
  const sku = await unmappedProduct(stage.site);
  const id = await placeOrder(stage.site, { lines: [{ sku }], lastName: 'Panel' });
  await openOrderInShop(admin, stage.site, id);
  const panel = admin.locator('#crossdock-order-panel');
  await expect(panel).toContainText('SKU is not mapped', { timeout: 90_000 });
  await panel.getByRole('link', { name: 'Map this SKU' }).click();
  await expect(admin.getByRole('dialog', { name: `Map “${sku}”` })).toBeVisible();
});

test('a shop that keeps its orders as posts has the same panel and column', async ({ freshStage, store, context, page, complaints }) => {
  test.skip(store === 'standin', 'The stand-in keeps orders in tables of their own only; run this on real WooCommerce.');
  const { site } = freshStage;
  await site.php(
    `update_option( 'woocommerce_custom_orders_table_data_sync_enabled', 'no' ); update_option( 'woocommerce_custom_orders_table_enabled', 'no' );`,
  );
  await pairAndMap(freshStage);
  await enter(context, freshStage);
  const id = await placeOrder(site, { lines: [{ sku: 'CAP' }], lastName: 'Legacy' });
  expect(await site.php(`echo get_post_type( ${id} );`)).toBe('shop_order');
  await expect(async () => {
    await page.goto(`${site.url}/wp-admin/edit.php?post_type=shop_order`, { waitUntil: 'domcontentloaded' });
    await expect(page.locator(`#post-${id} td.column-crossdock`)).toContainText('Completed', { timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await openOrderInShop(page, site, id);
  expect(page.url()).toContain('post.php');
  await expect(page.locator('#crossdock-order-panel')).toContainText('Shop and ERP know.');
  expect(complaints).toEqual([]);
});

let made = 0;

/** A product that ERP and warehouse may know, but no mapping leads there. */
async function unmappedProduct(site: { php(code: string): Promise<string> }): Promise<string> {
  made += 1;
  const sku = `NEW-${made}-${process.pid}`;
  await site.php(
    `$p = class_exists( 'WC_Product_Simple' ) ? new WC_Product_Simple() : new WC_Product(); $p->set_name( 'New ${made}' ); $p->set_sku( '${sku}' ); $p->set_regular_price( '5.00' ); $p->save();`,
  );
  return sku;
}
