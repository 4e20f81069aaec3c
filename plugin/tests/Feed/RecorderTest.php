<?php

declare(strict_types=1);

namespace Crossdock\Tests\Feed;

use Crossdock\Feed\EchoGuard;
use Crossdock\Feed\FeedTable;
use Crossdock\Feed\Recorder;
use Crossdock\Plugin;
use Crossdock\Tests\TestCase;

final class RecorderTest extends TestCase {
	public function test_an_order_made_and_paid_is_one_row_with_the_last_reason(): void {
		$order = wc_create_order();
		$order->add_product( $this->product(), 2 );
		$order->calculate_totals();
		$order->set_status( 'processing' );
		$order->save();
		Plugin::instance()->recorder()->flush();
		$rows = $this->feedRows( 'order' );
		self::assertCount( 1, $rows );
		self::assertSame( $order->get_id(), (int) $rows[0]['object_id'] );
		self::assertSame( 'status', $rows[0]['reason'] );
	}

	public function test_a_change_is_in_the_feed_at_the_first_hook_not_only_at_the_end(): void {
		do_action( 'woocommerce_update_order', 4711 );
		self::assertCount( 1, $this->feedRows( 'order' ) );
	}

	public function test_a_later_change_in_the_same_request_is_not_lost_when_the_agent_was_quick(): void {
		$feed = new FeedTable();
		do_action( 'woocommerce_update_order', 4711 );
		$claimed = $feed->claim( 'agent', 10, 60 );
		$feed->acknowledge( 'agent', $claimed );
		do_action( 'woocommerce_trash_order', 4711 );
		self::assertSame( array(), $this->feedRows( 'order' ), 'a repeated hook costs nothing until the end of the request' );
		Plugin::instance()->recorder()->flush();
		$again = $feed->claim( 'agent', 10, 60 );
		self::assertCount( 1, $again );
		self::assertGreaterThanOrEqual( $claimed[0]['seq'], $again[0]['seq'] );
		self::assertSame( 'trashed', $again[0]['reason'] );
	}

	public function test_a_request_that_runs_long_does_not_wait_for_its_end(): void {
		$recorder = new Recorder( new FeedTable(), new EchoGuard() );
		$recorder->order( 7, 'updated' );
		$before = (int) $this->feedRows()[0]['seq'];
		$until  = microtime( true ) + 1.05;
		while ( microtime( true ) < $until ) {
			usleep( 20000 );
		}
		$recorder->order( 7, 'updated' );
		self::assertSame( $before + 1, (int) $this->feedRows()[0]['seq'] );
	}

	public function test_a_third_party_callback_that_throws_in_a_status_hook_does_not_hide_the_order(): void {
		$order = $this->order( 'pending' );
		$throw = static fn() => throw new \RuntimeException( 'broken mail plugin' );
		add_action( 'woocommerce_order_status_processing', $throw );
		$order->set_status( 'processing' );
		$order->save();
		remove_action( 'woocommerce_order_status_processing', $throw );
		self::assertSame( $order->get_id(), (int) $this->feedRows( 'order' )[0]['object_id'] );
	}

	public function test_stock_of_a_product_is_news_about_the_product(): void {
		$product = $this->product( '', 5 );
		Plugin::instance()->recorder()->flush();
		$this->emptyTables();
		wc_update_product_stock( $product, 2, 'decrease' );
		self::assertSame( array(), $this->feedRows( 'product' ), 'not in the shopper\'s time' );
		Plugin::instance()->recorder()->flush();
		self::assertContains( (string) $product->get_id(), array_column( $this->feedRows( 'product' ), 'object_id' ) );
	}

