<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Plugin;
use Crossdock\Tests\TestCase;
use WC_Order;
use WC_Order_Item_Shipping;
use WC_Order_Item_Tax;
use WC_Payment_Gateway;
use WC_Payment_Gateways;
use WC_Product;
use WP_Error;
use WP_REST_Response;

final class RefundsTest extends TestCase {
	private WC_Order $order;
	private int $line;
	private int $shipping;

	/** @var list<string> amounts that the gateway paid back */
	public static array $paid = array();

	/** What the gateway says to a refund: true, or a reason against it. */
	public static mixed $gateway = true;

	protected function setUp(): void {
		parent::setUp();
		self::$paid    = array();
		self::$gateway = true;
		WC_Payment_Gateways::instance()->payment_gateways['crossdock_test'] = self::fakeGateway();
		$this->order    = $this->taxedOrder();
		$this->line     = $this->lineOf( $this->order );
		$this->shipping = (int) array_key_first( $this->order->get_items( 'shipping' ) );
		$this->beAgent();
	}

	public function test_a_refund_is_made_once_however_often_it_is_sent(): void {
		$first = $this->refund()->get_data();
		self::assertSame( array( 'created', '12.50' ), array( $first['result'], $first['amount'] ) );
		self::assertSame( array( 'result' => 'unchanged' ) + $first, $this->refund()->get_data() );
		self::assertCount( 1, $this->refunds() );
	}

	public function test_lines_shipping_and_every_tax_are_given_back_and_known_by_their_reference(): void {
		$charges = array( array( 'charge_id' => $this->shipping, 'net' => '5.00', 'taxes' => $this->taxes( '1.00', '0.25' ) ) );
		$id      = $this->refund( array( 'amount' => '18.75', 'charges' => $charges ) )->get_data()['refund_id'];
		$answer  = $this->ask( 'GET', '/wc/v3/orders/' . $this->order->get_id() . '/refunds?dp=6' )->get_data()[0];
		self::assertSame( array( $id, '18.750000', 'It came back' ), array( $answer['id'], $answer['amount'], $answer['reason'] ) );
		self::assertContains( 'shop:1/R1/refund', array_map( static fn( $meta ) => $meta instanceof \WC_Meta_Data ? $meta->value : $meta['value'], $answer['meta_data'] ) );
		$line = $answer['line_items'][0];
		self::assertSame( array( -1, '-10.000000' ), array( $line['quantity'], $line['total'] ) );
		self::assertEqualsWithDelta( array( -2.0, -0.5 ), array_map( 'floatval', array_column( $line['taxes'], 'total' ) ), 0.0001 );
		$shipping = $answer['shipping_lines'][0];
		self::assertSame( '-5.000000', $shipping['total'] );
		self::assertEqualsWithDelta( array( -1.0, -0.25 ), array_map( 'floatval', array_column( $shipping['taxes'], 'total' ) ), 0.0001 );
	}

	public function test_units_go_back_on_the_shelf_only_when_asked(): void {
		$product = $this->order->get_items()[ $this->line ]->get_product();
		self::assertInstanceOf( WC_Product::class, $product );
		$before = (int) $product->get_stock_quantity();
		$this->refund();
		self::assertSame( $before, (int) wc_get_product( $product->get_id() )->get_stock_quantity() );
		$this->refund( array( 'reference' => 'other', 'restock' => true ) );
		self::assertSame( $before + 1, (int) wc_get_product( $product->get_id() )->get_stock_quantity() );
		self::assertSame( 1, (int) wc_get_order( $this->order->get_id() )->get_items()[ $this->line ]->get_meta( '_restock_refunded_items' ) );
	}

	public function test_real_money_moves_only_when_asked_and_once(): void {
		$this->refund();
		self::assertSame( array(), self::$paid );
		$this->refund( array( 'reference' => 'other', 'call_gateway' => true ) );
		$this->refund( array( 'reference' => 'other', 'call_gateway' => true ) );
		self::assertEquals( array( 12.5 ), self::$paid );
	}

