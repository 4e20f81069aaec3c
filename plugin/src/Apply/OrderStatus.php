<?php
/**
 * Sets the status that the customer sees, when it differs.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Feed\EchoGuard;
use Crossdock\Support\Lock;
use Crossdock\Support\Problem;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class OrderStatus {
	public function __construct( private readonly EchoGuard $echo ) {
	}

	/** @return array{result: string, status: string}|WP_Error */
	public function put( int $order_id, string $status, string $note ): array|WP_Error {
		$status = (string) preg_replace( '/^wc-/', '', $status );
		if ( ! array_key_exists( 'wc-' . $status, wc_get_order_statuses() ) ) {
			/* translators: %s: order status as sent by the agent */
			return Problem::make( 'status_invalid', sprintf( __( 'This shop has no order status "%s".', 'crossdock' ), $status ), 422 );
		}
		return Lock::with( 'order_' . $order_id, fn() => $this->echo->quietly( 'order', fn() => $this->apply( $order_id, $status, $note ) ) );
	}

	/** @return array{result: string, status: string}|WP_Error */
	private function apply( int $order_id, string $status, string $note ): array|WP_Error {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof WC_Order ) {
			return Problem::orderNotFound( $order_id );
		}
		$before = $order->get_status();
		if ( 'trash' === $before ) {
			return Problem::make( 'order_trashed', __( 'The order lies in the trash; its status cannot be changed.', 'crossdock' ), 409 );
		}
		if ( $before !== $status ) {
			$order->set_status( $status );
			$order->save();
			// WooCommerce swallows errors while saving, so only a fresh look tells.
			$order = wc_get_order( $order_id );
			if ( ! $order instanceof WC_Order || $order->get_status() !== $status ) {
				return Problem::make( 'status_not_saved', __( 'WooCommerce did not keep the new order status. Its log says why.', 'crossdock' ), 500 );
			}
		}
		if ( '' !== $note ) {
			OrderNote::once( $order, 'status:' . $status . ':' . $note, $note, false );
		}
		return array(
			'result' => $before === $status ? 'unchanged' : 'changed',
			'status' => $status,
		);
	}
}
