<?php
/**
 * Tells the customer something by a note on the order, once for each id; WooCommerce sends the e-mail.
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

final class CustomerNotes {
	public function __construct( private readonly EchoGuard $echo ) {
	}

	/** @return array{result: string}|WP_Error */
	public function put( int $order_id, string $note_id, string $message ): array|WP_Error {
		$message = trim( $message );
		if ( '' === $message ) {
			return Problem::make( 'note_empty', __( 'The note says nothing.', 'crossdock' ), 422 );
		}
		return Lock::with( 'order_' . $order_id, fn() => $this->echo->quietly( 'order', fn() => self::apply( $order_id, $note_id, $message ) ) );
	}

	/** @return array{result: string}|WP_Error */
	private static function apply( int $order_id, string $note_id, string $message ): array|WP_Error {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof WC_Order ) {
			return Problem::orderNotFound( $order_id );
		}
		if ( 'trash' === $order->get_status() ) {
			return Problem::make( 'order_trashed', __( 'The order lies in the trash; its customer is told nothing.', 'crossdock' ), 409 );
		}
		return array( 'result' => OrderNote::once( $order, 'note:' . $note_id, $message, true ) ? 'created' : 'unchanged' );
	}
}