	public function test_a_gateway_that_refuses_leaves_nothing_behind_and_may_be_asked_again(): void {
		self::$gateway = new WP_Error( 'no', 'The charge is too old.' );
		$refused       = $this->refund( array( 'call_gateway' => true ) );
		self::assertRefused( 'crossdock_gateway_refused', 422, $refused );
		self::assertSame( 'The charge is too old.', $refused->get_data()['message'] );
		self::assertCount( 0, $this->refunds() );
		self::$gateway = true;
		self::assertSame( 'created', $this->refund( array( 'call_gateway' => true ) )->get_data()['result'] );
	}

	public function test_after_a_crash_at_the_gateway_nobody_pays_twice_without_a_person(): void {
		self::$gateway = new \Error( 'the process died' );
		try {
			$this->refund( array( 'call_gateway' => true ) );
			self::fail( 'the gateway did not die' );
		} catch ( \Error $death ) {
			self::assertSame( 'the process died', $death->getMessage() );
		}
		self::$gateway = true;
		self::assertRefused( 'crossdock_refund_unclear', 422, $this->refund( array( 'call_gateway' => true ) ) );
		self::assertSame( array(), self::$paid );
		$this->refunds()[0]->delete( true );
		self::assertSame( 'created', $this->refund( array( 'call_gateway' => true ) )->get_data()['result'] );
	}

	public function test_an_amount_for_nothing_in_particular_needs_no_lines(): void {
		self::assertSame( 'created', $this->refund( array( 'amount' => '7.00', 'lines' => array() ) )->get_data()['result'] );
		self::assertSame( array(), $this->refunds()[0]->get_items() );
	}

