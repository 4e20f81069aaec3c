<?php
/**
 * Plugin Name: WooCommerce (Crossdock stand-in)
 * Description: The part of WooCommerce's surface that Crossdock uses, for machines where WooCommerce itself cannot be had. For tests and the demo only.
 * Version: 11.0.1
 * Requires at least: 6.5
 * Requires PHP: 8.1
 * License: GPL-2.0-or-later
 * Text Domain: woocommerce
 */

declare( strict_types = 1 );

defined( 'ABSPATH' ) || exit;

define( 'WC_PLUGIN_FILE', __FILE__ );
define( 'WC_ABSPATH', __DIR__ . '/' );
// The version whose measured behaviour is copied.
define( 'WC_VERSION', '11.0.1' );
define( 'WOOCOMMERCE_VERSION', WC_VERSION );
define( 'WC_STANDIN', true );

foreach ( array(
	'core-functions', 'utilities', 'install', 'class-wc-data', 'class-wc-order-items', 'order-totals', 'order-storage', 'class-wc-abstract-order', 'class-wc-order', 'order-functions', 'refunds', 'class-wc-product', 'product-functions', 'stock-functions', 'class-wc-tax', 'class-wc-rest-authentication', 'post-types', 'front', 'rest/permissions', 'rest/batch', 'rest/order-response', 'rest/order-request', 'rest/orders', 'rest/order-notes', 'rest/product-response', 'rest/products', 'rest/lists', 'rest/system-status' ) as $standin_file ) {
	require_once __DIR__ . "/includes/$standin_file.php";
}
// As in the real one, the functions of the admin screens are not there for visitors and the REST API.
if ( is_admin() ) {
	foreach ( array( 'admin-functions', 'menu', 'orders-list', 'order-edit' ) as $standin_file ) {
		require_once __DIR__ . "/includes/admin/$standin_file.php";
	}
}

register_activation_hook( __FILE__, 'wc_standin_install' );
add_action( 'plugins_loaded', static fn() => do_action( 'woocommerce_loaded' ), -1 );
add_action( 'init', static fn() => do_action( 'before_woocommerce_init' ), 0 );
add_action( 'init', static fn() => do_action( 'woocommerce_init' ), 0 );

/** The shop itself, as far as anybody asks it. */
final class WooCommerce {
	public string $version = WC_VERSION;

	public function plugin_url(): string {
		return untrailingslashit( plugins_url( '/', WC_PLUGIN_FILE ) );
	}

	public function plugin_path(): string {
		return untrailingslashit( WC_ABSPATH );
	}
}

function WC(): WooCommerce {
	static $shop = null;
	return $shop ??= new WooCommerce();
}
