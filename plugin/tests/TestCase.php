<?php

declare(strict_types=1);

namespace Crossdock\Tests;

use Crossdock\Agent\Enrolment;
use Crossdock\Agent\Pairing;
use Crossdock\Agent\PairingCode;
use Crossdock\Plugin;
use Crossdock\Support\Schema;
use WC_Order;
use WC_Order_Item_Product;
use WC_Product_Simple;
use WP_REST_Request;
use WP_REST_Response;

abstract class TestCase extends \PHPUnit\Framework\TestCase {
	protected const AGENT_URL = 'https://agent.example';

	protected function setUp(): void {
		parent::setUp();
		Plugin::instance()->recorder()->flush();
		$this->emptyTables();
		foreach ( array( 'crossdock_pairing', 'crossdock_pairing_code', 'crossdock_last_claim', 'crossdock_last_probe' ) as $option ) {
			delete_option( $option );
		}
		wp_set_current_user( 0 );
		unset( $_COOKIE[ LOGGED_IN_COOKIE ] );
		// No test may send anything to the outside by accident; those that want a peer start one.
		add_filter( 'pre_wp_mail', '__return_true', 99 );
	}

	protected function emptyTables(): void {
		$wpdb = $GLOBALS['wpdb'];
		$wpdb->query( 'DELETE FROM ' . Schema::feedTable() );
		$wpdb->query( 'DELETE FROM ' . Schema::mirrorTable() );
	}

	/** @return array<string, mixed> what the agent got */
	protected function pair( string $url = self::AGENT_URL ): array {
		$made = Enrolment::pair( PairingCode::make()['code'], $url, '1.0.0' );
		self::assertIsArray( $made );
		return $made;
	}

	protected function beAgent(): void {
		if ( null === Pairing::current() ) {
			$this->pair();
		}
		wp_set_current_user( Pairing::current()->userId );
	}

	protected function bePerson( string $role ): int {
		$login = "test-$role";
		$user  = get_user_by( 'login', $login );
		$id    = $user ? $user->ID : wp_insert_user( array( 'user_login' => $login, 'user_pass' => 'x', 'user_email' => "$login@example.com", 'role' => $role ) );
		// WooCommerce and the stand-in give a shop manager the same rights; the role may be missing where the store was set up bare.
		wp_set_current_user( $id );
		$cookie                      = wp_generate_auth_cookie( $id, time() + 3600, 'logged_in', \WP_Session_Tokens::get_instance( $id )->create( time() + 3600 ) );
		$_COOKIE[ LOGGED_IN_COOKIE ] = $cookie;
		return $id;
	}

	/** @param array<string, mixed>|null $body */
	protected function ask( string $method, string $route, ?array $body = null, bool $nonce = false ): WP_REST_Response {
		$parts   = explode( '?', $route, 2 );
		$request = new WP_REST_Request( $method, $parts[0] );
		if ( isset( $parts[1] ) ) {
			parse_str( $parts[1], $query );
			$request->set_query_params( $query );
		}
		if ( null !== $body ) {
			$request->set_header( 'content-type', 'application/json' );
			$request->set_body( (string) wp_json_encode( $body ) );
		}
		if ( $nonce ) {
			$request->set_header( 'X-WP-Nonce', wp_create_nonce( 'wp_rest' ) );
		}
		return rest_do_request( $request );
	}

	protected function crossdock( string $method, string $path, ?array $body = null ): WP_REST_Response {
		return $this->ask( $method, '/wc-crossdock/v1' . $path, $body );
	}

	protected function assertRefused( string $code, int $status, WP_REST_Response $response ): void {
		$data = $response->get_data();
		self::assertSame( array( $code, $status ), array( is_array( $data ) ? $data['code'] ?? null : null, $response->get_status() ), (string) wp_json_encode( $data ) );
	}

	protected function product( string $sku = '', int $stock = 100 ): WC_Product_Simple {
		$product = new WC_Product_Simple();
		$product->set_name( 'Mug' );
		$product->set_regular_price( '10' );
		$product->set_sku( '' === $sku ? uniqid( 'sku-' ) : $sku );
		$product->set_manage_stock( true );
		$product->set_stock_quantity( $stock );
		$product->save();
		return $product;
	}

	protected function order( string $status = 'processing', int $quantity = 3 ): WC_Order {
		$order = wc_create_order();
		$order->add_product( $this->product(), $quantity );
		$order->set_billing_email( 'jo@example.com' );
		$order->calculate_totals();
		$order->set_status( $status );
		$order->save();
		Plugin::instance()->recorder()->flush();
		$this->emptyTables();
		return wc_get_order( $order->get_id() );
	}

	protected function lineOf( WC_Order $order ): int {
		$items = $order->get_items();
		$first = reset( $items );
		self::assertInstanceOf( WC_Order_Item_Product::class, $first );
		return $first->get_id();
	}

	/** @return list<array<string, mixed>> */
	protected function feedRows( ?string $topic = null ): array {
		$rows = $GLOBALS['wpdb']->get_results( 'SELECT * FROM ' . Schema::feedTable() . ' ORDER BY id', ARRAY_A );
		return array_values( array_filter( $rows, static fn( array $row ) => null === $topic || $row['topic'] === $topic ) );
	}

	/** @return list<string> texts of the order's notes, oldest first */
	protected function notes( int $order_id, bool $for_customer ): array {
		$notes = wc_get_order_notes( array( 'order_id' => $order_id, 'type' => $for_customer ? 'customer' : 'internal' ) );
		usort( $notes, static fn( object $a, object $b ) => (int) $a->id <=> (int) $b->id );
		return array_values( array_map( static fn( object $note ) => $note->content, $notes ) );
	}

	protected function onRealWoocommerce(): bool {
		return ! defined( 'WC_STANDIN' );
	}

	protected function onSqlite(): bool {
		return defined( 'DB_ENGINE' ) && 'sqlite' === DB_ENGINE || class_exists( 'WP_SQLite_DB', false );
	}
}
