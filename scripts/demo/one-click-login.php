<?php
/**
 * Demo only: a link with the token that the demo printed logs in as the administrator. Never part of the plugin.
 */

add_action(
	'init',
	static function () {
		$given = isset( $_GET['demo-login'] ) ? (string) $_GET['demo-login'] : '';
		$token = (string) get_option( 'crossdock_demo_login', '' );
		if ( '' === $token || ! hash_equals( $token, $given ) ) {
			return;
		}
		wp_set_auth_cookie( 1, true );
		wp_safe_redirect( admin_url( 'admin.php?page=crossdock' ) );
		exit;
	}
);
