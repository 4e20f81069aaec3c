import { expect, test } from '../fixtures.ts';
import { seed, type Seeded } from '../setup/seed.ts';
import type { Site } from '../setup/site.ts';
import { callStore, createKey, readBody, signedQuery } from '../setup/store-client.ts';

/*
 * What Crossdock relies on in WooCommerce. The same sentences must hold for the stand-in and for the real one.
 */

type Row = Record<string, unknown>;
const row = (value: unknown): Row => value as Row;
const rows = (value: unknown): Row[] => value as Row[];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let count = 0;
const sku = (): string => `SKU-${process.pid}-${(count += 1)}`;

async function product(site: Site, more: Row = {}): Promise<Seeded> {
  const [made] = await seed(site, 'products', [
    { name: 'Mug', sku: sku(), regular_price: '10.00', manage_stock: true, stock_quantity: 10, ...more },
  ]);
  return made as Seeded;
}

async function order(site: Site, more: Row = {}): Promise<Seeded> {
  const [made] = await seed(site, 'orders', [{ billing: { first_name: 'Zoë', country: 'NL', email: 'zoe@example.com' }, ...more }]);
  return made as Seeded;
}

const code = (answer: { body: unknown }): unknown => row(answer.body)['code'];

test.describe('keys over plain http', () => {
  for (const algorithm of ['sha1', 'sha256'] as const) {
    test(`a request signed with HMAC-${algorithm} is let in`, async ({ shop }) => {
      expect((await shop.call('GET', 'wc/v3/orders', { query: { per_page: 1, search: 'a b~c*(d)' }, sign: { algorithm } })).status).toBe(
        200,
      );
    });
  }

  test('the signature covers the home URL, whatever host is dialled', async ({ shop, site }) => {
    const dial = site.url.replace('127.0.0.1', 'localhost');
    expect((await shop.call('GET', 'wc/v3/orders', { dial, sign: { signedBase: site.url } })).status).toBe(200);
    const wrong = await shop.call('GET', 'wc/v3/orders', { dial });
    expect(wrong.status).toBe(401);
    expect(code(wrong)).toBe('woocommerce_rest_authentication_error');
    expect(row(wrong.body)['message']).toBe('Invalid signature - provided signature does not match.');
  });

  test('Basic is silently ignored over http and works over https', async ({ shop, site }) => {
    const authorization = `Basic ${Buffer.from(`${shop.key.consumerKey}:${shop.key.consumerSecret}`).toString('base64')}`;
    const plain = await fetch(`${site.url}/wp-json/wc/v3/orders`, { headers: { authorization } });
    expect(plain.status).toBe(401);
    expect(row(await plain.json())['code']).toBe('woocommerce_rest_cannot_view');
    const secure = await fetch(`${site.url}/wp-json/wc/v3/orders`, { headers: { authorization, 'x-forwarded-proto': 'https' } });
    expect(secure.status).toBe(200);
    await secure.text();
  });

  test('a wrong secret, an unknown key and no key at all are told apart', async ({ shop, site }) => {
    const wrong = await callStore(site, { ...shop.key, consumerSecret: 'cs_wrong' }, 'GET', 'wc/v3/orders');
    expect([wrong.status, code(wrong)]).toEqual([401, 'woocommerce_rest_authentication_error']);
    const unknown = await callStore(site, { ...shop.key, consumerKey: 'ck_unknown' }, 'GET', 'wc/v3/orders');
    expect([unknown.status, row(unknown.body)['message']]).toEqual([401, 'Consumer key is invalid.']);
    const none = await fetch(`${site.url}/wp-json/wc/v3/orders`);
    expect([none.status, row(await none.json())['code']]).toEqual([401, 'woocommerce_rest_cannot_view']);
  });

  test('a nonce works once', async ({ shop }) => {
    const sign = { nonce: `once-${process.pid}-${Date.now()}`, timestamp: Math.floor(Date.now() / 1000) + 400 };
    expect((await shop.call('GET', 'wc/v3/orders', { sign })).status).toBe(200);
    const again = await shop.call('GET', 'wc/v3/orders', { sign });
    expect([again.status, row(again.body)['message']]).toEqual([401, 'Invalid nonce - nonce has already been used.']);
  });

  test('a clock may be off by just under fifteen minutes', async ({ shop }) => {
    const now = Math.floor(Date.now() / 1000);
    for (const off of [-890, 890]) expect((await shop.call('GET', 'wc/v3/orders', { sign: { timestamp: now + off } })).status).toBe(200);
    for (const off of [-910, 910]) {
      const late = await shop.call('GET', 'wc/v3/orders', { sign: { timestamp: now + off } });
      expect([late.status, row(late.body)['message']]).toEqual([401, 'Invalid timestamp.']);
    }
  });

  test('a key reads or writes only as its permission says, and the refusal is 401', async ({ site }) => {
    const read = await createKey(site, 'read');
    const write = await createKey(site, 'write');
    expect((await callStore(site, read, 'GET', 'wc/v3/orders')).status).toBe(200);
    const denied = await callStore(site, read, 'POST', 'wc/v3/orders', { body: {} });
    expect([denied.status, row(denied.body)['message']]).toEqual([401, 'The API key provided does not have write permissions.']);
    const blind = await callStore(site, write, 'GET', 'wc/v3/orders');
    expect([blind.status, row(blind.body)['message']]).toEqual([401, 'The API key provided does not have read permissions.']);
  });

  test('a key opens namespaces that start with wc- and no others', async ({ shop, site }) => {
    await site.php(
      `file_put_contents( WPMU_PLUGIN_DIR . '/namespaces.php', '<?php add_action( "rest_api_init", function () { foreach ( array( "wc-probe/v1", "probe/v1" ) as $ns ) register_rest_route( $ns, "/me", array( "methods" => "GET", "callback" => fn() => array( "user" => get_current_user_id() ), "permission_callback" => "is_user_logged_in" ) ); } );' );`,
    );
    expect(row((await shop.call('GET', 'wc-probe/v1/me')).body)['user']).toBe(1);
    expect((await shop.call('GET', 'probe/v1/me')).status).toBe(401);
  });
});

