<?php
/**
 * A named lock that holds over several requests. GET_LOCK would do on MySQL, but is an empty shell on SQLite.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use WP_Error;

defined( 'ABSPATH' ) || exit;

final class Lock {
	private const HELD_SECONDS = 60;
	private const WAIT_SECONDS = 8.0;

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T|WP_Error
	 */
	public static function with( string $name, callable $work ): mixed {
		$option = 'crossdock_lock_' . $name;
		$token  = self::acquire( $option );
		if ( null === $token ) {
			return Problem::make( 'busy', __( 'Another request is changing the same thing at this moment. Try again shortly.', 'crossdock' ), 409 );
		}
		try {
			return $work();
		} finally {
			$wpdb = Database::connection();
			$wpdb->query( (string) $wpdb->prepare( 'DELETE FROM %i WHERE option_name = %s AND option_value = %s', $wpdb->options, $option, $token ) );
		}
	}

	private static function acquire( string $option ): ?string {
		$deadline = microtime( true ) + self::WAIT_SECONDS;
		do {
			$token = ( time() + self::HELD_SECONDS ) . ':' . bin2hex( random_bytes( 8 ) );
			if ( self::insert( $option, $token ) || self::takeOver( $option, $token ) ) {
				return $token;
			}
			usleep( 50000 );
		} while ( microtime( true ) < $deadline );
		return null;
	}

	private static function insert( string $option, string $token ): bool {
		$wpdb = Database::connection();
		return 1 === $wpdb->query( (string) $wpdb->prepare( "INSERT IGNORE INTO %i (option_name, option_value, autoload) VALUES (%s, %s, 'off')", $wpdb->options, $option, $token ) );
	}

	/** A lock whose holder died is free again after its time. */
	private static function takeOver( string $option, string $token ): bool {
		$wpdb = Database::connection();
		$held = Value::text( $wpdb->get_var( $wpdb->prepare( 'SELECT option_value FROM %i WHERE option_name = %s', $wpdb->options, $option ) ) );
		if ( '' === $held || (int) $held > time() ) {
			return false;
		}
		return 1 === $wpdb->query( (string) $wpdb->prepare( 'UPDATE %i SET option_value = %s WHERE option_name = %s AND option_value = %s', $wpdb->options, $token, $option, $held ) );
	}
}
