<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Apply\ShipmentBook;
use Crossdock\Apply\Tracking\ParcelBlock;
use Crossdock\Plugin;
use Crossdock\Tests\TestCase;
use WC_Order;
use WP_REST_Response;

final class ShipmentsTest extends TestCase {
	private WC_Order $order;
	private int $line;

	protected function setUp(): void {
		parent::setUp();
		add_filter( 'pre_option_woocommerce_feature_fulfillments_enabled', array( self::class, 'no' ) );
		$this->order = $this->order( 'processing', 3 );
		$this->line  = $this->lineOf( $this->order );
		$this->beAgent();
	}

	protected function tearDown(): void {
		remove_filter( 'pre_option_woocommerce_feature_fulfillments_enabled', array( self::class, 'no' ) );
		parent::tearDown();
	}

	public static function no(): string {
		return 'no';
	}

	public function test_a_shipment_is_made_once_however_often_it_is_sent(): void {
		self::assertSame( array( 'result' => 'created', 'adapter' => 'own' ), $this->ship( 'S1', 2 )->get_data() );
		self::assertSame( array( 'result' => 'unchanged', 'adapter' => 'own' ), $this->ship( 'S1', 2 )->get_data() );
		self::assertCount( 1, ShipmentBook::read( wc_get_order( $this->order->get_id() ) ) );
		self::assertSame( array( 'On its way' ), $this->notes( $this->order->get_id(), true ) );
	}

	public function test_a_correction_updates_and_tells_the_customer_nothing_twice(): void {
		$this->ship( 'S1', 2 );
		self::assertSame( 'updated', $this->ship( 'S1', 3, 'TRACK-9' )->get_data()['result'] );
		$book = ShipmentBook::read( wc_get_order( $this->order->get_id() ) );
		self::assertSame( array( 'TRACK-9', array( $this->line => 3 ) ), array( $book['S1']['packages'][0]['number'], $book['S1']['lines'] ) );
		self::assertCount( 1, $this->notes( $this->order->get_id(), true ) );
	}

	public function test_a_corrected_number_with_words_of_its_own_tells_the_customer_once(): void {
		$this->ship( 'S1', 2 );
		$this->ship( 'S1', 2, 'TRACK-9', 'The number is TRACK-9' );
		$this->ship( 'S1', 2, 'TRACK-9', 'The number is TRACK-9' );
		self::assertSame( array( 'On its way', 'The number is TRACK-9' ), $this->notes( $this->order->get_id(), true ) );
	}