test.describe('lists of orders', () => {
  test('modified_after is strict, in whole seconds, and its order holds', async ({ shop, site }) => {
    const first = await order(site);
    await pause(1100);
    const second = await order(site);
    const sweep = (after: unknown): Promise<Row[]> =>
      shop
        .call('GET', 'wc/v3/orders', {
          query: { modified_after: String(after), dates_are_gmt: true, orderby: 'modified', order: 'asc', per_page: 100 },
        })
        .then((a) => rows(a.body));
    const at = String(first['date_modified_gmt']);
    const before = new Date(Date.parse(`${at}Z`) - 1000).toISOString().slice(0, 19);
    expect((await sweep(at)).map((one) => one['id'])).toEqual([second.id]);
    const both = (await sweep(before)).map((one) => one['id']);
    expect(both.slice(-2)).toEqual([first.id, second.id]);
  });

  test('a date that is none, and a page of more than a hundred, are refused', async ({ shop }) => {
    const date = await shop.call('GET', 'wc/v3/orders', { query: { modified_after: 'yesterday' } });
    expect([date.status, code(date)]).toEqual([400, 'rest_invalid_param']);
    expect((await shop.call('GET', 'wc/v3/orders', { query: { per_page: 101 } })).status).toBe(400);
    expect((await shop.call('GET', 'wc/v3/orders', { query: { status: 'nonsense' } })).status).toBe(400);
    expect((await shop.call('GET', 'wc/v3/orders', { query: { orderby: 'nonsense' } })).status).toBe(400);
  });

  test('totals are in the headers, a page past the end is empty, and fields can be chosen', async ({ shop, site }) => {
    const made = [await order(site), await order(site), await order(site)];
    const include = made.map((one) => one.id).join(',');
    const page = await shop.call('GET', 'wc/v3/orders', {
      query: { include, per_page: 2, orderby: 'id', order: 'asc', _fields: 'id,number' },
    });
    expect(rows(page.body)).toEqual(made.slice(0, 2).map((one) => ({ id: one.id, number: String(one.id) })));
    expect([page.headers.get('x-wp-total'), page.headers.get('x-wp-totalpages')]).toEqual(['3', '2']);
    const past = await shop.call('GET', 'wc/v3/orders', { query: { include, per_page: 2, page: 9 } });
    expect([past.status, past.body]).toEqual([200, []]);
  });

  test('any leaves out the trash and checkout drafts, which can be asked for', async ({ shop, site }) => {
    const [kept, draft, trashed] = [await order(site), await order(site, { status: 'checkout-draft' }), await order(site)];
    expect((await shop.call('DELETE', `wc/v3/orders/${trashed.id}`)).status).toBe(200);
    const include = [kept.id, draft.id, trashed.id].join(',');
    const ids = async (status: string): Promise<unknown[]> =>
      rows((await shop.call('GET', 'wc/v3/orders', { query: { include, status } })).body).map((one) => one['id']);
    expect(await ids('any')).toEqual([kept.id]);
    expect(await ids('trash')).toEqual([trashed.id]);
    expect(await ids('checkout-draft,pending')).toEqual([draft.id, kept.id]);
    expect(row((await shop.call('GET', `wc/v3/orders/${trashed.id}`)).body)['status']).toBe('trash');
    const again = await shop.call('DELETE', `wc/v3/orders/${trashed.id}`);
    expect([again.status, code(again)]).toEqual([410, 'woocommerce_rest_already_trashed']);
  });

  test('unknown parameters and body fields are ignored', async ({ shop, site }) => {
    const one = await order(site);
    expect((await shop.call('GET', 'wc/v3/orders', { query: { include: one.id, meta_key: '_nothing', nonsense: 1 } })).body).toHaveLength(
      1,
    );
    const put = await shop.call('PUT', `wc/v3/orders/${one.id}`, { body: { nonsense: true } });
    expect(put.status).toBe(200);
  });
});

