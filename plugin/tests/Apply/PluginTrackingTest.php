<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Apply\ShipmentFact;
use Crossdock\Apply\Tracking\PluginTracking;
use Crossdock\Tests\TestCase;
use WP_REST_Request;

/** Shipment Tracking is a bought extension, so its published REST contract stands in for it here. */
final class PluginTrackingTest extends TestCase {
	/** @var array<string, array<string, string>> */
	private array $stored = array();

	protected function setUp(): void {
		parent::setUp();
		rest_get_server();
		$may = static fn() => current_user_can( 'edit_shop_orders' );
		register_rest_route(
			'wc-shipment-tracking/v3',
			'/orders/(?P<order_id>\d+)/shipment-trackings',
			array(
				array( 'methods' => 'GET', 'permission_callback' => $may, 'callback' => fn() => array_values( $this->stored ) ),
				array( 'methods' => 'POST', 'permission_callback' => $may, 'callback' => fn( WP_REST_Request $request ) => $this->add( (array) $request->get_json_params() ) ),
			),
			true
		);
		register_rest_route(
			'wc-shipment-tracking/v3',
			'/orders/(?P<order_id>\d+)/shipment-trackings/(?P<id>\w+)',
			array( 'methods' => 'DELETE', 'permission_callback' => $may, 'callback' => fn( WP_REST_Request $request ) => $this->remove( (string) $request['id'] ) ),
			true
		);
	}

	public function test_every_parcel_is_one_number_and_a_correction_replaces_only_its_own(): void {
		$order   = $this->order();
		$adapter = new PluginTracking();
		$this->add( array( 'tracking_number' => 'BY-HAND' ) );
		$first = $adapter->write( $order, $this->fact( 'A', 'B' ), array() );
		self::assertIsArray( $first );
		self::assertSame( array( 'BY-HAND', 'A', 'B' ), $this->numbers() );
		self::assertSame( array( 'DHL', 'https://track.example/A', '2026-11-23' ), array( $this->stored[ $first[0] ]['custom_tracking_provider'], $this->stored[ $first[0] ]['custom_tracking_link'], $this->stored[ $first[0] ]['date_shipped'] ) );
		$adapter->write( $order, $this->fact( 'C' ), $first );
		self::assertSame( array( 'BY-HAND', 'C' ), $this->numbers() );
	}

	public function test_a_repeat_after_a_crash_adds_no_number_twice(): void {
		$order   = $this->order();
		$adapter = new PluginTracking();
		$first   = $adapter->write( $order, $this->fact( 'A' ), array() );
		self::assertSame( $first, $adapter->write( $order, $this->fact( 'A' ), array() ) );
		self::assertSame( array( 'A' ), $this->numbers() );
	}

	public function test_taking_back_removes_its_own_numbers_only_also_when_they_were_forgotten(): void {
		$order   = $this->order();
		$adapter = new PluginTracking();
		$this->add( array( 'tracking_number' => 'BY-HAND' ) );
		$first = $adapter->write( $order, $this->fact( 'A', 'B' ), array() );
		self::assertIsArray( $first );
		$adapter->remove( $order, $this->fact( 'A', 'B' ), $first );
		self::assertSame( array( 'BY-HAND' ), $this->numbers() );
		$adapter->write( $order, $this->fact( 'A' ), array() );
		$adapter->remove( $order, $this->fact( 'A' ), array() );
		$adapter->remove( $order, $this->fact( 'A' ), array() );
		self::assertSame( array( 'BY-HAND' ), $this->numbers() );
	}

	private function fact( string ...$numbers ): ShipmentFact {
		$packages = array_map( static fn( $number ) => array( 'number' => $number, 'carrier' => 'dhl', 'carrier_name' => 'DHL', 'url' => "https://track.example/$number" ), $numbers );
		$fact     = ShipmentFact::parse( 'S1', array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array( array( 'line_id' => 1, 'quantity' => 1 ) ), 'packages' => $packages, 'message' => null ) );
		self::assertInstanceOf( ShipmentFact::class, $fact );
		return $fact;
	}

	/** @return list<string> */
	private function numbers(): array {
		return array_values( array_column( $this->stored, 'tracking_number' ) );
	}

	/**
	 * @param array<string, string> $body
	 * @return array<string, string>
	 */
	private function add( array $body ): array {
		$id                  = 't' . uniqid();
		$this->stored[ $id ] = array( 'tracking_id' => $id ) + $body;
		return $this->stored[ $id ];
	}

	private function remove( string $id ): bool {
		unset( $this->stored[ $id ] );
		return true;
	}
}
