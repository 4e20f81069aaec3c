<?php
// Stands before every script that runs inside a site: the address comes from the environment, WordPress is loaded as for a page.
$crossdock_site = json_decode( (string) getenv( 'CROSSDOCK_SITE' ), true );
$crossdock_home = parse_url( $crossdock_site['url'] );
$_SERVER        = array_merge(
	$_SERVER,
	array(
		'HTTP_HOST'       => $crossdock_home['host'] . ( isset( $crossdock_home['port'] ) ? ':' . $crossdock_home['port'] : '' ),
		'SERVER_NAME'     => $crossdock_home['host'],
		'SERVER_PORT'     => (string) ( $crossdock_home['port'] ?? 80 ),
		'REQUEST_URI'     => '/',
		'REQUEST_METHOD'  => 'GET',
		'SERVER_PROTOCOL' => 'HTTP/1.1',
		'REMOTE_ADDR'     => '127.0.0.1',
	)
);
