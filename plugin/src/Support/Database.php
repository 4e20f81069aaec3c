<?php
/**
 * WordPress's database connection, with a type.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use LogicException;
use wpdb;

defined( 'ABSPATH' ) || exit;

final class Database {
	public static function connection(): wpdb {
		$wpdb = $GLOBALS['wpdb'] ?? null;
		return $wpdb instanceof wpdb ? $wpdb : throw new LogicException( 'WordPress has no database connection.' );
	}
}
