<?php
/**
 * Notices when the site is a copy of the one that was paired, and then keeps it silent.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Problem;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class Fence {
	public static function closed(): bool {
		$pairing = Pairing::current();
		return null !== $pairing && array() !== self::differences( $pairing );
	}

	/** @return list<string> which of site_id, address, database are no longer what was paired */
	public static function differences( Pairing $pairing ): array {
		$differing = array();
		foreach ( SiteIdentity::traits() as $trait => $value ) {
			if ( ( $pairing->identity[ $trait ] ?? '' ) !== $value ) {
				$differing[] = $trait;
			}
		}
		return $differing;
	}

	/** A person says that the site is still the same, for instance after a move to another domain. */
	public static function accept(): bool|WP_Error {
		$pairing = Pairing::current();
		if ( null === $pairing ) {
			return Problem::notPaired();
		}
		$pairing->withIdentity( SiteIdentity::traits() )->store();
		return true;
	}
}