	public function test_never_more_than_is_left_of_the_order(): void {
		// 3 x 10.00 and shipping 5.00, with 25 % tax.
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( array( 'amount' => '43.76', 'lines' => array() ) ) );
		$this->refund( array( 'amount' => '43.00', 'lines' => array() ) );
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( array( 'reference' => 'other', 'amount' => '0.76', 'lines' => array() ) ) );
		self::assertSame( 'created', $this->refund( array( 'reference' => 'other', 'amount' => '0.75', 'lines' => array() ) )->get_data()['result'] );
		self::assertSame( 'refunded', wc_get_order( $this->order->get_id() )->get_status() );
	}

	public function test_never_more_than_is_left_of_a_line_or_a_tax(): void {
		$line = fn( array $more ) => array( 'amount' => '40.00', 'lines' => array( $more + array( 'line_id' => $this->line, 'quantity' => 1, 'net' => '10.00', 'taxes' => array() ) ) );
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( $line( array( 'quantity' => 4 ) ) ) );
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( $line( array( 'net' => '30.02' ) ) ) );
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( $line( array( 'taxes' => $this->taxes( '6.02', '0' ) ) ) ) );
		$this->refund( array( 'amount' => '20.00', 'lines' => array( array( 'line_id' => $this->line, 'quantity' => 2, 'net' => '20.00', 'taxes' => array() ) ) ) );
		self::assertRefused( 'crossdock_refund_too_much', 422, $this->refund( array( 'reference' => 'other' ) + $line( array( 'quantity' => 2 ) ) ) );
		self::assertCount( 1, $this->refunds() );
	}

	/** @dataProvider impossible */
	public function test_what_cannot_be_is_refused_by_name( array $more ): void {
		if ( isset( $more['line'] ) ) {
			$more = array( 'lines' => array( $more['line'] + array( 'line_id' => $this->line, 'quantity' => 1, 'net' => '10.00', 'taxes' => array() ) ) );
		}
		self::assertRefused( 'crossdock_refund_invalid', 422, $this->refund( $more ) );
		self::assertCount( 0, $this->refunds() );
	}

	/** @return array<string, array{array<string, mixed>}> */
	public static function impossible(): array {
		return array(
			'another currency'  => array( array( 'currency' => 'JPY' ) ),
			'nothing'           => array( array( 'amount' => '0.00', 'lines' => array() ) ),
			'a foreign line'    => array( array( 'line' => array( 'line_id' => 99999999 ) ) ),
			'half a unit'       => array( array( 'line' => array( 'quantity' => 0.5 ) ) ),
			'less than nothing' => array( array( 'line' => array( 'quantity' => -1 ) ) ),
			'an unknown tax'    => array( array( 'line' => array( 'taxes' => array( array( 'code' => 'GST', 'amount' => '1.00' ) ) ) ) ),
			'lines worth more'  => array( array( 'amount' => '5.00' ) ),
		);
	}

	public function test_a_line_that_is_shipping_is_no_line_of_goods(): void {
		self::assertRefused( 'crossdock_refund_invalid', 422, $this->refund( array( 'lines' => array( array( 'line_id' => $this->shipping, 'quantity' => 1, 'net' => '5.00', 'taxes' => array() ) ) ) ) );
	}

	public function test_an_order_that_is_not_there_or_in_the_trash_has_its_own_code(): void {
		self::assertRefused( 'crossdock_order_not_found', 404, $this->refund( array(), 99999999 ) );
		$id = $this->order->get_id();
		$this->order->delete( false );
		self::assertRefused( 'crossdock_order_trashed', 409, $this->refund( array(), $id ) );
	}

	public function test_a_refund_of_ours_is_news_because_much_follows_from_it_but_only_once(): void {
		$this->emptyTables();
		$this->refund();
		Plugin::instance()->recorder()->flush();
		self::assertSame( array( (string) $this->order->get_id() ), array_map( 'strval', array_column( $this->feedRows( 'order' ), 'object_id' ) ) );
		$this->emptyTables();
		$this->refund();
		Plugin::instance()->recorder()->flush();
		self::assertSame( array(), $this->feedRows( 'order' ) );
	}

	private function taxedOrder(): WC_Order {
		$order = $this->order( 'processing', 3 );
		$taxes = array( 'total' => array( 901 => '6', 902 => '1.5' ), 'subtotal' => array( 901 => '6', 902 => '1.5' ) );
		$line  = $order->get_items()[ $this->lineOf( $order ) ];
		$line->set_taxes( $taxes );
		$line->save();
		$shipping = new WC_Order_Item_Shipping();
		$shipping->set_method_title( 'Flat rate' );
		$shipping->set_total( '5' );
		$shipping->set_taxes( array( 'total' => array( 901 => '1', 902 => '0.25' ) ) );
		$order->add_item( $shipping );
		foreach ( array( 901 => 'VAT-1', 902 => 'CITY-1' ) as $id => $code ) {
			$tax = new WC_Order_Item_Tax();
			$tax->set_rate_id( $id );
			$tax->set_rate_code( $code );
			$order->add_item( $tax );
		}
		$order->set_payment_method( 'crossdock_test' );
		$order->set_total( '43.75' );
		$order->save();
		return wc_get_order( $order->get_id() );
	}

	/** @return list<array{code: string, amount: string}> */
	private function taxes( string $vat, string $city ): array {
		return array( array( 'code' => 'VAT-1', 'amount' => $vat ), array( 'code' => 'CITY-1', 'amount' => $city ) );
	}

	/** @return list<\WC_Order_Refund> */
	private function refunds(): array {
		return array_values( wc_get_order( $this->order->get_id() )->get_refunds() );
	}

	/** @param array<string, mixed> $more */
	private function refund( array $more = array(), ?int $order_id = null ): WP_REST_Response {
		$body = $more + array(
			'reference'    => 'shop:1/R1/refund',
			'amount'       => '12.50',
			'currency'     => $this->order->get_currency(),
			'lines'        => array( array( 'line_id' => $this->line, 'quantity' => 1, 'net' => '10.00', 'taxes' => $this->taxes( '2.00', '0.50' ) ) ),
			'charges'      => array(),
			'reason'       => 'It came back',
			'call_gateway' => false,
			'restock'      => false,
		);
		return $this->crossdock( 'PUT', '/orders/' . ( $order_id ?? $this->order->get_id() ) . '/refunds/r1', $body );
	}

	private static function fakeGateway(): WC_Payment_Gateway {
		$gateway           = new class() extends WC_Payment_Gateway {
			public function process_refund( $order_id, $amount = null, $reason = '' ) {
				if ( RefundsTest::$gateway instanceof \Throwable ) {
					throw RefundsTest::$gateway;
				}
				if ( true === RefundsTest::$gateway ) {
					RefundsTest::$paid[] = (float) $amount;
				}
				return RefundsTest::$gateway;
			}
		};
		$gateway->id       = 'crossdock_test';
		$gateway->supports = array( 'products', 'refunds' );
		return $gateway;
	}
}
