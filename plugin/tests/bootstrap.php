<?php
/**
 * Loads a real WordPress: CROSSDOCK_TEST_SITE names the folder that holds its wp-load.php, with WooCommerce (or the stand-in) and Crossdock active.
 */

declare(strict_types=1);

$site = (string) getenv( 'CROSSDOCK_TEST_SITE' );
if ( ! is_file( $site . '/wp-load.php' ) ) {
	fwrite( STDERR, "Set CROSSDOCK_TEST_SITE to the folder of a WordPress site on which Crossdock is active.\n" );
	exit( 1 );
}

// Fulfillments have no switch on any screen, and their tables come with the request after the one that turned them on.
passthru( escapeshellarg( PHP_BINARY ) . ' ' . escapeshellarg( __DIR__ . '/peers/prepare-site.php' ), $failed );
if ( 0 !== $failed ) {
	exit( 1 );
}

require __DIR__ . '/load-site.php';

if ( ! class_exists( \Crossdock\Plugin::class ) || ! class_exists( 'WooCommerce' ) ) {
	fwrite( STDERR, "Crossdock and WooCommerce must be active on the test site.\n" );
	exit( 1 );
}

spl_autoload_register(
	static function ( string $name ): void {
		$file = __DIR__ . '/' . str_replace( array( 'Crossdock\\Tests\\', '\\' ), array( '', '/' ), $name ) . '.php';
		if ( str_starts_with( $name, 'Crossdock\\Tests\\' ) && is_file( $file ) ) {
			require $file;
		}
	}
);

$fresh = static fn( string $file ): string => is_file( $file ) ? (string) md5_file( $file ) : '';
foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( dirname( __DIR__ ) . '/src', FilesystemIterator::SKIP_DOTS ) ) as $file ) {
	$copy = plugin_dir_path( \Crossdock\Plugin::instance()->file ) . substr( (string) $file, strlen( dirname( __DIR__ ) ) + 1 );
	if ( $fresh( (string) $file ) !== $fresh( $copy ) ) {
		fwrite( STDERR, "The site holds another state of the plugin: $copy. Copy it again.\n" );
		exit( 1 );
	}
}
