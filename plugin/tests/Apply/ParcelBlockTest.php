<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Apply\Tracking\ParcelBlock;
use Crossdock\Tests\TestCase;
use WC_Order;

/** What the customer sees on the order's page and in e-mails where nothing else shows parcels. */
final class ParcelBlockTest extends TestCase {
	private WC_Order $order;
	private int $mugs;
	private int $caps;

	protected function setUp(): void {
		parent::setUp();
		add_filter( 'pre_option_woocommerce_feature_fulfillments_enabled', array( ShipmentsTest::class, 'no' ) );
		$this->order = $this->order( 'processing', 3 );
		$this->mugs  = $this->lineOf( $this->order );
		$cap         = $this->product();
		$cap->set_name( 'Cap & feather' );
		$cap->save();
		$this->caps  = (int) $this->order->add_product( $cap, 1 );
		$this->order = wc_get_order( $this->order->get_id() );
		$this->beAgent();
	}

	protected function tearDown(): void {
		remove_filter( 'pre_option_woocommerce_feature_fulfillments_enabled', array( ShipmentsTest::class, 'no' ) );
		parent::tearDown();
	}

	public function test_a_part_is_shown_as_a_part(): void {
		self::assertSame( '', $this->page(), 'nothing before the first parcel' );
		$this->ship( 'S1', array( $this->line( $this->mugs, 2 ) ) );
		self::assertSame( 'Your parcels DHL T-S1 2 × Mug Still to come 1 × Mug 1 × Cap &amp; feather', $this->page() );
		self::assertSame( "Your parcels DHL T-S1 https://track.example/T-S1 - 2 × Mug Still to come - 1 × Mug - 1 × Cap &amp; feather", $this->mail() );
		$this->ship( 'S2', array( $this->line( $this->mugs, 1 ), $this->line( $this->caps, 1 ) ) );
		self::assertSame( 'Your parcels DHL T-S1 2 × Mug DHL T-S2 1 × Mug 1 × Cap &amp; feather', $this->page() );
	}

	public function test_what_was_refunded_or_is_never_sent_is_not_promised(): void {
		$this->ship( 'S1', array( $this->line( $this->mugs, 2 ) ) );
		wc_create_refund( array( 'order_id' => $this->order->get_id(), 'amount' => '0', 'line_items' => array( $this->mugs => array( 'qty' => 1, 'refund_total' => '0', 'refund_tax' => array() ) ) ) );
		$song = $this->product();
		$song->set_virtual( true );
		$song->save();
		$order = wc_get_order( $this->order->get_id() );
		$order->add_product( $song, 1 );
		self::assertSame( 'Your parcels DHL T-S1 2 × Mug Still to come 1 × Cap &amp; feather', $this->page() );
	}

	public function test_nothing_is_promised_of_an_order_that_is_over(): void {
		$this->ship( 'S1', array( $this->line( $this->mugs, 2 ) ) );
		$order = wc_get_order( $this->order->get_id() );
		$order->set_status( 'cancelled' );
		$order->save();
		self::assertSame( 'Your parcels DHL T-S1 2 × Mug', $this->page() );
	}

	public function test_what_lies_in_which_parcel_and_what_the_warehouse_did_not_tell(): void {
		$lines = array( $this->line( $this->caps, 1, array( 'package' => 1 ) ), $this->line( $this->mugs, 2, array( 'package' => 0 ) ), $this->line( $this->mugs, 1, array( 'package' => null ) ) );
		$this->ship( 'S1', $lines, array( 'A', 'B' ) );
		self::assertSame( 'Your parcels DHL A 2 × Mug DHL B 1 × Cap &amp; feather In these parcels 1 × Mug', $this->page() );
	}

	public function test_something_else_in_its_place_is_said_to_be_that(): void {
		$red = $this->product( uniqid( 'red-' ) );
		$red->set_name( 'Red mug' );
		$red->save();
		$this->ship( 'S1', array( $this->line( $this->mugs, 1, array( 'sku' => $red->get_sku() ) ), $this->line( $this->mugs, 2, array( 'sku' => '<i>NEW</i>-1' ) ), $this->line( $this->caps, 1, array( 'sku' => '' ) ) ) );
		self::assertSame( 'Your parcels DHL T-S1 1 × Red mug (instead of Mug) 2 × NEW-1 (instead of Mug) 1 × Cap &amp; feather', $this->page() );
	}

	public function test_the_sku_that_was_ordered_is_no_substitute(): void {
		$sku = $this->order->get_items()[ $this->mugs ]->get_product()->get_sku();
		$this->ship( 'S1', array( $this->line( $this->mugs, 3, array( 'sku' => $sku ) ), $this->line( $this->caps, 1 ) ) );
		self::assertSame( 'Your parcels DHL T-S1 3 × Mug 1 × Cap &amp; feather', $this->page() );
	}

	/**
	 * @param array<string, mixed> $more
	 * @return array<string, mixed>
	 */
	private function line( int $id, int $units, array $more = array() ): array {
		return array( 'line_id' => $id, 'quantity' => $units ) + $more;
	}

	/**
	 * @param list<array<string, mixed>> $lines
	 * @param list<string>|null          $numbers
	 */
	private function ship( string $id, array $lines, ?array $numbers = null ): void {
		$packages = array_map( static fn( $number ) => array( 'number' => $number, 'carrier' => 'dhl', 'carrier_name' => 'DHL', 'url' => "https://track.example/$number" ), $numbers ?? array( "T-$id" ) );
		$answer   = $this->crossdock( 'PUT', '/orders/' . $this->order->get_id() . "/shipments/$id", array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => $lines, 'packages' => $packages, 'message' => null ) );
		self::assertSame( 200, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
	}

	private function page(): string {
		ob_start();
		ParcelBlock::onOrderPage( wc_get_order( $this->order->get_id() ) );
		return self::words( (string) preg_replace( '/<[^>]+>/', ' ', (string) ob_get_clean() ) );
	}

	private function mail(): string {
		ob_start();
		ParcelBlock::inEmail( wc_get_order( $this->order->get_id() ), true );
		return self::words( (string) ob_get_clean() );
	}

	private static function words( string $text ): string {
		return trim( (string) preg_replace( '/\s+/', ' ', $text ) );
	}
}
