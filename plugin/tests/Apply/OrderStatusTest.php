<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Plugin;
use Crossdock\Tests\TestCase;
use WP_REST_Response;

final class OrderStatusTest extends TestCase {
	public function test_a_status_is_set_once_with_its_note_and_does_not_echo(): void {
		$id = $this->order()->get_id();
		$this->beAgent();
		$mails = 0;
		$count = static function () use ( &$mails ): void {
			++$mails;
		};
		add_action( 'woocommerce_order_status_completed', $count );
		self::assertSame( array( 'result' => 'changed', 'status' => 'completed' ), $this->set( $id, 'completed', 'All parcels have left.' )->get_data() );
		self::assertSame( array( 'result' => 'unchanged', 'status' => 'completed' ), $this->set( $id, 'completed', 'All parcels have left.' )->get_data() );
		remove_action( 'woocommerce_order_status_completed', $count );
		self::assertSame( 1, $mails, 'the hook that sends the completed mail ran once' );
		self::assertSame( 'completed', wc_get_order( $id )->get_status() );
		self::assertCount( 1, array_keys( $this->notes( $id, false ), 'All parcels have left.', true ) );
		Plugin::instance()->recorder()->flush();
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	public function test_a_status_that_the_shop_does_not_have_is_refused(): void {
		$id = $this->order()->get_id();
		$this->beAgent();
		self::assertRefused( 'crossdock_status_invalid', 422, $this->set( $id, 'teleported', null ) );
		self::assertSame( 'processing', wc_get_order( $id )->get_status() );
	}

	public function test_an_order_that_is_gone_or_in_the_trash_is_told_apart(): void {
		$order = $this->order();
		$id    = $order->get_id();
		$this->beAgent();
		self::assertRefused( 'crossdock_order_not_found', 404, $this->set( 99999999, 'completed', null ) );
		$order->delete( false );
		self::assertRefused( 'crossdock_order_trashed', 409, $this->set( $id, 'completed', null ) );
	}

	private function set( int $id, string $status, ?string $note ): WP_REST_Response {
		return $this->crossdock( 'PUT', "/orders/$id/status", array( 'status' => $status, 'note' => $note ) );
	}
}