test.describe('one order', () => {
  test('a missing one is 404 when read, 400 when written, and an error of its own in a batch', async ({ shop, site }) => {
    const one = await order(site);
    const read = await shop.call('GET', 'wc/v3/orders/99999999');
    expect([read.status, code(read)]).toEqual([404, 'woocommerce_rest_shop_order_invalid_id']);
    const write = await shop.call('PUT', 'wc/v3/orders/99999999', { body: { status: 'completed' } });
    expect([write.status, code(write)]).toEqual([400, 'woocommerce_rest_shop_order_invalid_id']);
    const batch = await shop.call('POST', 'wc/v3/orders/batch', {
      body: {
        update: [
          { id: 99999999, customer_note: 'x' },
          { id: one.id, customer_note: 'y' },
        ],
      },
    });
    expect(batch.status).toBe(200);
    const [bad, good] = rows(row(batch.body)['update']);
    expect(bad).toMatchObject({ id: 99999999, error: { code: 'woocommerce_rest_shop_order_invalid_id', data: { status: 400 } } });
    expect(good).toMatchObject({ id: one.id, customer_note: 'y' });
  });

  test('a batch of more than a hundred is refused whole', async ({ shop, site }) => {
    const one = await order(site);
    const update = Array.from({ length: 101 }, () => ({ id: one.id, customer_note: 'too many' }));
    const batch = await shop.call('POST', 'wc/v3/orders/batch', { body: { update } });
    expect([batch.status, code(batch)]).toEqual([413, 'woocommerce_rest_request_entity_too_large']);
    expect(row((await shop.call('GET', `wc/v3/orders/${one.id}`)).body)['customer_note']).toBe('');
  });

  test('an identical write moves the date and is heard as an update', async ({ shop, site }) => {
    const one = await order(site, { customer_note: 'same' });
    await pause(1100);
    const put = await shop.call('PUT', `wc/v3/orders/${one.id}`, { body: { customer_note: 'same' } });
    expect(String(row(put.body)['date_modified_gmt']) > String(one['date_modified_gmt'])).toBe(true);
  });

  test('a note does not move the date', async ({ shop, site }) => {
    const one = await order(site);
    await pause(1100);
    const note = await shop.call('POST', `wc/v3/orders/${one.id}/notes`, { body: { note: 'Sent to the ERP as SO-1 🧡' } });
    expect(note.status).toBe(201);
    expect(note.body).toMatchObject({ note: 'Sent to the ERP as SO-1 🧡', customer_note: false });
    await shop.call('POST', `wc/v3/orders/${one.id}/notes`, { body: { note: 'For you', customer_note: true } });
    const customer = await shop.call('GET', `wc/v3/orders/${one.id}/notes`, { query: { type: 'customer' } });
    expect(rows(customer.body).map((entry) => entry['note'])).toEqual(['For you']);
    expect(row((await shop.call('GET', `wc/v3/orders/${one.id}`)).body)['date_modified_gmt']).toBe(one['date_modified_gmt']);
  });

  test('meta is updated by key or id and deleted by null', async ({ shop, site }) => {
    const one = await order(site, {
      meta_data: [
        { key: '_a', value: 'one' },
        { key: 'b', value: { deep: [1, 2] } },
      ],
    });
    const metaOf = (body: unknown): Row[] => rows(row(body)['meta_data']).map(({ key, value }) => ({ key, value }));
    expect(metaOf(one)).toEqual([
      { key: '_a', value: 'one' },
      { key: 'b', value: { deep: [1, 2] } },
    ]);
    const put = await shop.call('PUT', `wc/v3/orders/${one.id}`, {
      body: {
        meta_data: [
          { key: '_a', value: 'two' },
          { key: 'b', value: null },
        ],
      },
    });
    expect(metaOf(put.body)).toEqual([{ key: '_a', value: 'two' }]);
  });

  test('number is another thing than id', async ({ shop, site }) => {
    const one = await order(site, { meta_data: [{ key: '_own_number', value: 'A-77' }] });
    await site.php(
      `file_put_contents( WPMU_PLUGIN_DIR . '/numbers.php', '<?php add_filter( "woocommerce_order_number", fn( $n, $o ) => $o->get_meta( "_own_number" ) ?: $n, 10, 2 );' );`,
    );
    expect(row((await shop.call('GET', `wc/v3/orders/${one.id}`)).body)).toMatchObject({ id: one.id, number: 'A-77' });
  });

  test('a status that is none is refused alone and becomes pending in a batch', async ({ shop, site }) => {
    const one = await order(site);
    expect((await shop.call('PUT', `wc/v3/orders/${one.id}`, { body: { status: 'nonsense' } })).status).toBe(400);
    const batch = await shop.call('POST', 'wc/v3/orders/batch', { body: { create: [{ status: 'nonsense' }] } });
    expect(rows(row(batch.body)['create'])[0]).toMatchObject({ status: 'pending' });
  });

  test('no idempotency: the same request twice makes two orders', async ({ shop }) => {
    const body = { meta_data: [{ key: '_key', value: 'same' }] };
    const [a, b] = [await shop.call('POST', 'wc/v3/orders', { body }), await shop.call('POST', 'wc/v3/orders', { body })];
    expect([a.status, b.status]).toEqual([201, 201]);
    expect(row(a.body)['id']).not.toBe(row(b.body)['id']);
  });

  test('force deletion leaves nothing to read', async ({ shop, site }) => {
    const one = await order(site);
    expect((await shop.call('DELETE', `wc/v3/orders/${one.id}`, { query: { force: true } })).status).toBe(200);
    expect((await shop.call('GET', `wc/v3/orders/${one.id}`)).status).toBe(404);
  });
});

