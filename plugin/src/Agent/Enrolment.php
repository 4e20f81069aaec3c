<?php
/**
 * Pairs and unpairs: user, WooCommerce key, shared secret.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Database;
use Crossdock\Support\Capabilities;
use Crossdock\Support\Lock;
use Crossdock\Support\Problem;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class Enrolment {
	public const LOGIN = 'crossdock-agent';

	/** @return array{consumer_key: string, consumer_secret: string, shared_secret: string}|WP_Error */
	public static function pair( string $code, string $agent_url, string $agent_version ): array|WP_Error {
		$url = self::cleanUrl( $agent_url );
		if ( null === $url ) {
			return Problem::make( 'agent_url_invalid', __( 'The address of the agent must be a whole http or https address, without user name or query.', 'crossdock' ), 422 );
		}
		return Lock::with(
			'pairing',
			static function () use ( $code, $url, $agent_version ): array|WP_Error {
				$good = PairingCode::redeem( $code );
				return $good instanceof WP_Error ? $good : self::enrol( $url, $agent_version );
			}
		);
	}

	public static function unpair(): void {
		self::deleteKeys();
		Pairing::forget();
		LifeSign::forget();
	}

	/** Removes every key of the agent's user; used on unpairing and on uninstall. */
	public static function deleteKeys(): void {
		$wpdb = Database::connection();
		$user = get_user_by( 'login', self::LOGIN );
		if ( false !== $user ) {
			$wpdb->delete( $wpdb->prefix . 'woocommerce_api_keys', array( 'user_id' => $user->ID ), array( '%d' ) );
		}
	}

	/** @return array{consumer_key: string, consumer_secret: string, shared_secret: string}|WP_Error */
	private static function enrol( string $url, string $version ): array|WP_Error {
		$user_id = self::user();
		if ( $user_id instanceof WP_Error ) {
			return Problem::make( 'user_not_made', $user_id->get_error_message(), 500 );
		}
		if ( Fence::closed() ) {
			SiteIdentity::renewId();
		}
		self::deleteKeys();
		$key    = 'ck_' . bin2hex( random_bytes( 20 ) );
		$secret = 'cs_' . bin2hex( random_bytes( 20 ) );
		$key_id = self::storeKey( $user_id, $key, $secret );
		if ( 0 === $key_id ) {
			return Problem::make( 'key_not_made', __( 'WooCommerce did not store the key for the agent. See the log of the database.', 'crossdock' ), 500 );
		}
		$shared = bin2hex( random_bytes( 32 ) );
		( new Pairing( $url, $version, $shared, $user_id, $key_id, time(), SiteIdentity::traits() ) )->store();
		LifeSign::give();
		return array(
			'consumer_key'    => $key,
			'consumer_secret' => $secret,
			'shared_secret'   => $shared,
		);
	}

	private static function user(): int|WP_Error {
		Capabilities::install();
		$user = get_user_by( 'login', self::LOGIN );
		if ( false !== $user ) {
			$user->set_role( Capabilities::ROLE );
			return $user->ID;
		}
		return wp_insert_user(
			array(
				'user_login'   => self::LOGIN,
				'user_pass'    => wp_generate_password( 64, true, true ),
				// Nobody can have this address, so nobody can ask for a new password.
				'user_email'   => 'agent@crossdock.invalid',
				'display_name' => 'Crossdock',
				'role'         => Capabilities::ROLE,
			)
		);
	}

	/** WooCommerce has no public way to make a key; this is the row that its own WC_Auth writes. */
	private static function storeKey( int $user_id, string $key, string $secret ): int {
		$wpdb = Database::connection();
		$done = $wpdb->insert(
			$wpdb->prefix . 'woocommerce_api_keys',
			array(
				'user_id'         => $user_id,
				'description'     => 'Crossdock agent',
				'permissions'     => 'read_write',
				'consumer_key'    => wc_api_hash( $key ),
				'consumer_secret' => $secret,
				'truncated_key'   => substr( $key, -7 ),
			),
			array( '%d', '%s', '%s', '%s', '%s', '%s' )
		);
		return false === $done ? 0 : $wpdb->insert_id;
	}

	private static function cleanUrl( string $url ): ?string {
		$parts = wp_parse_url( trim( $url ) );
		if ( ! is_array( $parts ) || ! in_array( $parts['scheme'] ?? '', array( 'http', 'https' ), true ) || '' === ( $parts['host'] ?? '' ) ) {
			return null;
		}
		return isset( $parts['user'] ) || isset( $parts['query'] ) || isset( $parts['fragment'] ) ? null : rtrim( trim( $url ), '/' );
	}
}
