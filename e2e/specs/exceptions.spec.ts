import { PARTIAL_NOTE } from '../../scripts/demo/catalogue.ts';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { tabTo } from '../pages/keyboard.ts';
import { waitUntil } from '../setup/wait-until.ts';
import { placeOrder } from '../shop-orders.ts';
import { expect, test } from '../stage-fixtures.ts';

test('a missing SKU is mapped by keyboard alone; the exception closes itself and the order completes', async ({ stage, admin }) => {
  const id = await placeOrder(stage.site, { lines: [{ sku: 'MUG-BLUE' }, { sku: 'LOT-COFFEE' }], lastName: 'Waiting' });
  const screen = crossdockScreen(admin, stage.site.url);
  await screen.open('exceptions');
  const row = screen.row('LOT-COFFEE');
  await expect(row).toContainText('SKU is not mapped');
  await expect(row).toContainText('Ecommerce team');
  await expect(row).toContainText(/just now|minutes? ago/);

  const button = row.getByRole('button', { name: 'Map this SKU LOT-COFFEE' });
  await tabTo(admin, button);
  await admin.keyboard.press('Enter');
  const dialog = admin.getByRole('dialog', { name: 'Map “LOT-COFFEE”' });
  await expect(dialog).toBeVisible();
  await tabTo(admin, dialog.getByRole('combobox', { name: 'Code there' }), 10);
  await admin.keyboard.type('coffee');
  await expect(dialog.getByRole('option', { name: 'Coffee, 500 g (ERP-1012)' })).toBeVisible();
  await admin.keyboard.press('ArrowDown');
  await admin.keyboard.press('Enter');
  await tabTo(admin, dialog.getByRole('button', { name: 'Save' }), 10);
  await admin.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  await expect(admin.getByText('LOT-COFFEE is mapped. 1 order that waited for it goes on.').first()).toBeVisible();
  await expect(row).toBeHidden();
  await expect(admin.getByText(`Closed: SKU is not mapped, order ${id}.`).first()).toBeVisible();
  await expect(admin.locator('.crossdock-heading')).toBeFocused();

  await screen.tab('Orders');
  await expect(screen.row('Waiting')).toContainText('Completed', { timeout: 90_000 });
});

test('a person who closes the mapping dialog is back where they were, and nothing has changed', async ({ stage, admin }) => {
  await forgetCoffee(stage);
  const id = await placeOrder(stage.site, { lines: [{ sku: 'LOT-COFFEE' }] });
  const screen = crossdockScreen(admin, stage.site.url);
  await screen.open('exceptions');
  const button = screen.row('LOT-COFFEE').getByRole('button', { name: 'Map this SKU' });
  await button.focus();
  await admin.keyboard.press('Enter');
  await expect(admin.getByRole('dialog')).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('dialog')).toBeHidden();
  await expect(button).toBeFocused();
  await expect(screen.row('LOT-COFFEE')).toContainText(String(id));
});

test('an order that leaves in two parts says so on the way, and is told to the buyer parcel by parcel', async ({ stage, admin }) => {
  const { wms } = stage;
  await wms.control('/_hold', { all: true, hold: true });
  const id = await placeOrder(stage.site, {
    lines: [
      { sku: 'MUG-RED', quantity: 2 },
      { sku: 'POSTER', quantity: 2 },
    ],
    note: PARTIAL_NOTE,
  });
  const screen = crossdockScreen(admin, stage.site.url);
  const held = await waitUntil(() => wms.books().fulfillmentOrders.find((one) => one.orderReference === `shop:${id}`));
  await wms.control('/_hold', { all: true, hold: false });
  await wms.control('/_advance', { reference: held.reference, to: 'partially-shipped' });
  await screen.open(`orders/${id}`);
  const state = admin.locator('.crossdock-actions').first();
  await expect(state).toContainText('Partly shipped', { timeout: 90_000 });
  await wms.control('/_hold', { reference: held.reference, hold: false });
  await expect(state).toContainText('Completed', { timeout: 90_000 });
  await expect(admin.locator('.crossdock-timeline')).toContainText(/part/i);
  await expect(admin.getByText('Shop and ERP know.')).toHaveCount(2);
  expect(await stage.site.php(`echo count( wc_get_order( ${id} )->get_customer_order_notes() );`)).toBe('2');
});

/** Takes the mapping away that another test may have made. */
async function forgetCoffee({
  site,
}: {
  site: { url: string; login(): Promise<{ headers: Readonly<Record<string, string>> }> };
}): Promise<void> {
  const { headers } = await site.login();
  const base = `${site.url}/wp-json/wc-crossdock/v1/admin/agent/mappings/sku`;
  const found = (await (await fetch(`${base}?q=LOT-COFFEE`, { headers })).json()) as {
    items: { connection: string; key: string; version: number }[];
  };
  for (const { connection, key, version } of found.items) {
    const body = JSON.stringify({ connection, key, version });
    await fetch(`${base}/delete`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body });
  }
}