test.describe('money', () => {
  test('lines, shipping, fee and taxes sum to the total', async ({ site }) => {
    await taxes(site);
    const mug = await product(site, { regular_price: '9.99' });
    const book = await product(site, { regular_price: '7.35', tax_class: 'reduced-rate' });
    const made = await order(site, {
      line_items: [
        { product_id: mug.id, quantity: 3 },
        { product_id: book.id, quantity: 1, subtotal: '7.35', total: '6.35' },
      ],
      shipping_lines: [{ method_id: 'flat_rate', method_title: 'Flat rate', total: '4.95' }],
      fee_lines: [{ name: 'Gift wrap', total: '1.50' }],
    });
    expect(made).toMatchObject({
      discount_total: '1.00',
      shipping_total: '4.95',
      shipping_tax: '1.04',
      cart_tax: '7.18',
      total_tax: '8.22',
      total: '50.99',
    });
    expect(rows(made['line_items'])[0]).toMatchObject({
      subtotal: '29.97',
      total: '29.97',
      total_tax: '6.29',
      price: 9.99,
      sku: mug['sku'],
    });
    expect(rows(made['line_items'])[1]).toMatchObject({ subtotal: '7.35', total: '6.35', total_tax: '0.57', tax_class: 'reduced-rate' });
    expect(
      rows(made['tax_lines']).map((line) => [line['rate_code'], line['rate_percent'], line['tax_total'], line['shipping_tax_total']]),
    ).toEqual([
      ['NL-BTW-1', 21, '6.61', '1.04'],
      ['NL-LAAG-1', 9, '0.57', '0.00'],
    ]);
  });

  test('prices that include tax are taken apart, and dp shows the decimals that are kept', async ({ shop, site }) => {
    await taxes(site);
    await site.php("update_option( 'woocommerce_prices_include_tax', 'yes' ); update_option( 'woocommerce_default_country', 'NL' );");
    const mug = await product(site, { regular_price: '10.00' });
    const made = await order(site, { line_items: [{ product_id: mug.id, quantity: 3 }] });
    await site.php("update_option( 'woocommerce_prices_include_tax', 'no' );");
    expect(made).toMatchObject({ prices_include_tax: true, total: '30.00', total_tax: '5.21' });
    const six = row((await shop.call('GET', `wc/v3/orders/${made.id}`, { query: { dp: 6 } })).body);
    expect(rows(six['line_items'])[0]).toMatchObject({ total: '24.793388' });
    expect(six['total']).toBe('30.000000');
  });

  test('a refund has lines of its own that point at the original', async ({ shop, site }) => {
    const mug = await product(site);
    const made = await order(site, { status: 'processing', line_items: [{ product_id: mug.id, quantity: 2 }] });
    const line = Number(rows(made['line_items'])[0]?.['id']);
    const refund = await shop.call('POST', `wc/v3/orders/${made.id}/refunds`, {
      body: {
        amount: '10.00',
        reason: 'broken',
        api_refund: false,
        api_restock: true,
        line_items: [{ id: line, quantity: 1, refund_total: 10 }],
      },
    });
    expect(refund.status).toBe(201);
    const own = rows(row(refund.body)['line_items'])[0] ?? {};
    expect(own).toMatchObject({ quantity: -1, total: '-10.00' });
    expect(own['id']).not.toBe(line);
    expect(rows(own['meta_data']).map(({ key, value }) => [key, String(value)])).toContainEqual(['_refunded_item_id', String(line)]);
    const after = row((await shop.call('GET', `wc/v3/orders/${made.id}`)).body);
    expect(rows(after['refunds'])[0]).toMatchObject({ id: row(refund.body)['id'], reason: 'broken', total: '-10.00' });
    expect(row((await shop.call('GET', `wc/v3/products/${mug.id}`)).body)['stock_quantity']).toBe(9);
  });
});

