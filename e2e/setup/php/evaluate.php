<?php
// Runs the code that comes on standard input inside the loaded site.
require __DIR__ . '/load.php';
require $crossdock_site['root'] . '/wp-load.php';
try {
	eval( stream_get_contents( STDIN ) );
} catch ( Throwable $error ) {
	// In plain words, not as WordPress's page for visitors.
	fwrite( STDERR, "\n" . $error );
	exit( 255 );
}
