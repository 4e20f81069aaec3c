<?php

declare(strict_types=1);

namespace Crossdock\Tests\Admin;

use Crossdock\Admin\OrderColumn;
use Crossdock\Admin\OrderPanel;
use Crossdock\Agent\Pairing;
use Crossdock\Apply\MirrorTable;
use Crossdock\Plugin;
use Crossdock\Tests\TestCase;

final class ScreensTest extends TestCase {
	private const ROW = array( 'version' => 1, 'stage' => 'blocked', 'erp_number' => 'SO"9', 'wms_number' => '', 'tracking' => 'T1', 'attention' => true, 'message' => 'SKU <A> is not mapped', 'updated_at' => '2026-11-23T10:00:00.250Z' );

	public function test_state_tells_where_things_stand(): void {
		$this->bePerson( 'administrator' );
		$state = $this->admin( 'GET', 'state' )->get_data();
		self::assertSame( array( false, false, '' ), array( $state['paired'], $state['fenced'], $state['agentUrl'] ) );
		$this->pair();
		$state = $this->admin( 'GET', 'state' )->get_data();
		self::assertSame( array( true, false, self::AGENT_URL ), array( $state['paired'], $state['fenced'], $state['agentUrl'] ) );
		self::assertArrayNotHasKey( 'secret', $state );
		self::assertStringNotContainsString( Pairing::current()->secret, (string) wp_json_encode( $state ) );
	}

	public function test_a_manager_makes_a_code_accepts_a_move_and_unpairs(): void {
		$this->bePerson( 'administrator' );
		$code = $this->admin( 'POST', 'pairing-code' )->get_data();
		self::assertMatchesRegularExpression( '/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/', $code['code'] );
		self::assertStringContainsString( $code['code'], $code['command'] );
		self::assertEqualsWithDelta( time() + 600, strtotime( $code['expires_at'] ), 60 );
		self::assertRefused( 'crossdock_not_paired', 409, $this->admin( 'POST', 'fence/accept' ) );
		$this->pair();
		$pairing = Pairing::current();
		$pairing->withIdentity( array( 'address' => 'elsewhere.example' ) + $pairing->identity )->store();
		self::assertSame( array( 'address' ), $this->admin( 'GET', 'state' )->get_data()['fence_reasons'] );
		self::assertFalse( $this->admin( 'POST', 'fence/accept' )->get_data()['fenced'] );
		self::assertFalse( $this->admin( 'POST', 'unpair' )->get_data()['paired'] );
	}

	public function test_only_managers_pair(): void {
		$this->bePerson( 'subscriber' );
		foreach ( array( 'pairing-code', 'unpair', 'fence/accept' ) as $path ) {
			self::assertRefused( 'crossdock_forbidden', 403, $this->admin( 'POST', $path ) );
		}
	}

	public function test_a_list_of_orders_asks_the_mirror_once(): void {
		$orders = array( $this->order(), $this->order(), $this->order() );
		$mirror = new MirrorTable();
		$mirror->write( array( array( 'order_id' => $orders[0]->get_id() ) + self::ROW ) );
		$column = new OrderColumn( $mirror );
		$column->remember( (object) array( 'orders' => $orders ) );
		$before = $GLOBALS['wpdb']->num_queries;
		$cells  = array();
		foreach ( $orders as $order ) {
			ob_start();
			$column->show( 'crossdock', $order );
			$cells[] = (string) ob_get_clean();
		}
		self::assertSame( 1, $GLOBALS['wpdb']->num_queries - $before );
		self::assertStringContainsString( 'Needs a person', $cells[0] );
		self::assertStringContainsString( 'Needs attention', $cells[0] );
		self::assertStringContainsString( 'Not known to Crossdock', $cells[1] );
		self::assertSame( array( 'order_number', 'order_status', 'crossdock', 'order_total' ), array_keys( $column->add( array( 'order_number' => 'Order', 'order_status' => 'Status', 'order_total' => 'Total' ) ) ) );
	}

	public function test_the_order_panel_speaks_without_the_agent(): void {
		$order  = $this->order();
		$mirror = new MirrorTable();
		$panel  = new OrderPanel( $mirror, Plugin::instance()->file );
		self::assertStringContainsString( 'does not know this order', $this->paint( $panel, $order ) );
		$mirror->write( array( array( 'order_id' => $order->get_id() ) + self::ROW ) );
		$html = $this->paint( $panel, $order );
		self::assertStringContainsString( 'data-order-id="' . $order->get_id() . '"', $html );
		self::assertStringContainsString( 'ERP: SO&quot;9', $html );
		self::assertStringContainsString( 'SKU &lt;A&gt; is not mapped', $html );
		self::assertSame( 1, preg_match( '/data-mirror="([^"]*)"/', $html, $found ) );
		$row = json_decode( html_entity_decode( $found[1], ENT_QUOTES ), true );
		self::assertSame( array( 'order_id' => $order->get_id() ) + self::ROW, $row );
	}

	private function paint( OrderPanel $panel, \WC_Order $order ): string {
		ob_start();
		$panel->render( $order );
		return (string) ob_get_clean();
	}

	private function admin( string $method, string $path ): \WP_REST_Response {
		return $this->ask( $method, '/wc-crossdock/v1/admin/' . $path, 'POST' === $method ? array() : null, true );
	}
}