async function taxes(site: Site): Promise<void> {
  const there = await site.php(
    `update_option( 'woocommerce_calc_taxes', 'yes' ); echo (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->prefix}woocommerce_tax_rates" );`,
  );
  if (there.trim().endsWith('2')) return;
  await seed(site, 'taxes', [
    { country: 'NL', rate: '21.0000', name: 'BTW', class: 'standard', shipping: true },
    { country: 'NL', rate: '9.0000', name: 'LAAG', class: 'reduced-rate', shipping: false },
  ]);
}

test.describe('products', () => {
  test('a comma list of SKUs finds variations too', async ({ shop, site }) => {
    const plain = await product(site);
    const [parent] = await seed(site, 'products', [
      { name: 'Tee', type: 'variable', attributes: [{ name: 'Size', variation: true, options: ['S'] }] },
    ]);
    const code = sku();
    const [variation] = await seed(site, `products/${parent?.id ?? 0}/variations`, [
      { sku: code, regular_price: '20', attributes: [{ name: 'Size', option: 'S' }] },
    ]);
    const found = await shop.call('GET', 'wc/v3/products', {
      query: { sku: `${String(plain['sku'])},${code}`, _fields: 'id,type,parent_id,sku' },
    });
    const byId = (a: Row, b: Row): number => Number(a['id']) - Number(b['id']);
    expect(
      rows(found.body)
        .map(({ id, type, parent_id, sku: own }) => ({ id, type, parent_id, own }))
        .sort(byId),
    ).toEqual([
      { id: plain.id, type: 'simple', parent_id: 0, own: plain['sku'] },
      { id: variation?.id, type: 'variation', parent_id: parent?.id, own: code },
    ]);
    const through = await shop.call('PUT', `wc/v3/products/${variation?.id}`, { body: { regular_price: '21' } });
    expect([through.status, row(through.body)['code']]).toEqual([404, 'woocommerce_rest_invalid_product_id']);
  });

  test('a SKU that is taken names its owner', async ({ shop, site }) => {
    const one = await product(site);
    const twin = await shop.call('POST', 'wc/v3/products', { body: { name: 'Twin', sku: one['sku'] } });
    expect(twin.status).toBe(400);
    expect(twin.body).toMatchObject({ code: 'product_invalid_sku', data: { resource_id: one.id } });
  });

  test('numbers are strict alone and not in a batch', async ({ shop, site }) => {
    const one = await product(site);
    expect((await shop.call('PUT', `wc/v3/products/${one.id}`, { body: { stock_quantity: 2.5 } })).status).toBe(400);
    expect((await shop.call('PUT', `wc/v3/products/${one.id}`, { body: { regular_price: 5 } })).status).toBe(400);
    const batch = await shop.call('POST', 'wc/v3/products/batch', {
      body: { update: [{ id: one.id, stock_quantity: 'abc' }, { id: 99999999 }] },
    });
    const [careless, missing] = rows(row(batch.body)['update']);
    expect(careless).toMatchObject({ id: one.id, stock_quantity: 0 });
    expect(missing).toMatchObject({ id: 99999999, error: { data: { status: 400 } } });
  });

  test('stock follows the order: taken at processing, given back when cancelled, below zero if need be', async ({ shop, site }) => {
    const mug = await product(site, { stock_quantity: 1 });
    const stock = async (): Promise<unknown> => row((await shop.call('GET', `wc/v3/products/${mug.id}`)).body)['stock_quantity'];
    const made = await order(site, { status: 'processing', line_items: [{ product_id: mug.id, quantity: 2 }] });
    expect(await stock()).toBe(-1);
    expect(rows(rows(made['line_items'])[0]?.['meta_data']).map(({ key, value }) => [key, String(value)])).toEqual([
      ['_reduced_stock', '2'],
    ]);
    await shop.call('PUT', `wc/v3/orders/${made.id}`, { body: { status: 'cancelled' } });
    expect(await stock()).toBe(1);
  });
});

