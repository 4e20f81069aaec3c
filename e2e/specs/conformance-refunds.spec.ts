import { expect, test } from '../fixtures.ts';
import { seed, type Seeded } from '../setup/seed.ts';
import type { Site } from '../setup/site.ts';

/*
 * What Crossdock relies on when money goes back. Holds for the stand-in and for real WooCommerce.
 */

type Row = Record<string, unknown>;
const row = (value: unknown): Row => value as Row;
const rows = (value: unknown): Row[] => value as Row[];

async function sold(site: Site): Promise<{ order: Seeded; line: number; shipping: number }> {
  const [mug] = await seed(site, 'products', [
    { name: 'Mug', sku: `REFUND-${process.pid}-${Date.now()}`, regular_price: '10.00', manage_stock: true, stock_quantity: 10 },
  ]);
  const [order] = await seed(site, 'orders', [
    {
      status: 'processing',
      billing: { first_name: 'Zoë', country: 'NL', email: 'zoe@example.com' },
      line_items: [{ product_id: mug?.id, quantity: 3 }],
      shipping_lines: [{ method_id: 'flat_rate', method_title: 'Flat rate', total: '5.00' }],
    },
  ]);
  if (!order) throw new Error('no order was made');
  const first = (list: string): number => Number(rows(order[list])[0]?.['id']);
  return { order, line: first('line_items'), shipping: first('shipping_lines') };
}

/** A line of PHP that refunds; `$o` is the order. */
const refund = (amount: string, lines = 'array()', more = ''): string =>
  `wc_create_refund( array( 'order_id' => $o->get_id(), 'amount' => '${amount}', 'line_items' => ${lines}${more} ) );`;
const find = (order: Seeded): string => `$o = wc_get_order( ${order.id} );`;

test.describe('refunds', () => {
  test('have parts for lines and shipping, negative, that point at what they give back', async ({ shop, site }) => {
    const { order, line, shipping } = await sold(site);
    const part = (quantity: number, total: string): string =>
      `array( 'qty' => ${quantity}, 'refund_total' => '${total}', 'refund_tax' => array() )`;
    await site.php(`${find(order)} ${refund('12.00', `array( ${line} => ${part(1, '10.00')}, ${shipping} => ${part(0, '2.00')} )`)}`);
    const answer = await shop.call('GET', `wc/v3/orders/${order.id}/refunds`, { query: { dp: 6 } });
    const [told] = rows(answer.body);
    expect(told).toMatchObject({ amount: '12.000000', refunded_payment: false });
    expect(String(told?.['date_created_gmt'])).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    const of = (list: string): unknown[] =>
      rows(told?.[list]).map(({ total, meta_data }) => [
        total,
        String(rows(meta_data).find(({ key }) => key === '_refunded_item_id')?.['value']),
      ]);
    expect(of('line_items')).toEqual([['-10.000000', String(line)]]);
    expect(of('shipping_lines')).toEqual([['-2.000000', String(shipping)]]);
    expect(rows(told?.['line_items'])[0]).toMatchObject({ quantity: -1 });
  });

  test('tell the taxes of each rate, and the line how many units went back on the shelf', async ({ shop, site }) => {
    const { order, line } = await sold(site);
    const taxed = `array( ${line} => array( 'qty' => 2, 'refund_total' => '20.00', 'refund_tax' => array( 1 => '4.20' ) ) )`;
    await site.php(`${find(order)} ${refund('24.20', taxed, ", 'restock_items' => true")}`);
    const [told] = rows((await shop.call('GET', `wc/v3/orders/${order.id}/refunds`, { query: { dp: 6 } })).body);
    expect(rows(rows(told?.['line_items'])[0]?.['taxes'])).toMatchObject([{ id: 1, total: '-4.200000' }]);
    const after = row((await shop.call('GET', `wc/v3/orders/${order.id}`)).body);
    const meta = Object.fromEntries(rows(rows(after['line_items'])[0]?.['meta_data']).map(({ key, value }) => [key, String(value)]));
    expect(meta).toMatchObject({ _reduced_stock: '1', _restock_refunded_items: '2' });
  });

  test('come page by page, the oldest first when asked', async ({ shop, site }) => {
    const { order } = await sold(site);
    await site.php(`${find(order)} ${refund('1.00')} ${refund('2.00')} ${refund('3.00')}`);
    const amounts = async (page: number): Promise<unknown[]> => {
      const query = { per_page: 2, page, orderby: 'id', order: 'asc' };
      return rows((await shop.call('GET', `wc/v3/orders/${order.id}/refunds`, { query })).body).map(({ amount }) => amount);
    };
    expect([...(await amounts(1)), ...(await amounts(2))]).toEqual(['1.00', '2.00', '3.00']);
    expect(await amounts(3)).toEqual([]);
  });

  test('of an order that is not there are none, and of one in the trash are still told', async ({ shop, site }) => {
    expect(await shop.call('GET', 'wc/v3/orders/99999999/refunds')).toMatchObject({ status: 200, body: [] });
    const { order } = await sold(site);
    await site.php(`${find(order)} ${refund('1.00')} $o->delete( false );`);
    expect(rows((await shop.call('GET', `wc/v3/orders/${order.id}/refunds`)).body)).toMatchObject([{ amount: '1.00' }]);
    const trashed = rows((await shop.call('GET', 'wc/v3/orders', { query: { status: 'trash', include: String(order.id) } })).body);
    expect(trashed).toMatchObject([{ refunds: [{ total: '-1.00' }] }]);
  });

  test('of everything make the order refunded, and more than that is refused', async ({ site }) => {
    const { order } = await sold(site);
    const total = String(order['total']);
    const said = await site.php(
      `${find(order)} $most = ${refund(String(Number(total) + 0.01))} ${refund(total)} echo "\\nSAID ", is_wp_error( $most ) ? 'refused' : 'made', ' ', wc_get_order( ${order.id} )->get_status();`,
    );
    expect(said).toContain('SAID refused refunded');
  });

  test('ask a filter before they are deleted, and the order knows them no more', async ({ site }) => {
    const { order } = await sold(site);
    const said = await site.php(
      `${find(order)} $r = ${refund('1.00')} $heard = array(); add_filter( 'woocommerce_pre_delete_order_refund', function ( $check, $refund ) use ( &$heard ) { $heard[] = $refund->get_parent_id(); return $check; }, 10, 2 ); $r->delete( true ); echo "\\nSAID ", implode( ',', $heard ), ' ', count( wc_get_order( ${order.id} )->get_refunds() );`,
    );
    expect(said).toContain(`SAID ${order.id} 0`);
  });

  test('can be marked before they are saved, by an action that gets the refund', async ({ shop, site }) => {
    const { order } = await sold(site);
    const mark = "add_action( 'woocommerce_create_refund', function ( $r ) { $r->update_meta_data( '_mark', 'ours' ); } );";
    await site.php(`${find(order)} ${mark} ${refund('1.00')}`);
    const [told] = rows((await shop.call('GET', `wc/v3/orders/${order.id}/refunds`)).body);
    expect(rows(told?.['meta_data']).map(({ key, value }) => [key, value])).toContainEqual(['_mark', 'ours']);
  });
});
