<?php
/**
 * Loads the test site as a page would, with its own address; the address is asked from the site itself afterwards.
 */

declare(strict_types=1);

$_SERVER += array(
	'HTTP_HOST'       => '127.0.0.1',
	'SERVER_NAME'     => '127.0.0.1',
	'REQUEST_URI'     => '/',
	'REQUEST_METHOD'  => 'GET',
	'SERVER_PROTOCOL' => 'HTTP/1.1',
	'REMOTE_ADDR'     => '127.0.0.1',
);
require getenv( 'CROSSDOCK_TEST_SITE' ) . '/wp-load.php';
