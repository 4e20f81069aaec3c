<?php
// Runs the code that comes on standard input inside the loaded site.
require __DIR__ . '/load.php';
require $crossdock_site['root'] . '/wp-load.php';
eval( stream_get_contents( STDIN ) );
