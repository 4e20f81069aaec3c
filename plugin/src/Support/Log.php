<?php
/**
 * The plugin's log under WooCommerce > Status > Logs. Never holds names, addresses or secrets.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use Throwable;

defined( 'ABSPATH' ) || exit;

final class Log {
	public static function error( string $what, ?Throwable $why = null ): void {
		try {
			$where = null === $why ? '' : sprintf( ' (%s at %s:%d)', get_class( $why ), basename( $why->getFile() ), $why->getLine() );
			if ( function_exists( 'wc_get_logger' ) ) {
				wc_get_logger()->error( $what . $where, array( 'source' => 'crossdock' ) );
			}
		} catch ( Throwable ) {
			// A full disk must not stop a checkout.
			return;
		}
	}
}
