<?php
// Activates the plugins that are named, in that order, one request each as wp-admin would do it.
require __DIR__ . '/load.php';
define( 'WP_ADMIN', true );
require $crossdock_site['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
wp_set_current_user( 1 );
$result = activate_plugin( $crossdock_site['plugin'] );
if ( is_wp_error( $result ) ) {
	fwrite( STDERR, $result->get_error_message() );
	exit( 1 );
}
echo 'active';
