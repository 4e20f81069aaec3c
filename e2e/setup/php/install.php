<?php
// Installs WordPress once, sets the address and what a test site needs; repeating it changes nothing.
require __DIR__ . '/load.php';
define( 'WP_INSTALLING', true );
require $crossdock_site['root'] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if ( ! is_blog_installed() ) {
	wp_install( 'Crossdock shop', $crossdock_site['user'], 'admin@example.com', false, '', $crossdock_site['password'] );
	update_option( 'show_avatars', 0 );
	update_option( 'permalink_structure', '/%postname%/' );
	update_option( 'blogdescription', '' );
}
update_option( 'siteurl', $crossdock_site['url'] );
update_option( 'home', $crossdock_site['url'] );
global $wp_rewrite;
$wp_rewrite->init();
$wp_rewrite->flush_rules( false );
if ( array() === wp_get_themes() || ! wp_get_theme()->exists() ) {
	switch_theme( array_key_first( wp_get_themes() ) ?? 'crossdock-plain' );
}
echo 'installed';
