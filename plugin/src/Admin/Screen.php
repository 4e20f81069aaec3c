<?php
/**
 * WooCommerce → Crossdock: an empty page for the React app.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Support\Capabilities;

defined( 'ABSPATH' ) || exit;

final class Screen {
	public const SLUG = 'crossdock';

	private readonly Assets $assets;
	private string $hook = '';

	public function __construct( string $file ) {
		$this->assets = new Assets( $file );
	}

	public function addPage(): void {
		$this->hook = (string) add_submenu_page( 'woocommerce', 'Crossdock', 'Crossdock', Capabilities::READ, self::SLUG, fn() => $this->render() );
	}

	public function enqueue( string $hook ): void {
		if ( $hook === $this->hook && '' !== $hook ) {
			$this->assets->enqueue( 'admin' );
			$this->assets->enqueueOwnStyle();
		} elseif ( OrderScreens::isCurrent() ) {
			$this->assets->enqueueOwnStyle();
			if ( OrderScreens::isSingle() && current_user_can( Capabilities::READ ) ) {
				$this->assets->enqueue( 'order-panel' );
			}
		}
	}

	private function render(): void {
		// WordPress moves the notices of other plugins behind this rule; without it they would land inside our React root and vanish.
		echo '<div class="wrap"><hr class="wp-header-end">';
		if ( $this->assets->built( 'admin' ) ) {
			echo '<div id="crossdock-app"><h1>Crossdock</h1><p>' . esc_html__( 'Loading…', 'crossdock' ) . '</p></div>';
			echo '<noscript>' . esc_html__( 'This screen needs JavaScript.', 'crossdock' ) . '</noscript>';
		} else {
			echo '<h1>Crossdock</h1><div class="notice notice-warning inline"><p>' . esc_html__( 'The screens have not been built yet. Run "npm run build" in the project and load this page again.', 'crossdock' ) . '</p></div>';
		}
		echo '</div>';
	}
}
