<?php
/**
 * What a shop manager must know even outside our own screen.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Agent\Fence;
use Crossdock\Support\Capabilities;

defined( 'ABSPATH' ) || exit;

final class Notices {
	public static function show(): void {
		if ( ! current_user_can( Capabilities::MANAGE ) ) {
			return;
		}
		if ( ! class_exists( 'WooCommerce' ) ) {
			self::notice( esc_html__( 'Crossdock needs WooCommerce. Activate WooCommerce, and Crossdock goes on by itself.', 'crossdock' ) );
			return;
		}
		$screen = get_current_screen();
		if ( null !== $screen && ! str_contains( $screen->id, 'crossdock' ) && self::ofTheShop( $screen->id ) && Fence::closed() ) {
			self::notice(
				sprintf(
					/* translators: %s: link to the Crossdock screen */
					esc_html__( 'Crossdock is silent: this site looks like a copy of the paired one. %s', 'crossdock' ),
					'<a href="' . esc_url( admin_url( 'admin.php?page=' . Screen::SLUG ) ) . '">' . esc_html__( 'Decide what it is', 'crossdock' ) . '</a>'
				)
			);
		}
	}

	private static function ofTheShop( string $screen_id ): bool {
		return 'dashboard' === $screen_id || str_contains( $screen_id, 'wc-' ) || str_contains( $screen_id, 'shop_order' );
	}

	private static function notice( string $html ): void {
		wp_admin_notice( $html, array( 'type' => 'warning' ) );
	}
}
