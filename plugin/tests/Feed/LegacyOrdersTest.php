<?php

declare(strict_types=1);

namespace Crossdock\Tests\Feed;

use Crossdock\Apply\OrderIds;
use Crossdock\Plugin;
use Crossdock\Tests\TestCase;

/** Shops that still keep their orders as posts. */
final class LegacyOrdersTest extends TestCase {
	protected function setUp(): void {
		parent::setUp();
		if ( ! $this->onRealWoocommerce() ) {
			self::markTestSkipped( 'The stand-in keeps orders in their own tables only; run this on real WooCommerce.' );
		}
		add_filter( 'pre_option_woocommerce_custom_orders_table_enabled', array( self::class, 'no' ) );
	}

	protected function tearDown(): void {
		remove_filter( 'pre_option_woocommerce_custom_orders_table_enabled', array( self::class, 'no' ) );
		parent::tearDown();
	}

	public static function no(): string {
		return 'no';
	}

	public function test_life_and_death_of_an_order_kept_as_a_post(): void {
		$order = $this->order();
		$id    = $order->get_id();
		self::assertSame( 'shop_order', get_post_type( $id ) );
		$order->set_status( 'on-hold' );
		$order->save();
		self::assertSame( array( $id ), $this->fed() );
		wp_trash_post( $id );
		self::assertSame( array( $id ), $this->fed() );
		wp_untrash_post( $id );
		self::assertSame( array( $id ), $this->fed() );
		wp_delete_post( $id, true );
		self::assertSame( array( $id ), $this->fed() );
	}

	public function test_paid_orders_are_counted_from_posts(): void {
		$since = gmdate( 'Y-m-d\TH:i:s\Z', time() - 2 );
		$order = $this->order( 'completed' );
		$paid  = OrderIds::paid( $since, 0, 1000 );
		self::assertContains( array( $order->get_id(), 'completed' ), array_map( static fn( $o ) => array( $o['id'], $o['status'] ), $paid['orders'] ) );
		self::assertGreaterThanOrEqual( 1, OrderIds::counts( $since )['completed'] );
	}

	/** @return list<int> */
	private function fed(): array {
		Plugin::instance()->recorder()->flush();
		$ids = array_map( 'intval', array_column( $this->feedRows( 'order' ), 'object_id' ) );
		$this->emptyTables();
		return $ids;
	}
}
