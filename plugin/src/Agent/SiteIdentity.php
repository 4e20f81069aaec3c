<?php
/**
 * Which site this is, for the agent and for the fence.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Automattic\WooCommerce\Utilities\OrderUtil;
use Crossdock\Apply\Tracking\Adapters;
use Crossdock\Support\Database;
use Crossdock\Support\Value;

use const Crossdock\VERSION;

defined( 'ABSPATH' ) || exit;

final class SiteIdentity {
	private const OPTION = 'crossdock_site_id';

	public static function ensureId(): string {
		$id = Value::text( get_option( self::OPTION ) );
		return '' === $id ? self::renewId() : $id;
	}

	/** A copy that is paired on purpose is a site of its own. */
	public static function renewId(): string {
		$id = wp_generate_uuid4();
		update_option( self::OPTION, $id, true );
		return $id;
	}

	/**
	 * What a copy cannot have all of: address, database, id. A change from http to https is no move.
	 *
	 * @return array{site_id: string, address: string, database: string}
	 */
	public static function traits(): array {
		$wpdb = Database::connection();
		$home = Value::text( get_option( 'home' ) );
		return array(
			'site_id'  => self::ensureId(),
			'address'  => strtolower( rtrim( (string) preg_replace( '#^[a-z]+://#i', '', $home ), '/' ) ),
			'database' => hash( 'sha256', ( defined( 'DB_NAME' ) ? Value::text( DB_NAME ) : '' ) . '|' . $wpdb->prefix ),
		);
	}

	/** @return array<string, string|bool> */
	public static function describe( Adapters $adapters ): array {
		global $wp_version;
		return array(
			'site_id'          => self::ensureId(),
			'home_url'         => Value::text( get_option( 'home' ) ),
			'name'             => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'wordpress'        => Value::text( $wp_version ),
			'woocommerce'      => defined( 'WC_VERSION' ) ? Value::text( WC_VERSION ) : '',
			'plugin'           => VERSION,
			'hpos'             => self::hpos(),
			'currency'         => function_exists( 'get_woocommerce_currency' ) ? get_woocommerce_currency() : Value::text( get_option( 'woocommerce_currency' ) ),
			'timezone'         => wp_timezone_string(),
			'tracking_adapter' => $adapters->pick()->name(),
			'fenced'           => Fence::closed(),
			'time'             => gmdate( 'Y-m-d\TH:i:s\Z' ),
		);
	}

	public static function hpos(): bool {
		return class_exists( OrderUtil::class ) && OrderUtil::custom_orders_table_usage_is_enabled();
	}
}
