<?php
/**
 * Leaves no door open; removes data only when the shop says so.
 *
 * @package Crossdock
 */

declare(strict_types=1);

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

( static function (): void {
	global $wpdb;
	/** @var \wpdb $wpdb */
	$user = get_user_by( 'login', 'crossdock-agent' );
	if ( false !== $user ) {
		$wpdb->delete( $wpdb->prefix . 'woocommerce_api_keys', array( 'user_id' => $user->ID ), array( '%d' ) );
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $user->ID );
	}
	remove_role( 'crossdock_agent' );
	// Without the key the pairing is worth nothing, and its secret should not outlive it.
	foreach ( array( 'crossdock_pairing', 'crossdock_pairing_code', 'crossdock_last_claim', 'crossdock_last_probe', 'crossdock_schema' ) as $option ) {
		delete_option( $option );
	}
	$asked = ( defined( 'CROSSDOCK_REMOVE_ALL_DATA' ) && true === constant( 'CROSSDOCK_REMOVE_ALL_DATA' ) ) || ( defined( 'WC_REMOVE_ALL_DATA' ) && true === constant( 'WC_REMOVE_ALL_DATA' ) );
	if ( $asked ) {
		$wpdb->query( (string) $wpdb->prepare( 'DROP TABLE IF EXISTS %i', $wpdb->prefix . 'crossdock_feed' ) );
		$wpdb->query( (string) $wpdb->prepare( 'DROP TABLE IF EXISTS %i', $wpdb->prefix . 'crossdock_mirror' ) );
		delete_option( 'crossdock_site_id' );
	}
} )();
