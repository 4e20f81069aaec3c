<?php
/**
 * Errors that go out over REST: a stable code, plain words, an HTTP status.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use WP_Error;

defined( 'ABSPATH' ) || exit;

final class Problem {
	/** @param array<string, mixed> $more */
	public static function make( string $code, string $message, int $status, array $more = array() ): WP_Error {
		return new WP_Error( 'crossdock_' . $code, $message, array( 'status' => $status ) + $more );
	}

	public static function orderNotFound( int $order_id ): WP_Error {
		/* translators: %d: order id */
		return self::make( 'order_not_found', sprintf( __( 'There is no order %d in this shop.', 'crossdock' ), $order_id ), 404 );
	}

	public static function fenced(): WP_Error {
		return self::make( 'fenced', __( 'This site looks like a copy of the paired one, so Crossdock stays silent here. A shop manager can pair it or say that it is still the same site.', 'crossdock' ), 423 );
	}

	public static function notPaired(): WP_Error {
		return self::make( 'not_paired', __( 'This shop is not paired with a Crossdock agent yet.', 'crossdock' ), 409 );
	}
}
