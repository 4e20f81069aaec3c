<?php
/**
 * Plugin Name:          Crossdock
 * Description:          Keeps the shop, the ERP and the warehouse telling one truth about every order.
 * Version:              0.1.0
 * Author:               The Crossdock authors
 * License:              GPL-2.0-or-later
 * License URI:          https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:          crossdock
 * Domain Path:          /languages
 * Requires at least:    6.5
 * Requires PHP:         8.1
 * Requires Plugins:     woocommerce
 * WC requires at least: 8.9
 * WC tested up to:      11.3
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';

if ( PHP_VERSION_ID < 80100 ) {
	add_action(
		'admin_notices',
		static function (): void {
			echo '<div class="notice notice-error"><p>' . esc_html__( 'Crossdock needs PHP 8.1 or newer, so it is switched off for now.', 'crossdock' ) . '</p></div>';
		}
	);
	return;
}

spl_autoload_register(
	static function ( string $name ): void {
		if ( str_starts_with( $name, __NAMESPACE__ . '\\' ) ) {
			$file = __DIR__ . '/src/' . str_replace( '\\', '/', substr( $name, strlen( __NAMESPACE__ ) + 1 ) ) . '.php';
			if ( is_file( $file ) ) {
				require $file;
			}
		}
	}
);

Plugin::boot( __FILE__ );
