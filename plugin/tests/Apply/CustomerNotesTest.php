<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Plugin;
use Crossdock\Tests\TestCase;
use WC_Order;
use WP_REST_Response;

final class CustomerNotesTest extends TestCase {
	private WC_Order $order;

	protected function setUp(): void {
		parent::setUp();
		$this->order = $this->order();
		$this->beAgent();
	}

	public function test_a_note_is_one_message_to_the_customer_however_often_it_is_sent(): void {
		$told = 0;
		add_action(
			'woocommerce_new_customer_note',
			static function () use ( &$told ): void {
				++$told;
			}
		);
		self::assertSame( array( 'result' => 'created' ), $this->note( 'delay/1 ü' )->get_data() );
		self::assertSame( array( 'result' => 'unchanged' ), $this->note( 'delay/1 ü' )->get_data() );
		self::assertSame( array( 'It takes <b>longer</b>.' ), $this->notes( $this->order->get_id(), true ) );
		self::assertSame( 1, $told, 'WooCommerce sends one e-mail' );
	}

	public function test_another_id_is_another_note_also_with_the_same_words(): void {
		$this->note( 'a' );
		self::assertSame( 'created', $this->note( 'b' )->get_data()['result'] );
		self::assertCount( 2, $this->notes( $this->order->get_id(), true ) );
	}

	public function test_nothing_to_say_no_order_and_the_trash_are_refused(): void {
		self::assertRefused( 'crossdock_note_empty', 422, $this->note( 'a', '  ' ) );
		self::assertRefused( 'crossdock_request_invalid', 400, $this->note( 'a', '' ) );
		self::assertRefused( 'crossdock_order_not_found', 404, $this->note( 'a', 'x', 99999999 ) );
		$id = $this->order->get_id();
		$this->order->delete( false );
		self::assertRefused( 'crossdock_order_trashed', 409, $this->note( 'a', 'x', $id ) );
	}

	public function test_what_the_agent_writes_is_no_news_to_it(): void {
		$this->emptyTables();
		$this->note( 'a' );
		Plugin::instance()->recorder()->flush();
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	private function note( string $id, string $message = 'It takes <b>longer</b>.', ?int $order_id = null ): WP_REST_Response {
		return $this->crossdock( 'PUT', '/orders/' . ( $order_id ?? $this->order->get_id() ) . '/notes/' . $id, array( 'message' => $message ) );
	}
}
