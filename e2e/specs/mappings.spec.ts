import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { expect, test } from '../stage-fixtures.ts';

test('a carrier of the shop is added from the live list or typed, changed, found, and deleted', async ({ stage, admin }) => {
  const screen = crossdockScreen(admin, stage.site.url);
  await screen.open('mappings/carrier');
  await expect(screen.row('DHL')).toBeVisible();

  await admin.getByRole('button', { name: 'Add a mapping' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Add a mapping' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Fill in the system, the key and the code.');
  await expect(dialog.getByLabel('System')).toHaveValue('shop');
  await dialog.getByRole('textbox', { name: 'Carrier' }).fill('POST');
  const typeInstead = dialog.getByRole('button', { name: 'Type a code instead' });
  const typed = dialog.getByRole('textbox', { name: 'Code there' });
  await expect(typeInstead.or(typed)).toBeVisible();
  if (await typeInstead.isVisible()) await typeInstead.click();
  await typed.fill('royal-mail');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('POST is mapped.').first()).toBeVisible();
  await expect(screen.row('POST')).toContainText('royal-mail');
  await expect(screen.row('POST')).toContainText('by admin');

  await screen.row('POST').getByRole('button', { name: 'Edit' }).click();
  const edit = admin.getByRole('dialog', { name: 'Map “POST”' });
  const typeItInstead = edit.getByRole('button', { name: 'Type a code instead' });
  await expect(typeItInstead.or(edit.getByRole('textbox', { name: 'Code there' }))).toBeVisible();
  if (await typeItInstead.isVisible()) await typeItInstead.click();
  await edit.getByRole('textbox', { name: 'Code there' }).fill('post-at');
  await edit.getByRole('button', { name: 'Save' }).click();
  await expect(screen.row('POST')).toContainText('post-at');

  await admin.getByRole('searchbox', { name: 'Search Carriers' }).fill('POST');
  await expect(screen.row('DHL')).toHaveCount(0);
  await screen.row('POST').getByRole('button', { name: 'Delete' }).click();
  const question = admin.getByRole('dialog', { name: 'Delete this mapping?' });
  await expect(question).toContainText('POST will no longer lead to post-at');
  await question.getByRole('button', { name: 'Delete' }).click();
  await expect(screen.row('POST')).toHaveCount(0);
  await expect(admin.getByText('The mapping of POST is deleted.').first()).toBeVisible();
  await expect(admin.getByText('No mapping fits.')).toBeVisible();
});

test('when two administrators change the same row, the later one sees the value of the earlier and decides', async ({
  stage,
  admin,
  complaints,
}) => {
  const { site } = stage;
  await site.php(
    `get_user_by( 'login', 'berta' ) || wp_insert_user( array( 'user_login' => 'berta', 'user_pass' => 'password', 'user_email' => 'berta@shop.example', 'display_name' => 'Berta Other', 'role' => 'administrator' ) );`,
  );
  const { headers } = await site.login('berta', 'password');
  await stage.admin.map({ kind: 'carrier', connection: 'shop', key: 'TWO', value: 'first', label: 'first' });
  const screen = crossdockScreen(admin, site.url);
  await screen.open('mappings/carrier');
  await screen.row('TWO').getByRole('button', { name: 'Edit' }).click();
  const dialog = admin.getByRole('dialog');
  const typeInstead = dialog.getByRole('button', { name: 'Type a code instead' });
  const typed = dialog.getByRole('textbox', { name: 'Code there' });
  await expect(typeInstead.or(typed)).toBeVisible();
  if (await typeInstead.isVisible()) await typeInstead.click();
  await typed.fill('mine');

  const answer = await fetch(`${site.url}/wp-json/wc-crossdock/v1/admin/agent/mappings/carrier`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ connection: 'shop', key: 'TWO', value: 'theirs', label: 'theirs', version: 1 }),
  });
  expect(answer.status).toBe(200);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const conflict = dialog.getByRole('alert');
  await expect(conflict).toContainText('Berta Other changed this row');
  await expect(conflict).toContainText('theirs');
  await expect(conflict).toBeFocused();
  await dialog.getByRole('button', { name: 'Save mine: mine' }).click();
  await expect(dialog).toBeHidden();
  await expect(screen.row('TWO')).toContainText('mine');
  expect(complaints.splice(0).every((text) => text.includes('409'))).toBe(true);
});
