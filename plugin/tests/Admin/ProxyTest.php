<?php

declare(strict_types=1);

namespace Crossdock\Tests\Admin;

use Crossdock\Agent\Pairing;
use Crossdock\Tests\AgentPeer;
use Crossdock\Tests\TestCase;
use WP_REST_Response;

final class ProxyTest extends TestCase {
	private AgentPeer $peer;

	protected function setUp(): void {
		parent::setUp();
		$this->peer = new AgentPeer();
		$this->pair( $this->peer->url );
	}

	protected function tearDown(): void {
		$this->peer->stop();
		parent::tearDown();
	}

	public function test_a_question_goes_to_the_agent_signed_and_in_the_persons_name(): void {
		$id = $this->bePerson( 'administrator' );
		wp_update_user( array( 'ID' => $id, 'display_name' => 'Änne 🙂' ) );
		wp_set_current_user( 0 );
		wp_set_current_user( $id );
		$answer = $this->agent( 'GET', 'orders?q=a%20b%26c&_locale=user&limit=5' );
		self::assertSame( array( 200, array( 'ok' => true ) ), array( $answer->get_status(), $answer->get_data() ) );
		$call = $this->peer->seen()[0];
		self::assertSame( array( 'GET', '/v1/orders?q=a%20b%26c&limit=5' ), array( $call['method'], $call['uri'] ) );
		self::assertSame( AgentPeer::signatureOf( $call, Pairing::current()->secret ), $call['headers']['x-crossdock-signature'] );
		self::assertSame( array( 'id' => $id, 'name' => 'Änne 🙂', 'caps' => array( 'manage_woocommerce', 'edit_shop_orders', 'view_woocommerce_reports' ) ), json_decode( $call['headers']['x-crossdock-actor'], true ) );
	}

	public function test_a_body_arrives_as_it_was_sent(): void {
		$this->bePerson( 'administrator' );
		$this->agent( 'PUT', 'mappings/sku', array( 'connection' => 'erp', 'key' => 'Ä/1', 'value' => 'x', 'label' => '', 'version' => null ) );
		$call = $this->peer->seen()[0];
		self::assertSame( array( 'PUT', '/v1/mappings/sku', 'Ä/1' ), array( $call['method'], $call['uri'], json_decode( $call['body'], true )['key'] ) );
		self::assertSame( AgentPeer::signatureOf( $call, Pairing::current()->secret ), $call['headers']['x-crossdock-signature'] );
	}

	public function test_the_agents_refusals_come_through_as_they_are(): void {
		$this->bePerson( 'administrator' );
		self::assertRefused( 'api.not-found', 404, $this->agent( 'GET', 'orders/missing' ) );
	}

	/** @dataProvider garbage */
	public function test_what_is_not_the_agent_is_said_so( string $id ): void {
		$this->bePerson( 'administrator' );
		self::assertRefused( 'crossdock_agent_garbage', 502, $this->agent( 'GET', "orders/$id" ) );
	}

	/** @return list<array{string}> */
	public static function garbage(): array {
		return array( array( 'garbage' ), array( 'huge' ), array( 'redirect' ) );
	}

	public function test_an_agent_that_is_down_is_said_so(): void {
		$this->pair( 'http://127.0.0.1:' . AgentPeer::freePort() );
		$this->bePerson( 'administrator' );
		self::assertRefused( 'crossdock_agent_down', 502, $this->agent( 'GET', 'status' ) );
	}

	/** @dataProvider forbidden */
	public function test_what_is_not_on_the_list_does_not_leave_the_shop( string $method, string $path ): void {
		$this->bePerson( 'administrator' );
		$answer = $this->agent( $method, $path );
		self::assertSame( 404, $answer->get_status(), (string) wp_json_encode( $answer->get_data() ) );
		self::assertSame( array(), $this->peer->seen() );
	}

	/** @return list<array{string, string}> */
	public static function forbidden(): array {
		return array( array( 'GET', 'secrets' ), array( 'POST', 'status' ), array( 'DELETE', 'mappings/sku' ), array( 'GET', 'orders/../secrets' ), array( 'GET', 'orders/..' ), array( 'GET', 'orders/1/retry' ), array( 'POST', 'doorbell' ), array( 'PUT', 'mappings/sku/delete' ) );
	}

	public function test_rights_are_those_of_the_person(): void {
		$id   = $this->bePerson( 'subscriber' );
		$user = get_userdata( $id );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'GET', 'status' ) );
		$user->add_cap( 'view_woocommerce_reports' );
		wp_set_current_user( 0 );
		wp_set_current_user( $id );
		self::assertSame( 200, $this->agent( 'GET', 'status' )->get_status() );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'POST', 'exceptions/retry', array( 'ids' => array( 'a' ) ) ) );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'POST', 'orders/1/retry', array() ) );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'PUT', 'mappings/sku', array() ) );
		$user->add_cap( 'edit_shop_orders' );
		wp_set_current_user( 0 );
		wp_set_current_user( $id );
		self::assertSame( 200, $this->agent( 'POST', 'orders/1/retry', array() )->get_status() );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'POST', 'mappings/sku/delete', array() ) );
		$user->remove_all_caps();
	}

	/** @dataProvider acts */
	public function test_what_a_person_does_with_an_order_needs_the_right_to_edit_it( string $path ): void {
		$user = get_userdata( $this->bePerson( 'subscriber' ) );
		$user->add_cap( 'view_woocommerce_reports' );
		wp_set_current_user( 0 );
		wp_set_current_user( $user->ID );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'POST', $path, array() ) );
		self::assertSame( array(), $this->peer->seen() );
		$user->add_cap( 'edit_shop_orders' );
		wp_set_current_user( 0 );
		wp_set_current_user( $user->ID );
		self::assertSame( 200, $this->agent( 'POST', $path, array() )->get_status() );
		self::assertSame( 404, $this->agent( 'GET', $path )->get_status() );
		$user->remove_all_caps();
	}

	/** @return list<array{string}> */
	public static function acts(): array {
		return array( array( 'exceptions/17/decide' ), array( 'orders/1/hold' ), array( 'orders/1/release' ), array( 'orders/1/returns' ) );
	}

	public function test_without_nonce_or_cookie_nobody_gets_through(): void {
		$this->bePerson( 'administrator' );
		self::assertRefused( 'crossdock_forbidden', 403, $this->ask( 'GET', '/wc-crossdock/v1/admin/agent/status' ) );
		unset( $_COOKIE[ LOGGED_IN_COOKIE ] );
		self::assertRefused( 'crossdock_forbidden', 403, $this->agent( 'GET', 'status' ) );
		wp_set_current_user( 0 );
		self::assertRefused( 'crossdock_forbidden', 401, $this->agent( 'GET', 'status' ) );
		self::assertSame( array(), $this->peer->seen() );
	}

	public function test_a_copy_stays_silent_here_too_and_an_unpaired_shop_says_so(): void {
		$this->bePerson( 'administrator' );
		$pairing = Pairing::current();
		$pairing->withIdentity( array( 'address' => 'elsewhere.example' ) + $pairing->identity )->store();
		self::assertRefused( 'crossdock_fenced', 423, $this->agent( 'GET', 'status' ) );
		Pairing::forget();
		self::assertRefused( 'crossdock_not_paired', 409, $this->agent( 'GET', 'status' ) );
		self::assertSame( array(), $this->peer->seen() );
	}

	private function agent( string $method, string $path, ?array $body = null ): WP_REST_Response {
		return $this->ask( $method, '/wc-crossdock/v1/admin/agent/' . $path, $body, true );
	}
}
