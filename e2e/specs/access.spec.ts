import type { Site } from '../setup/site.ts';
import { readBody } from '../setup/store-client.ts';
import { crossdockScreen } from '../pages/crossdock-screen.ts';
import { enter, expect, test } from '../stage-fixtures.ts';

async function ensureUser(site: Site, login: string, role: string): Promise<void> {
  await site.php(
    `get_user_by( 'login', '${login}' ) || wp_insert_user( array( 'user_login' => '${login}', 'user_pass' => 'password', 'user_email' => '${login}@shop.example', 'role' => '${role}' ) );`,
  );
}

interface Call {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
}

/** Asks a route of the screens and gives status and code. */
async function ask(site: Site, headers: Readonly<Record<string, string>>, { method = 'GET', path, body }: Call): Promise<[number, string]> {
  const init: RequestInit = { method, headers: { ...headers, 'content-type': 'application/json' } };
  if (body !== undefined) init.body = JSON.stringify(body);
  const answer = await fetch(`${site.url}/wp-json/wc-crossdock/v1/admin/${path}`, init);
  const said = readBody(await answer.text()) as { code?: string };
  return [answer.status, said.code ?? ''];
}

const calls: readonly Call[] = [
  { path: 'state' },
  { path: 'agent/status' },
  { path: 'agent/exceptions' },
  { path: 'agent/orders' },
  { path: 'agent/mappings/sku' },
  { path: 'agent/options/sku?connection=erp' },
  { method: 'PUT', path: 'agent/mappings/sku', body: { connection: 'erp', key: 'EVIL', value: 'X', label: '', version: null } },
  { method: 'POST', path: 'agent/exceptions/retry', body: { ids: ['x'] } },
  { method: 'POST', path: 'pairing-code', body: {} },
  { method: 'POST', path: 'unpair', body: {} },
];

test('customers, editors and strangers are refused every call, and so is an administrator without the nonce', async ({ stage }) => {
  const { site } = stage;
  await ensureUser(site, 'carla', 'customer');
  await ensureUser(site, 'edgar', 'editor');
  const carla = await site.login('carla', 'password');
  const edgar = await site.login('edgar', 'password');
  const boss = await site.login();
  for (const call of calls) {
    const name = `${call.method ?? 'GET'} ${call.path}`;
    expect(await ask(site, carla.headers, call), `customer ${name}`).toEqual([403, 'crossdock_forbidden']);
    expect(await ask(site, edgar.headers, call), `editor ${name}`).toEqual([403, 'crossdock_forbidden']);
    expect(await ask(site, {}, call), `stranger ${name}`).toEqual([401, 'crossdock_forbidden']);
    expect((await ask(site, { cookie: boss.cookie }, call))[0], `without nonce ${name}`).toBe(401);
    expect((await ask(site, { cookie: boss.cookie, 'x-wp-nonce': carla.nonce }, call))[0], `nonce of somebody else ${name}`).toBe(403);
  }
  expect((await stage.admin.status()).connections.length).toBe(3);
});

test('an administrator reaches only what the screens need of the agent', async ({ stage }) => {
  const { headers } = await stage.site.login();
  for (const path of [
    'health',
    'hooks/erp',
    'secrets',
    'status/../secrets',
    'status%2f..%2fsecrets',
    'mappings/sku/..%2f..%2fhealth',
    'doorbell',
  ]) {
    const [status] = await ask(stage.site, headers, { path: `agent/${path}` });
    // An escaped path that climbs is refused by the server of the test site before WordPress sees it.
    expect([403, 404], path).toContain(status);
  }
  const wrong = await ask(stage.site, headers, { method: 'POST', path: 'agent/status', body: {} });
  expect(wrong).toEqual([404, 'crossdock_route_not_allowed']);
});

test('a shop manager works with every screen', async ({ stage, context, page, complaints }) => {
  await ensureUser(stage.site, 'mona', 'shop_manager');
  await enter(context, stage, 'mona', 'password');
  const screen = crossdockScreen(page, stage.site.url);
  await screen.open('mappings');
  await expect(page.getByRole('button', { name: 'Add a mapping' })).toBeVisible();
  for (const name of ['Overview', 'Exceptions', 'Orders', 'Setup']) await screen.tab(name);
  expect(complaints).toEqual([]);
});

for (const [login, role] of [
  ['edgar', 'editor'],
  ['carla', 'customer'],
] as const) {
  test(`the screen stays closed to the role ${role}`, async ({ stage, context, page }) => {
    await ensureUser(stage.site, login, role);
    await enter(context, stage, login, 'password');
    await page.goto(`${stage.site.url}/wp-admin/admin.php?page=crossdock`, { waitUntil: 'domcontentloaded' });
    await expect(page.locator('#crossdock-app')).toHaveCount(0);
    await expect(page.locator('#toplevel_page_woocommerce a[href*="page=crossdock"]')).toHaveCount(0);
  });
}