test.describe('what the shop says of itself', () => {
  test('status, currency, taxes, gateways, zones and statuses can be listed', async ({ shop }) => {
    const get = async (path: string): Promise<unknown> => (await shop.call('GET', `wc/v3/${path}`)).body;
    expect(row(row(await get('system_status'))['settings'])).toMatchObject({ HPOS_enabled: true });
    expect(row(row(await get('system_status'))['environment'])['version']).toMatch(/^\d+\.\d+/);
    expect(row(await get('data/currencies/current'))).toMatchObject({ code: 'USD' });
    expect(rows(await get('payment_gateways')).map((one) => one['id'])).toEqual(expect.arrayContaining(['bacs', 'cheque', 'cod']));
    expect(rows(await get('shipping/zones'))[0]).toMatchObject({ id: 0, name: 'Locations not covered by your other zones' });
    expect(rows(await get('reports/orders/totals')).map((one) => one['slug'])).toEqual(
      expect.arrayContaining(['pending', 'processing', 'completed', 'cancelled']),
    );
    expect(rows(await get('taxes/classes')).map((one) => one['slug'])).toEqual(['standard', 'reduced-rate', 'zero-rate']);
  });

  test('shipping methods of a zone carry the id and the title', async ({ shop }) => {
    const zone = row((await shop.call('POST', 'wc/v3/shipping/zones', { body: { name: 'Benelux' } })).body);
    await shop.call('POST', `wc/v3/shipping/zones/${String(zone['id'])}/methods`, { body: { method_id: 'flat_rate' } });
    const methods = rows((await shop.call('GET', `wc/v3/shipping/zones/${String(zone['id'])}/methods`)).body);
    expect(methods[0]).toMatchObject({ method_id: 'flat_rate', title: 'Flat rate', method_title: 'Flat rate' });
  });

  test('orders are in the new tables, and the functions of the admin screens are not there elsewhere', async ({ site }) => {
    const said = await site.php(
      "echo Automattic\\WooCommerce\\Utilities\\OrderUtil::custom_orders_table_usage_is_enabled() ? 'hpos' : 'posts', ' ', function_exists( 'wc_get_page_screen_id' ) ? 'there' : 'absent';",
    );
    expect(said).toContain('hpos absent');
  });

  test('the list shows the columns that plugins add, the edit screen their boxes', async ({ site }) => {
    const one = await order(site);
    await site.php(`file_put_contents( WPMU_PLUGIN_DIR . '/screens.php', '<?php
      add_filter( "manage_woocommerce_page_wc-orders_columns", fn( $c ) => $c + array( "probe" => "Probe" ), 20 );
      add_action( "manage_woocommerce_page_wc-orders_custom_column", function ( $c, $o ) { if ( "probe" === $c ) echo "cell-of-" . $o->get_id(); }, 10, 2 );
      add_action( "add_meta_boxes", function ( $screen ) { add_meta_box( "probe-box", "Probe", function ( $o ) { echo "box-of-" . $o->get_id() . "-on-" . wc_get_page_screen_id( "shop-order" ); }, wc_get_page_screen_id( "shop-order" ), "side" ); } );' );`);
    const { cookie } = await site.login();
    const page = async (query: string): Promise<string> =>
      (await fetch(`${site.url}/wp-admin/admin.php?page=wc-orders${query}`, { headers: { cookie } })).text();
    expect(await page('')).toContain(`cell-of-${one.id}`);
    expect(await page(`&action=edit&id=${one.id}`)).toContain(`box-of-${one.id}-on-woocommerce_page_wc-orders`);
  });

  test('administrators and shop managers hold the capabilities that we ask for', async ({ site }) => {
    const said = await site.php(
      "foreach ( array( 'administrator', 'shop_manager' ) as $r ) foreach ( array( 'manage_woocommerce', 'edit_shop_orders', 'view_woocommerce_reports', 'read_private_shop_orders' ) as $c ) echo get_role( $r )->has_cap( $c ) ? 'y' : 'n';",
    );
    expect(said).toContain('yyyyyyyy');
  });
});

test('a broken body is a readable error', async ({ shop, site }) => {
  const url = new URL(`${site.url}/wp-json/wc/v3/orders`);
  const answer = await fetch(`${url.href}?${signedQuery('POST', url, shop.key)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"a":',
  });
  expect(answer.status).toBe(400);
  expect(row(readBody(await answer.text()))['code']).toBe('rest_invalid_json');
});
