<?php

declare(strict_types=1);

namespace Crossdock\Tests\Agent;

use Crossdock\Apply\ShipmentBook;
use Crossdock\Tests\TestCase;

/** The agent's key as it is really used: OAuth 1.0a over plain http, as WooCommerce asks for it. */
final class OverHttpTest extends TestCase {
	private string $home;

	protected function setUp(): void {
		parent::setUp();
		$this->home = (string) get_option( 'home' );
		if ( is_wp_error( wp_remote_get( $this->home . '/wp-includes/css/dashicons.min.css', array( 'timeout' => 5 ) ) ) ) {
			self::markTestSkipped( "Nothing answers at $this->home; start the web server of the test site." );
		}
	}

	public function test_the_key_of_the_pairing_opens_the_agents_routes_and_the_orders(): void {
		$key   = $this->pair();
		$order = $this->order();
		self::assertSame( array( 200, $this->home ), $this->pick( $this->call( $key, 'GET', '/wc-crossdock/v1/site' ), 'home_url' ) );
		self::assertSame( array( 200, $order->get_id() ), $this->pick( $this->call( $key, 'GET', '/wc/v3/orders/' . $order->get_id() ), 'id' ) );
		self::assertSame( array( 403, 'crossdock_forbidden' ), $this->pick( $this->call( $key, 'GET', '/wc-crossdock/v1/admin/state' ), 'code' ) );
		self::assertSame( array( 401, 'woocommerce_rest_authentication_error' ), $this->pick( $this->call( array( 'consumer_secret' => 'cs_wrong' ) + $key, 'GET', '/wc-crossdock/v1/site' ), 'code' ) );
		self::assertSame( array( 401, 'crossdock_forbidden' ), $this->pick( wp_remote_get( $this->home . '/wp-json/wc-crossdock/v1/site' ), 'code' ) );
	}

	public function test_a_shipment_id_with_odd_letters_arrives_as_it_is(): void {
		$key   = $this->pair();
		$order = $this->order();
		$id    = 'SHP/7 é+ a';
		$body  = array( 'shipped_at' => '2026-11-23T10:00:00Z', 'lines' => array( array( 'line_id' => $this->lineOf( $order ), 'quantity' => 1 ) ), 'packages' => array(), 'message' => null );
		$call  = $this->call( $key, 'PUT', '/wc-crossdock/v1/orders/' . $order->get_id() . '/shipments/' . rawurlencode( $id ), $body );
		self::assertSame( array( 200, 'created' ), $this->pick( $call, 'result' ) );
		wp_cache_flush();
		self::assertSame( array( $id ), array_keys( ShipmentBook::read( wc_get_order( $order->get_id() ) ) ) );
	}

	/** @param array<string, string> $key */
	private function call( array $key, string $method, string $route, ?array $body = null ): mixed {
		$url    = $this->home . '/wp-json' . $route;
		$params = array(
			'oauth_consumer_key'     => $key['consumer_key'],
			'oauth_nonce'            => bin2hex( random_bytes( 8 ) ),
			'oauth_signature_method' => 'HMAC-SHA256',
			'oauth_timestamp'        => (string) time(),
		);
		$base                      = $method . '&' . rawurlencode( $url ) . '&' . rawurlencode( http_build_query( $params, '', '&', PHP_QUERY_RFC3986 ) );
		$params['oauth_signature'] = base64_encode( hash_hmac( 'sha256', $base, $key['consumer_secret'] . '&', true ) );
		return wp_remote_request(
			$url . '?' . http_build_query( $params, '', '&', PHP_QUERY_RFC3986 ),
			array( 'method' => $method, 'timeout' => 20 ) + ( null === $body ? array() : array( 'headers' => array( 'content-type' => 'application/json' ), 'body' => wp_json_encode( $body ) ) )
		);
	}

	/** @return array{int, mixed} */
	private function pick( mixed $answer, string $field ): array {
		self::assertIsArray( $answer );
		return array( (int) wp_remote_retrieve_response_code( $answer ), json_decode( wp_remote_retrieve_body( $answer ), true )[ $field ] ?? wp_remote_retrieve_body( $answer ) );
	}
}