	public function test_a_shipment_that_is_taken_back_is_shown_no_more_and_makes_room(): void {
		$this->ship( 'S1', 3 );
		$back = array( 'lines' => array( array( 'line_id' => $this->line, 'quantity' => 3 ) ), 'voided' => true, 'message' => 'Not yet, sorry' );
		self::assertSame( array( 'result' => 'voided', 'adapter' => 'own' ), $this->send( 'S1', $back )->get_data() );
		self::assertSame( array( 'result' => 'unchanged', 'adapter' => 'own' ), $this->send( 'S1', $back )->get_data() );
		self::assertSame( array( 'On its way', 'Not yet, sorry' ), $this->notes( $this->order->get_id(), true ) );
		ob_start();
		ParcelBlock::onOrderPage( wc_get_order( $this->order->get_id() ) );
		self::assertSame( '', (string) ob_get_clean() );
		self::assertSame( 'created', $this->ship( 'S2', 3 )->get_data()['result'] );
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->ship( 'S1', 1 ) );
	}

	public function test_taking_back_what_was_never_shown_changes_nothing(): void {
		self::assertSame( 'unchanged', $this->send( 'S1', array( 'voided' => true, 'message' => null ) )->get_data()['result'] );
		self::assertSame( 'updated', $this->ship( 'S1', 3 )->get_data()['result'] );
	}

	public function test_two_shipments_of_one_order_each_have_their_note(): void {
		$this->ship( 'S1', 2 );
		self::assertSame( 'created', $this->ship( 'S/2 ü', 1, 'T2', 'The rest' )->get_data()['result'] );
		self::assertSame( array( 'On its way', 'The rest' ), $this->notes( $this->order->get_id(), true ) );
		self::assertSame( array( 'S1', 'S/2 ü' ), array_keys( ShipmentBook::read( wc_get_order( $this->order->get_id() ) ) ) );
	}

	/** @dataProvider wrongQuantities */
	public function test_quantities_that_cannot_be_are_refused( float $quantity ): void {
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->ship( 'S1', $quantity ) );
		self::assertSame( array(), ShipmentBook::read( wc_get_order( $this->order->get_id() ) ) );
		self::assertSame( array(), $this->notes( $this->order->get_id(), true ) );
	}

	/** @return list<array{float}> */
	public static function wrongQuantities(): array {
		return array( array( 0 ), array( -1 ), array( 1.5 ), array( 4 ) );
	}

	public function test_more_units_than_ordered_over_all_shipments_are_refused(): void {
		$this->ship( 'S1', 2 );
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->ship( 'S2', 2 ) );
		self::assertSame( 'created', $this->ship( 'S2', 1 )->get_data()['result'] );
	}

	public function test_lines_of_other_orders_and_no_lines_are_refused(): void {
		$body = array( 'lines' => array( array( 'line_id' => $this->lineOf( $this->order() ), 'quantity' => 1 ) ) );
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->send( 'S1', $body ) );
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->send( 'S1', array( 'lines' => array() ) ) );
	}

	public function test_one_line_split_over_two_rows_is_summed(): void {
		$row = array( 'line_id' => $this->line, 'quantity' => 2 );
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->send( 'S1', array( 'lines' => array( $row, $row ) ) ) );
	}

	public function test_an_order_that_is_not_there_has_its_own_code(): void {
		$this->order = new WC_Order();
		self::assertRefused( 'crossdock_order_not_found', 404, $this->ship( 'S1', 1, 'T', 'x', 99999999 ) );
	}

	public function test_no_message_no_note(): void {
		$this->send( 'S1', array( 'message' => null ) );
		self::assertSame( array(), $this->notes( $this->order->get_id(), true ) );
	}

	public function test_a_repeat_after_a_crash_before_the_note_still_tells_the_customer(): void {
		$this->send( 'S1', array( 'message' => null ) );
		self::assertSame( 'unchanged', $this->send( 'S1', array() )->get_data()['result'] );
		self::assertSame( array( 'On its way' ), $this->notes( $this->order->get_id(), true ) );
	}

	public function test_what_the_agent_writes_is_no_news_to_it(): void {
		$this->emptyTables();
		$this->ship( 'S1', 1 );
		Plugin::instance()->recorder()->flush();
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	public function test_the_customer_sees_parcels_on_the_order_page_and_in_mails_without_markup_of_strangers(): void {
		$package = array( 'number' => '<b>T1</b>', 'carrier' => 'x', 'carrier_name' => 'DHL & Co', 'url' => 'javascript:alert(1)' );
		$second  = array( 'number' => 'T2', 'carrier' => 'x', 'carrier_name' => 'DPD', 'url' => 'https://track.example/T2' );
		$this->send( 'S1', array( 'packages' => array( $package, $second ) ) );
		$order = wc_get_order( $this->order->get_id() );
		ob_start();
		ParcelBlock::onOrderPage( $order );
		$html = (string) ob_get_clean();
		self::assertStringContainsString( 'DHL &amp; Co T1', $html );
		self::assertStringContainsString( 'href="https://track.example/T2"', $html );
		self::assertStringNotContainsString( 'javascript', $html );
		ob_start();
		ParcelBlock::inEmail( $order, true );
		self::assertStringContainsString( 'DPD T2 https://track.example/T2', (string) ob_get_clean() );
	}

	private function ship( string $id, float $quantity, string $number = 'T1', string $message = 'On its way', ?int $order_id = null ): WP_REST_Response {
		return $this->send(
			$id,
			array(
				'lines'    => array( array( 'line_id' => $this->line, 'quantity' => $quantity ) ),
				'packages' => array( array( 'number' => $number, 'carrier' => 'dhl', 'carrier_name' => 'DHL', 'url' => 'https://track.example/' . $number ) ),
				'message'  => $message,
			),
			$order_id
		);
	}

	/** @param array<string, mixed> $body */
	private function send( string $id, array $body, ?int $order_id = null ): WP_REST_Response {
		$whole = $body + array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array( array( 'line_id' => $this->line, 'quantity' => 1 ) ), 'packages' => array(), 'message' => 'On its way' );
		return $this->crossdock( 'PUT', '/orders/' . ( $order_id ?? $this->order->get_id() ) . '/shipments/' . $id, $whole );
	}
}
