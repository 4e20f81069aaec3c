<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Apply\Tracking\FulfillmentsTracking;
use Crossdock\Apply\Tracking\InnerRest;
use Crossdock\Support\Value;
use Crossdock\Tests\TestCase;
use WC_Order;
use WP_REST_Response;

/** WooCommerce's own Fulfillments; a shop has to switch them on before a request, so the test site is switched on and loaded again. */
final class FulfillmentsTest extends TestCase {
	private WC_Order $order;
	private int $line;

	protected function setUp(): void {
		parent::setUp();
		if ( ! $this->onRealWoocommerce() ) {
			self::markTestSkipped( 'The stand-in has no Fulfillments; run this on WooCommerce 10.1 or newer with woocommerce_feature_fulfillments_enabled = yes.' );
		}
		if ( ! ( new FulfillmentsTracking() )->available() ) {
			self::markTestSkipped( 'Fulfillments are switched off on this site (option woocommerce_feature_fulfillments_enabled).' );
		}
		$this->order = $this->order( 'processing', 3 );
		$this->line  = $this->lineOf( $this->order );
		$this->beAgent();
	}

	public function test_one_fulfillment_per_shipment_whatever_is_repeated(): void {
		self::assertSame( array( 'result' => 'created', 'adapter' => 'fulfillments' ), $this->ship( 'S1', 2 )->get_data() );
		self::assertSame( 'unchanged', $this->ship( 'S1', 2 )->get_data()['result'] );
		self::assertSame( 'created', $this->ship( 'S2', 1, 'dpd-of-mars' )->get_data()['result'] );
		$all = $this->fulfillments();
		self::assertCount( 2, $all );
		self::assertSame( array( 'TS1', 'dhl', null ), array( $all[0]['_tracking_number'], $all[0]['_shipment_provider'], $all[0]['_provider_name'] ?? null ) );
		self::assertSame( array( 'TS2', 'other', 'DHL Express' ), array( $all[1]['_tracking_number'], $all[1]['_shipment_provider'], $all[1]['_provider_name'] ) );
		self::assertSame( 2, (int) Value::maps( $all[0]['_items'] )[0]['qty'] );
		self::assertSame( 'processing', wc_get_order( $this->order->get_id() )->get_status() );
	}

	public function test_a_correction_replaces_and_a_crash_in_between_makes_no_second_one(): void {
		$this->ship( 'S1', 2 );
		$order = wc_get_order( $this->order->get_id() );
		$order->delete_meta_data( '_crossdock_shipments' );
		$order->save_meta_data();
		self::assertSame( 'created', $this->ship( 'S1', 3 )->get_data()['result'], 'we do not remember it, but WooCommerce does' );
		$all = $this->fulfillments();
		self::assertCount( 1, $all );
		self::assertSame( 3, (int) Value::maps( $all[0]['_items'] )[0]['qty'] );
	}

	public function test_taking_back_deletes_it_and_it_may_come_again(): void {
		$this->ship( 'S1', 2 );
		self::assertSame( array( 'result' => 'voided', 'adapter' => 'fulfillments' ), $this->ship( 'S1', 2, 'dhl', true )->get_data() );
		self::assertSame( 'unchanged', $this->ship( 'S1', 2, 'dhl', true )->get_data()['result'] );
		self::assertSame( array(), $this->fulfillments() );
		self::assertSame( 'updated', $this->ship( 'S1', 3 )->get_data()['result'] );
		self::assertCount( 1, $this->fulfillments() );
	}

	public function test_taking_back_finds_it_although_we_forgot(): void {
		$this->ship( 'S1', 2 );
		$order = wc_get_order( $this->order->get_id() );
		$order->delete_meta_data( '_crossdock_shipments' );
		$order->save_meta_data();
		$this->ship( 'S1', 2, 'dhl', true );
		self::assertSame( array(), $this->fulfillments() );
	}

	public function test_quantities_are_checked_although_woocommerce_would_not(): void {
		self::assertRefused( 'crossdock_quantity_invalid', 422, $this->ship( 'S1', 50 ) );
		self::assertSame( array(), $this->fulfillments() );
	}

	public function test_the_lent_rights_are_given_back(): void {
		$this->ship( 'S1', 1 );
		self::assertFalse( current_user_can( 'manage_woocommerce' ) );
		self::assertSame( 403, $this->ask( 'GET', '/wc/v3/orders/' . $this->order->get_id() . '/fulfillments' )->get_status() );
	}

	private function ship( string $id, int $quantity, string $carrier = 'dhl', bool $voided = false ): WP_REST_Response {
		return $this->crossdock(
			'PUT',
			'/orders/' . $this->order->get_id() . '/shipments/' . $id,
			array(
				'shipped_at' => '2026-11-23T10:00:00Z',
				'lines'      => array( array( 'line_id' => $this->line, 'quantity' => $quantity ) ),
				'packages'   => array( array( 'number' => "T$id", 'carrier' => $carrier, 'carrier_name' => 'DHL Express', 'url' => 'https://track.example/1' ) ),
				'voided'     => $voided,
				'message'    => null,
			)
		);
	}

	/** @return list<array<string, mixed>> meta of each, by key */
	private function fulfillments(): array {
		$answer = InnerRest::call( 'GET', '/wc/v3/orders/' . $this->order->get_id() . '/fulfillments' );
		$all    = array();
		foreach ( Value::maps( Value::map( $answer )['fulfillments'] ?? $answer ) as $fulfillment ) {
			$meta = array();
			foreach ( Value::maps( $fulfillment['meta_data'] ) as $entry ) {
				$meta[ $entry['key'] ] = $entry['value'];
			}
			$all[] = $meta;
		}
		return $all;
	}
}
