<?php
/**
 * Who may use which routes: the agent by its key, people by their cookie and nonce, never the one as the other.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Capabilities;
use Crossdock\Support\Problem;
use WP_Error;
use WP_REST_Request;
use WP_User;

defined( 'ABSPATH' ) || exit;

final class Access {
	/** By role, not by capability alone: a network administrator has every capability. */
	public static function currentUserIsAgent(): bool {
		return self::isAgent( wp_get_current_user() );
	}

	/** For agent routes. The site's identity may be read on a copy too, everything else is refused there. */
	public static function agent( bool $on_a_copy_too = false ): bool|WP_Error {
		$user    = wp_get_current_user();
		$pairing = Pairing::current();
		if ( ! self::isAgent( $user ) || null === $pairing || $pairing->userId !== $user->ID || self::byCookie( $user->ID ) ) {
			return Problem::make( 'forbidden', __( 'This is for the Crossdock agent only, with the key that it got when it was paired.', 'crossdock' ), rest_authorization_required_code() );
		}
		return $on_a_copy_too || ! Fence::closed() ? true : Problem::fenced();
	}

	/**
	 * For the routes of the screens.
	 *
	 * @param WP_REST_Request<array<string, mixed>> $request
	 */
	public static function person( WP_REST_Request $request, string $capability ): bool|WP_Error {
		$user  = wp_get_current_user();
		$nonce = $request->get_header( 'x_wp_nonce' );
		$good  = $user->ID > 0
			&& self::byCookie( $user->ID )
			&& null !== $nonce && false !== wp_verify_nonce( $nonce, 'wp_rest' )
			&& ! self::isAgent( $user )
			&& current_user_can( $capability );
		return $good ? true : Problem::make( 'forbidden', __( 'You are not allowed to do this. Log in as a person who may manage the shop.', 'crossdock' ), rest_authorization_required_code() );
	}

	/** The agent's user has a key and no business with the login form. */
	public static function noPasswordLogin( mixed $user ): mixed {
		return $user instanceof WP_User && self::isAgent( $user )
			? new WP_Error( 'crossdock_no_login', __( 'This user belongs to the Crossdock agent and cannot log in.', 'crossdock' ) )
			: $user;
	}

	private static function isAgent( WP_User $user ): bool {
		return $user->ID > 0 && in_array( Capabilities::ROLE, $user->roles, true );
	}

	private static function byCookie( int $user_id ): bool {
		return wp_validate_auth_cookie( '', 'logged_in' ) === $user_id;
	}
}
