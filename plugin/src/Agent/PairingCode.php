<?php
/**
 * The one-time code that a shop manager reads out to the agent.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Problem;
use Crossdock\Support\Value;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class PairingCode {
	private const OPTION   = 'crossdock_pairing_code';
	private const MINUTES  = 10;
	private const TRIES    = 5;
	private const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

	/** @return array{code: string, expires_at: string} */
	public static function make(): array {
		$letters = '';
		for ( $i = 0; $i < 8; $i++ ) {
			$letters .= self::ALPHABET[ random_int( 0, strlen( self::ALPHABET ) - 1 ) ];
		}
		$expires = time() + 60 * self::MINUTES;
		update_option( self::OPTION, array( 'hash' => self::hash( $letters ), 'expires' => $expires, 'wrong' => 0 ), false );
		return array(
			'code'       => substr( $letters, 0, 4 ) . '-' . substr( $letters, 4 ),
			'expires_at' => gmdate( 'Y-m-d\TH:i:s\Z', $expires ),
		);
	}

	/** Uses the code up when it is right. Call it under a lock: the tries are counted. */
	public static function redeem( string $code ): bool|WP_Error {
		$stored = Value::map( get_option( self::OPTION ) );
		$wrong  = Value::int( $stored['wrong'] ?? 0 );
		if ( $wrong >= self::TRIES ) {
			return Problem::make( 'code_throttled', __( 'The pairing code was tried too often and is no longer good. Make a new one in WooCommerce → Crossdock.', 'crossdock' ), 429 );
		}
		if ( Value::int( $stored['expires'] ?? 0 ) < time() ) {
			return self::invalid();
		}
		$given = (string) preg_replace( '/[^0-9A-Z]/', '', strtoupper( $code ) );
		if ( ! hash_equals( Value::text( $stored['hash'] ?? '' ), self::hash( $given ) ) ) {
			$stored['wrong'] = $wrong + 1;
			update_option( self::OPTION, $stored, false );
			return self::invalid();
		}
		delete_option( self::OPTION );
		return true;
	}

	private static function invalid(): WP_Error {
		return Problem::make( 'code_invalid', __( 'This pairing code is wrong or no longer good. Make a new one in WooCommerce → Crossdock.', 'crossdock' ), 403 );
	}

	private static function hash( string $code ): string {
		return hash_hmac( 'sha256', $code, wp_salt( 'auth' ) );
	}
}
