<?php
/**
 * Puts a script that wp-scripts built on the page, with the settings that it reads.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Agent\AgentRoutes;
use Crossdock\Agent\Fence;
use Crossdock\Agent\Pairing;
use Crossdock\Agent\SiteIdentity;
use Crossdock\Support\Capabilities;
use Crossdock\Support\Value;

use const Crossdock\VERSION;

defined( 'ABSPATH' ) || exit;

final class Assets {
	public function __construct( private readonly string $file ) {
	}

	public function built( string $name ): bool {
		return is_file( $this->path( "build/$name.asset.php" ) ) && is_file( $this->path( "build/$name.js" ) );
	}

	public function enqueue( string $name ): void {
		if ( ! $this->built( $name ) ) {
			return;
		}
		self::keepEmojiAsText();
		$asset  = Value::map( require $this->path( "build/$name.asset.php" ) );
		$handle = "crossdock-$name";
		$needs  = array_values( array_filter( array_map( array( Value::class, 'text' ), Value::map( $asset['dependencies'] ?? array() ) ) ) );
		wp_enqueue_script( $handle, plugins_url( "build/$name.js", $this->file ), $needs, Value::text( $asset['version'] ?? VERSION ), array( 'in_footer' => true ) );
		wp_set_script_translations( $handle, 'crossdock', $this->path( 'languages' ) );
		wp_add_inline_script( $handle, 'window.crossdockSettings = window.crossdockSettings || ' . wp_json_encode( self::settings(), JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
		foreach ( array( "$name.css", "style-$name.css" ) as $sheet ) {
			if ( is_file( $this->path( "build/$sheet" ) ) ) {
				wp_enqueue_style( "crossdock-$sheet", plugins_url( "build/$sheet", $this->file ), array( 'wp-components' ), Value::text( $asset['version'] ?? VERSION ) );
				wp_style_add_data( "crossdock-$sheet", 'rtl', 'replace' );
			}
		}
	}

	/** Core swaps emoji for images behind React's back, and then React finds other nodes than it made; the block editor does without it too. */
	private static function keepEmojiAsText(): void {
		remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
	}

	public function enqueueOwnStyle(): void {
		wp_enqueue_style( 'crossdock', plugins_url( 'assets/admin.css', $this->file ), array(), VERSION );
	}

	/** @return array<string, mixed> */
	private static function settings(): array {
		$pairing = Pairing::current();
		return array(
			'root'         => untrailingslashit( rest_url( AgentRoutes::NAMESPACE . '/admin' ) ),
			'nonce'        => wp_create_nonce( 'wp_rest' ),
			'paired'       => null !== $pairing,
			'fenced'       => Fence::closed(),
			'siteName'     => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'capabilities' => array(
				'manage' => current_user_can( Capabilities::MANAGE ),
				'retry'  => current_user_can( Capabilities::RETRY ),
				'read'   => current_user_can( Capabilities::READ ),
			),
			'ordersUrl'    => admin_url( SiteIdentity::hpos() ? 'admin.php?page=wc-orders&action=edit&id=%d' : 'post.php?post=%d&action=edit' ),
			'version'      => VERSION,
			'agentUrl'     => null === $pairing ? '' : $pairing->agentUrl,
		);
	}

	private function path( string $relative ): string {
		return plugin_dir_path( $this->file ) . $relative;
	}
}
