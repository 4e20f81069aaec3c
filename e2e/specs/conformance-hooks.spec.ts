import { expect, test } from '../fixtures.ts';
import type { Site } from '../setup/site.ts';

/*
 * Which hooks fire when, in which order: the plugin's feed is built on this. Holds for the stand-in and for real WooCommerce.
 */

test.describe('what plugins hear', () => {
  const listened = [
    'woocommerce_new_order',
    'woocommerce_update_order',
    'woocommerce_order_status_changed',
    'woocommerce_reduce_order_item_stock',
    'woocommerce_reduce_order_stock',
    'woocommerce_restore_order_stock',
    'woocommerce_restock_refunded_item',
    'woocommerce_refund_created',
    'woocommerce_order_refunded',
    'woocommerce_payment_complete',
    'woocommerce_before_delete_order',
    'woocommerce_delete_order',
    'woocommerce_trash_order',
    'woocommerce_untrash_order',
    'woocommerce_updated_product_stock',
    'woocommerce_product_set_stock',
    'woocommerce_update_product',
    'woocommerce_new_product',
  ];

  /** The hooks that some PHP fires, each named once for a run of the same. */
  async function heard(site: Site, prepare: string, act: string): Promise<string[]> {
    const said = await site.php(`
      wp_set_current_user( 1 );
      $rest = function ( $method, $path, $body = array() ) { $r = new WP_REST_Request( $method, "/wc/v3/$path" ); $r->set_header( 'content-type', 'application/json' ); $r->set_body( wp_json_encode( $body ) ); return rest_do_request( $r )->get_data(); };
      $mug = new WC_Product_Simple(); $mug->set_name( 'Mug' ); $mug->set_regular_price( '10' ); $mug->set_manage_stock( true ); $mug->set_stock_quantity( 10 ); $mug->save();
      $make = function ( $status ) use ( $mug ) { $o = wc_create_order(); $o->add_product( $mug, 2 ); $o->calculate_totals(); $o->set_status( $status ); $o->save(); return wc_get_order( $o->get_id() ); };
      ${prepare}
      $heard = array();
      foreach ( json_decode( '${JSON.stringify(listened)}' ) as $hook ) add_action( $hook, function () use ( &$heard, $hook ) { if ( end( $heard ) !== $hook ) $heard[] = $hook; }, 1, 0 );
      ${act}
      echo "\\nHEARD ", wp_json_encode( array_map( fn( $h ) => substr( $h, 12 ), $heard ) );`);
    return JSON.parse(said.slice(said.lastIndexOf('\nHEARD ') + 7)) as string[];
  }

  test('pending to processing: the update first, then the stock, the status last', async ({ site }) => {
    expect(await heard(site, "$o = $make( 'pending' );", "$o->update_status( 'processing' );")).toEqual([
      'update_order',
      'updated_product_stock',
      'update_product',
      'product_set_stock',
      'reduce_order_item_stock',
      'reduce_order_stock',
      'order_status_changed',
    ]);
  });

  test('an order posted as processing: new, updated, stock, status', async ({ site }) => {
    const all = await heard(
      site,
      '',
      "$rest( 'POST', 'orders', array( 'status' => 'processing', 'line_items' => array( array( 'product_id' => $mug->get_id(), 'quantity' => 1 ) ) ) );",
    );
    expect(all.filter((hook) => !hook.includes('product'))).toEqual([
      'new_order',
      'update_order',
      'reduce_order_item_stock',
      'reduce_order_stock',
      'order_status_changed',
    ]);
  });

  test('a checkout draft that becomes an order is new and never updated', async ({ site }) => {
    const all = await heard(site, "$o = $make( 'checkout-draft' );", "$o->update_status( 'processing' );");
    expect(all.filter((hook) => !hook.includes('product'))).toEqual([
      'new_order',
      'reduce_order_item_stock',
      'reduce_order_stock',
      'order_status_changed',
    ]);
  });

  test('a payment tells of itself last', async ({ site }) => {
    const all = await heard(site, "$o = $make( 'pending' );", "$o->payment_complete( 'tx' );");
    expect(all.filter((hook) => !hook.includes('product'))).toEqual([
      'update_order',
      'reduce_order_item_stock',
      'reduce_order_stock',
      'order_status_changed',
      'payment_complete',
    ]);
  });

  test('a cancellation gives stock back before it tells of the status', async ({ site }) => {
    const all = await heard(site, "$o = $make( 'processing' );", "wc_get_order( $o->get_id() )->update_status( 'cancelled' );");
    expect(all.filter((hook) => !hook.includes('product'))).toEqual(['update_order', 'restore_order_stock', 'order_status_changed']);
  });

  test('a refund: restocked, updated, created, refunded', async ({ site }) => {
    const act =
      "wc_create_refund( array( 'order_id' => $o->get_id(), 'amount' => 10, 'restock_items' => true, 'line_items' => array( current( $o->get_items() )->get_id() => array( 'qty' => 1, 'refund_total' => 10, 'refund_tax' => array() ) ) ) );";
    const all = await heard(site, "$o = $make( 'processing' );", act);
    expect(all.filter((hook) => !hook.includes('product'))).toEqual([
      'restock_refunded_item',
      'update_order',
      'refund_created',
      'order_refunded',
    ]);
  });

  test('trash, untrash and deletion have hooks of their own and no update', async ({ site }) => {
    expect(await heard(site, "$o = $make( 'pending' );", '$o->delete( false );')).toEqual(['trash_order']);
    expect(
      await heard(site, "$o = $make( 'pending' ); $id = $o->get_id(); $o->delete( false );", 'wc_get_order( $id )->untrash();'),
    ).toEqual(['untrash_order', 'order_status_changed']);
    expect(await heard(site, "$o = $make( 'pending' );", '$o->delete( true );')).toEqual(['before_delete_order', 'delete_order']);
    expect(
      await heard(site, "$o = $make( 'pending' );", "$o->delete( false ); if ( 0 === $o->get_id() ) $heard[] = 'woocommerce_forgotten';"),
    ).toEqual(['trash_order', 'forgotten']);
  });

  test('an identical write and a change of meta are updates, a note is none', async ({ site }) => {
    expect(await heard(site, "$o = $make( 'pending' );", "$rest( 'PUT', 'orders/' . $o->get_id(), array() );")).toEqual(['update_order']);
    expect(await heard(site, "$o = $make( 'pending' );", "$o->update_meta_data( '_x', 'y' ); $o->save();")).toEqual(['update_order']);
    const metaOnly = "$o->update_meta_data( '_x', 'y' ); $o->save_meta_data();";
    expect(await heard(site, "$o = $make( 'pending' ); sleep( 2 );", metaOnly)).toEqual(['update_order']);
    expect(await heard(site, "$o = $make( 'pending' );", "$o->add_order_note( 'hello' );")).toEqual([]);
  });

  test('a stock write over REST and one in PHP are told differently', async ({ site }) => {
    expect(await heard(site, '', "$rest( 'PUT', 'products/' . $mug->get_id(), array( 'stock_quantity' => 4 ) );")).toEqual([
      'product_set_stock',
      'update_product',
    ]);
    expect(await heard(site, '', "wc_update_product_stock( $mug, 1, 'decrease' );")).toEqual([
      'updated_product_stock',
      'update_product',
      'product_set_stock',
    ]);
  });

  test('a callback that throws loses the stock and the status hook, and the order is processing all the same', async ({ site }) => {
    const act =
      "add_action( 'woocommerce_order_status_processing', function () { throw new Exception( 'mail plugin' ); }, 1 ); $o->update_status( 'processing' );";
    expect(await heard(site, "$o = $make( 'pending' );", act)).toEqual(['update_order']);
    expect(
      await heard(
        site,
        "$o = $make( 'pending' );",
        `${act} if ( 'processing' === wc_get_order( $o->get_id() )->get_status() ) $heard[] = 'woocommerce_really';`,
      ),
    ).toEqual(['update_order', 'really']);
  });

  test('own writes of notes can be read back with who they are for', async ({ site }) => {
    const said = await site.php(
      "$o = wc_create_order(); $o->add_order_note( 'private' ); $o->add_order_note( 'public', 1 ); echo \"\\nNOTES \", wp_json_encode( array_map( fn( $n ) => array( $n->content, $n->customer_note ), array_values( wc_get_order_notes( array( 'order_id' => $o->get_id() ) ) ) ) ), count( $o->get_customer_order_notes() );",
    );
    expect(said).toContain('["public",true]');
    expect(said).toContain('["private",false]');
    expect(said.endsWith(']1')).toBe(true);
  });
});
