<?php

declare(strict_types=1);

namespace Crossdock\Tests\Agent;

use Crossdock\Agent\LifeSign;
use Crossdock\Apply\MirrorTable;
use Crossdock\Feed\FeedTable;
use Crossdock\Tests\TestCase;

final class AgentRoutesTest extends TestCase {
	private const ROUTES = array(
		array( 'GET', '/site' ),
		array( 'POST', '/feed/claim', array( 'worker' => 'w' ) ),
		array( 'POST', '/feed/ack', array( 'worker' => 'w', 'events' => array() ) ),
		array( 'POST', '/mirror', array( 'rows' => array() ) ),
		array( 'GET', '/orders/paid' ),
		array( 'GET', '/orders/counts' ),
		array( 'PUT', '/orders/1/status', array( 'status' => 'completed', 'note' => null ) ),
		array( 'PUT', '/orders/1/shipments/s1', array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array(), 'packages' => array(), 'message' => null ) ),
		array( 'PUT', '/orders/1/notes/n1', array( 'message' => 'x' ) ),
		array( 'PUT', '/orders/1/refunds/r1', self::REFUND ),
	);

	private const REFUND = array( 'reference' => 'r', 'amount' => '1.00', 'currency' => 'EUR', 'lines' => array(), 'charges' => array(), 'reason' => '', 'call_gateway' => false, 'restock' => false );

	public function test_nobody_and_people_are_kept_out_of_the_agents_routes(): void {
		$this->pair();
		foreach ( self::ROUTES as $route ) {
			self::assertRefused( 'crossdock_forbidden', 401, $this->crossdock( ...$route ) );
		}
		$this->bePerson( 'administrator' );
		foreach ( self::ROUTES as $route ) {
			self::assertRefused( 'crossdock_forbidden', 403, $this->crossdock( ...$route ) );
		}
	}

	public function test_a_role_given_to_somebody_else_is_not_enough(): void {
		$this->pair();
		$id = $this->bePerson( 'crossdock_agent' );
		unset( $_COOKIE[ LOGGED_IN_COOKIE ] );
		wp_set_current_user( $id );
		self::assertRefused( 'crossdock_forbidden', 403, $this->crossdock( 'GET', '/site' ) );
	}

	public function test_the_agent_is_let_in_but_not_to_the_screens_routes(): void {
		$this->beAgent();
		self::assertSame( 200, $this->crossdock( 'GET', '/site' )->get_status() );
		self::assertRefused( 'crossdock_forbidden', 403, $this->ask( 'GET', '/wc-crossdock/v1/admin/state', null, true ) );
		self::assertRefused( 'crossdock_forbidden', 403, $this->ask( 'POST', '/wc-crossdock/v1/admin/agent/exceptions/retry', array( 'ids' => array( 'x' ) ), true ) );
	}

	public function test_claim_and_acknowledge_in_the_words_of_the_protocol(): void {
		$this->beAgent();
		( new FeedTable() )->put( array( array( 'topic' => 'order', 'object_id' => 12, 'reason' => 'status' ) ) );
		( new FeedTable() )->put( array( array( 'topic' => 'order', 'object_id' => 13, 'reason' => 'status' ) ) );
		$answer = $this->crossdock( 'POST', '/feed/claim', array( 'worker' => 'w', 'limit' => 1, 'lease_seconds' => 60 ) )->get_data();
		self::assertSame( 1, $answer['waiting'] );
		self::assertSame( array( 'id', 'topic', 'object_id', 'seq', 'reason', 'changed_at' ), array_keys( $answer['events'][0] ) );
		self::assertSame( array( 'order', 12, 'status' ), array( $answer['events'][0]['topic'], $answer['events'][0]['object_id'], $answer['events'][0]['reason'] ) );
		$event = array( 'id' => $answer['events'][0]['id'], 'seq' => $answer['events'][0]['seq'] );
		self::assertSame( array( 'acknowledged' => 1, 'kept' => 0 ), $this->crossdock( 'POST', '/feed/ack', array( 'worker' => 'w', 'events' => array( $event ) ) )->get_data() );
	}

	/** @dataProvider badRequests */
	public function test_what_the_schema_does_not_allow_is_refused_with_a_code_of_ours( string $method, string $path, array $body ): void {
		$this->beAgent();
		self::assertRefused( 'crossdock_request_invalid', 400, $this->crossdock( $method, $path, $body ) );
	}

	/** @return array<string, array{string, string, array<string, mixed>}> */
	public static function badRequests(): array {
		return array(
			'no worker'        => array( 'POST', '/feed/claim', array( 'limit' => 1 ) ),
			'too many'         => array( 'POST', '/feed/claim', array( 'worker' => 'w', 'limit' => 501, 'lease_seconds' => 60 ) ),
			'lease too short'  => array( 'POST', '/feed/claim', array( 'worker' => 'w', 'limit' => 5, 'lease_seconds' => 1 ) ),
			'event without id' => array( 'POST', '/feed/ack', array( 'worker' => 'w', 'events' => array( array( 'seq' => 1 ) ) ) ),
			'mirror half'      => array( 'POST', '/mirror', array( 'rows' => array( array( 'order_id' => 1 ) ) ) ),
			'units as words'   => array( 'PUT', '/orders/1/shipments/s1', array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array( array( 'line_id' => 1, 'quantity' => 'two' ) ), 'packages' => array(), 'message' => null ) ),
			'no time'          => array( 'PUT', '/orders/1/shipments/s1', array( 'shipped_at' => 'yesterday', 'lines' => array(), 'packages' => array(), 'message' => null ) ),
			'since when'       => array( 'GET', '/orders/paid?since=yesterday', array() ),
			'note a list'      => array( 'PUT', '/orders/1/notes/n1', array( 'message' => array() ) ),
			'amount in words'  => array( 'PUT', '/orders/1/refunds/r1', array( 'amount' => 'ten' ) + self::REFUND ),
			'amount negative'  => array( 'PUT', '/orders/1/refunds/r1', array( 'amount' => '-1.00' ) + self::REFUND ),
			'amount a float'   => array( 'PUT', '/orders/1/refunds/r1', array( 'amount' => 1.5 ) + self::REFUND ),
			'perhaps money'    => array( 'PUT', '/orders/1/refunds/r1', array_diff_key( self::REFUND, array( 'call_gateway' => true ) ) ),
			'a net in words'   => array( 'PUT', '/orders/1/refunds/r1', array( 'charges' => array( array( 'charge_id' => 1, 'net' => 'all', 'taxes' => array() ) ) ) + self::REFUND ),
			'voided as words'  => array( 'PUT', '/orders/1/shipments/s1', array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array(), 'packages' => array(), 'voided' => 'perhaps' ) ),
			'status a list'    => array( 'PUT', '/orders/1/status', array( 'status' => array(), 'note' => null ) ),
		);
	}

	public function test_a_claim_is_the_agents_sign_of_life(): void {
		$this->beAgent();
		update_option( 'crossdock_last_claim', time() - 1000, false );
		$this->crossdock( 'POST', '/feed/claim', array( 'worker' => 'w', 'limit' => 1, 'lease_seconds' => 60 ) );
		self::assertLessThan( 60, time() - LifeSign::last() );
	}

	public function test_the_mirror_takes_newer_versions_only(): void {
		$this->beAgent();
		$row = array( 'order_id' => 5, 'version' => 2, 'stage' => 'accepted', 'erp_number' => 'SO1', 'wms_number' => '', 'tracking' => '', 'attention' => false, 'message' => '', 'updated_at' => '2026-11-23T10:00:00Z' );
		self::assertSame( array( 'written' => 1, 'stale' => 0 ), $this->crossdock( 'POST', '/mirror', array( 'rows' => array( $row ) ) )->get_data() );
		$older = array( 'version' => 1, 'stage' => 'received' ) + $row;
		$newer = array( 'version' => 3, 'stage' => 'shipped', 'message' => "שלום 📦 'quoted'" ) + $row;
		self::assertSame( array( 'written' => 1, 'stale' => 2 ), $this->crossdock( 'POST', '/mirror', array( 'rows' => array( $row, $older, $newer ) ) )->get_data() );
		$stored = ( new MirrorTable() )->read( array( 5 ) )[5];
		self::assertSame( array( 'shipped', 3, "שלום 📦 'quoted'", false ), array( $stored['stage'], $stored['version'], $stored['message'], $stored['attention'] ) );
	}

	public function test_paid_orders_come_ascending_page_by_page_with_the_whole_count(): void {
		$this->beAgent();
		$since = gmdate( 'Y-m-d\TH:i:s\Z', time() - 1 );
		$last  = wc_get_orders( array( 'limit' => 1, 'orderby' => 'id', 'order' => 'DESC', 'return' => 'ids' ) )[0] ?? 0;
		$ids   = array( $this->order( 'processing' )->get_id(), $this->order( 'completed' )->get_id() );
		$this->order( 'pending' );
		$first = $this->crossdock( 'GET', "/orders/paid?since=$since&limit=1&after_id=$last" )->get_data();
		self::assertSame( array( $ids[0] ), array_column( $first['orders'], 'id' ) );
		self::assertSame( 'processing', $first['orders'][0]['status'] );
		self::assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/', $first['orders'][0]['modified_at'] );
		self::assertGreaterThanOrEqual( 2, $first['total'] );
		$second = $this->crossdock( 'GET', "/orders/paid?since=$since&limit=5&after_id={$ids[0]}" )->get_data();
		self::assertSame( array( $ids[1] ), array_column( $second['orders'], 'id' ) );
		self::assertSame( 0, $this->crossdock( 'GET', '/orders/paid?since=2999-01-01T00:00:00Z' )->get_data()['total'] );
	}

	public function test_orders_are_counted_by_status_with_the_trash(): void {
		$this->beAgent();
		$before = (array) $this->crossdock( 'GET', '/orders/counts' )->get_data()['counts'];
		$this->order( 'on-hold' );
		$this->order( 'processing' )->delete( false );
		$after = (array) $this->crossdock( 'GET', '/orders/counts' )->get_data()['counts'];
		self::assertSame( 1, $after['on-hold'] - ( $before['on-hold'] ?? 0 ) );
		self::assertSame( 1, $after['trash'] - ( $before['trash'] ?? 0 ) );
	}
}
