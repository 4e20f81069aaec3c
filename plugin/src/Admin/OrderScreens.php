<?php
/**
 * Where WooCommerce shows orders: its own screens, or those of posts.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

defined( 'ABSPATH' ) || exit;

final class OrderScreens {
	public static function id(): string {
		return function_exists( 'wc_get_page_screen_id' ) ? wc_get_page_screen_id( 'shop-order' ) : 'shop_order';
	}

	public static function isCurrent(): bool {
		$screen = function_exists( 'get_current_screen' ) ? get_current_screen() : null;
		return null !== $screen && in_array( $screen->id, array( self::id(), 'edit-shop_order' ), true );
	}

	public static function isSingle(): bool {
		$screen = get_current_screen();
		// Only which page is shown depends on it, nothing is changed.
		$action = isset( $_GET['action'] ) && is_string( $_GET['action'] ) ? sanitize_key( $_GET['action'] ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended
		return null !== $screen && ( 'shop_order' === $screen->id || in_array( $action, array( 'edit', 'new' ), true ) );
	}
}
