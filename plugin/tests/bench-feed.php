<?php
/**
 * Prints what the feed adds to a checkout: php tests/bench-feed.php, with CROSSDOCK_TEST_SITE set. A checkout here is an order of two lines,
 * made and paid; the time of the feed is what its hooks and its end of request take of it.
 */

declare(strict_types=1);

require __DIR__ . '/load-site.php';

use Crossdock\Plugin;

const CHECKOUTS = 200;

/** @param list<float> $times */
function percentiles( array $times ): array {
	sort( $times );
	$at = static fn( float $share ): float => round( $times[ (int) min( count( $times ) - 1, floor( $share * count( $times ) ) ) ], 3 );
	return array( 'p50_ms' => $at( 0.5 ), 'p95_ms' => $at( 0.95 ) );
}

function product_for_bench( string $sku ): WC_Product {
	$product = new WC_Product_Simple();
	$product->set_name( 'Bench' );
	$product->set_sku( $sku );
	$product->set_regular_price( '10' );
	$product->set_manage_stock( true );
	$product->set_stock_quantity( 100000 );
	$product->save();
	return $product;
}

add_filter( 'pre_wp_mail', '__return_true' );
$wpdb     = $GLOBALS['wpdb'];
$products = array( product_for_bench( uniqid( 'bench-a' ) ), product_for_bench( uniqid( 'bench-b' ) ) );
$recorder = Plugin::instance()->recorder();
$recorder->flush();
$spent   = 0.0;
$queries = 0;
// The feed's statements are the only ones that name its table, so their time is its share.
add_filter(
	'query',
	static function ( string $sql ) use ( &$queries ): string {
		$queries += str_contains( $sql, 'crossdock_feed' ) ? 1 : 0;
		return $sql;
	}
);
$hook_start = static function () use ( &$mark ): void {
	$mark = hrtime( true );
};
$hook_end = static function () use ( &$mark, &$spent ): void {
	$spent += ( hrtime( true ) - $mark ) / 1e6;
};
foreach ( array( 'woocommerce_new_order', 'woocommerce_update_order', 'woocommerce_order_status_changed', 'woocommerce_payment_complete', 'woocommerce_reduce_order_stock', 'woocommerce_update_product', 'woocommerce_product_set_stock', 'woocommerce_updated_product_stock' ) as $hook ) {
	add_action( $hook, $hook_start, 0 );
	// Ours run at 1; anything else at 2 or later is not counted.
	add_action( $hook, $hook_end, 1 );
}

$feed = array();
$ends = array();
$whole = array();
for ( $i = 0; $i < CHECKOUTS; $i++ ) {
	$spent = 0.0;
	$start = hrtime( true );
	$order = wc_create_order( array( 'status' => 'pending' ) );
	foreach ( $products as $product ) {
		$order->add_product( wc_get_product( $product->get_id() ), 1 );
	}
	$order->calculate_totals();
	$order->payment_complete( 'bench' );
	$whole[] = ( hrtime( true ) - $start ) / 1e6;
	$feed[]  = $spent;
	$end     = hrtime( true );
	$recorder->flush();
	$ends[] = ( hrtime( true ) - $end ) / 1e6;
}
$wpdb->query( 'DELETE FROM ' . Crossdock\Support\Schema::feedTable() );

echo json_encode(
	percentiles( $feed ) + array(
		'checkouts'            => CHECKOUTS,
		'statements_each'      => round( $queries / CHECKOUTS, 1 ),
		'after_the_answer'     => percentiles( $ends ),
		'whole_checkout'       => percentiles( $whole ),
		'database'             => class_exists( 'WP_SQLite_DB', false ) ? 'sqlite' : 'mysql',
	)
), "\n";