	public function test_trash_restore_delete_and_refund_are_recorded(): void {
		$order = $this->order();
		$id    = $order->get_id();
		wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '1.00', 'reason' => 'test', 'line_items' => array() ) );
		self::assertSame( array( 'refunded' ), $this->reasonsAfterFlush() );
		wc_get_order( $id )->delete( false );
		self::assertSame( array( 'trashed' ), $this->reasonsAfterFlush() );
		wc_get_order( $id )->delete( true );
		self::assertSame( array( 'deleted' ), $this->reasonsAfterFlush() );
	}

	public function test_a_deleted_refund_is_news_wherever_it_is_deleted_from_also_after_it_has_gone(): void {
		$order  = $this->order();
		$refund = wc_create_refund( array( 'order_id' => $order->get_id(), 'amount' => '1.00', 'line_items' => array() ) );
		$this->reasonsAfterFlush();
		$feed = new FeedTable();
		$refund->delete( true );
		$early = $feed->claim( 'agent', 10, 60 );
		self::assertSame( array( $order->get_id(), 'refunded' ), array( $early[0]['object_id'], $early[0]['reason'] ) );
		$feed->acknowledge( 'agent', $early );
		self::assertSame( array( 'refunded' ), $this->reasonsAfterFlush(), 'an agent that was quick reads it again' );
	}

	public function test_lines_edited_on_the_orders_screen_are_news_even_if_the_order_is_not_saved(): void {
		$order = $this->order();
		do_action( 'woocommerce_saved_order_items', $order->get_id(), array() );
		self::assertSame( array( 'updated' ), $this->reasonsAfterFlush() );
		do_action( 'woocommerce_ajax_order_items_added', array(), $order );
		self::assertSame( array( 'updated' ), $this->reasonsAfterFlush() );
		do_action( 'woocommerce_ajax_order_items_removed', 1, false, false, $order );
		self::assertSame( array( 'updated' ), $this->reasonsAfterFlush() );
	}

	/** @dataProvider edits */
	public function test_an_edit_after_the_sale_is_news( callable $edit ): void {
		$order = $this->order();
		$edit( $order, $this->lineOf( $order ) );
		$order->save();
		self::assertSame( array( 'updated' ), $this->reasonsAfterFlush() );
	}

	/** @return array<string, array{callable(\WC_Order, int): void}> */
	public static function edits(): array {
		return array(
			'the address'         => array( static fn( \WC_Order $order ) => $order->set_shipping_city( 'Ghent' ) ),
			'the customer\'s note' => array( static fn( \WC_Order $order ) => $order->set_customer_note( 'Ring twice' ) ),
			'a line taken out'    => array( static fn( \WC_Order $order, int $line ) => $order->remove_item( $line ) ),
			'another quantity'    => array(
				static function ( \WC_Order $order, int $line ): void {
					$item = $order->get_items()[ $line ];
					$item->set_quantity( 1 );
					$item->save();
				},
			),
		);
	}

	public function test_nothing_is_thrown_when_the_table_is_gone(): void {
		$lose = static fn( string $sql ): string => str_replace( '_crossdock_feed', '_crossdock_nowhere', $sql );
		add_filter( 'query', $lose );
		try {
			$order = wc_create_order();
			self::assertGreaterThan( 0, $order->get_id() );
		} finally {
			remove_filter( 'query', $lose );
		}
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	public function test_the_agents_own_writes_over_wc_v3_do_not_come_back(): void {
		$order = $this->order();
		$this->beAgent();
		$response = $this->ask( 'PUT', '/wc/v3/orders/' . $order->get_id(), array( 'meta_data' => array( array( 'key' => '_erp', 'value' => 'SO1' ) ) ) );
		self::assertSame( 200, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		Plugin::instance()->recorder()->flush();
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	public function test_the_same_write_by_a_person_is_recorded(): void {
		$order = $this->order();
		$this->bePerson( 'administrator' );
		$this->ask( 'PUT', '/wc/v3/orders/' . $order->get_id(), array( 'meta_data' => array( array( 'key' => '_erp', 'value' => 'SO2' ) ) ) );
		Plugin::instance()->recorder()->flush();
		self::assertCount( 1, $this->feedRows( 'order' ) );
	}

	/** @return list<string> */
	private function reasonsAfterFlush(): array {
		Plugin::instance()->recorder()->flush();
		$reasons = array_column( $this->feedRows( 'order' ), 'reason' );
		$this->emptyTables();
		return $reasons;
	}
}
