<?php
/**
 * Times are stored as milliseconds: WordPress's SQLite driver rewrites text that looks like an ISO time.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use DateTimeImmutable;
use Throwable;

defined( 'ABSPATH' ) || exit;

final class Time {
	public static function now(): int {
		return (int) floor( microtime( true ) * 1000 );
	}

	public static function fromMilliseconds( int $at ): string {
		return gmdate( 'Y-m-d\TH:i:s', intdiv( $at, 1000 ) ) . sprintf( '.%03dZ', $at % 1000 );
	}

	/** 0 when the text is no time. */
	public static function toMilliseconds( string $iso ): int {
		try {
			return max( 0, (int) ( new DateTimeImmutable( $iso ) )->format( 'Uv' ) );
		} catch ( Throwable ) {
			return 0;
		}
	}
}
