<?php
/**
 * When the agent was last heard of. A non-blocking doorbell gets no answer, so this is how the shop knows that somebody is there.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Value;

defined( 'ABSPATH' ) || exit;

final class LifeSign {
	private const OPTION       = 'crossdock_last_claim';
	private const PROBE        = 'crossdock_last_probe';
	private const KEPT_FOR     = 10;
	private const SILENT_AFTER = 300;
	private const PROBE_EVERY  = 60;

	/** The agent claims every few seconds; not each of them is worth a write. */
	public static function give(): void {
		if ( time() - self::last() >= self::KEPT_FOR ) {
			update_option( self::OPTION, time(), false );
		}
	}

	/** Seconds since 1970, 0 when never. */
	public static function last(): int {
		return Value::int( get_option( self::OPTION ) );
	}

	public static function forget(): void {
		delete_option( self::OPTION );
		delete_option( self::PROBE );
	}

	/** Whether a ring makes sense: always while the agent lives, else once a minute to see whether it is back. */
	public static function worthRinging(): bool {
		$now = time();
		if ( $now - self::last() < self::SILENT_AFTER ) {
			return true;
		}
		if ( $now - Value::int( get_option( self::PROBE ) ) < self::PROBE_EVERY ) {
			return false;
		}
		update_option( self::PROBE, $now, false );
		return true;
	}
}
