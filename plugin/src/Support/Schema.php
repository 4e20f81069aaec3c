<?php
/**
 * The plugin's two tables, its role and the site's own id.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

use Crossdock\Agent\SiteIdentity;

defined( 'ABSPATH' ) || exit;

final class Schema {
	private const VERSION = 1;
	private const OPTION  = 'crossdock_schema';

	public static function feedTable(): string {
		$wpdb = Database::connection();
		return $wpdb->prefix . 'crossdock_feed';
	}

	public static function mirrorTable(): string {
		$wpdb = Database::connection();
		return $wpdb->prefix . 'crossdock_mirror';
	}

	public static function upgrade(): void {
		if ( Value::int( get_option( self::OPTION ) ) < self::VERSION ) {
			self::install();
		}
	}

	public static function install(): void {
		$wpdb = Database::connection();
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$feed    = self::feedTable();
		$mirror  = self::mirrorTable();
		$options = $wpdb->get_charset_collate();
		// The form of these statements is prescribed by dbDelta: two spaces before the key, one field per line.
		dbDelta(
			"CREATE TABLE $feed (
				id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
				topic varchar(20) NOT NULL,
				object_id bigint(20) unsigned NOT NULL,
				seq bigint(20) unsigned NOT NULL,
				reason varchar(20) NOT NULL,
				changed_at bigint(20) unsigned NOT NULL,
				claim varchar(64) NOT NULL DEFAULT '',
				claim_until bigint(20) unsigned NOT NULL DEFAULT 0,
				PRIMARY KEY  (id),
				UNIQUE KEY topic_object (topic,object_id),
				KEY claim (claim)
			) $options;"
		);
		dbDelta(
			"CREATE TABLE $mirror (
				order_id bigint(20) unsigned NOT NULL,
				version bigint(20) unsigned NOT NULL,
				stage varchar(30) NOT NULL,
				erp_number varchar(100) NOT NULL,
				wms_number varchar(100) NOT NULL,
				tracking text NOT NULL,
				attention tinyint(1) NOT NULL,
				message text NOT NULL,
				updated_at bigint(20) unsigned NOT NULL,
				PRIMARY KEY  (order_id),
				KEY attention (attention)
			) $options;"
		);
		Capabilities::install();
		SiteIdentity::ensureId();
		update_option( self::OPTION, self::VERSION, true );
	}

	/** The feed relies on row locks: MyISAM, still met on old shops, locks whole tables. Empty when it cannot be told. */
	public static function engine(): string {
		$wpdb = Database::connection();
		$row = $wpdb->get_row( $wpdb->prepare( 'SHOW TABLE STATUS LIKE %s', $wpdb->esc_like( self::feedTable() ) ), ARRAY_A );
		return Value::text( Value::map( $row )['Engine'] ?? '' );
	}
}
