<?php
/**
 * A stranger at the agent's address, for php -S: writes down what it is asked and answers as the path says.
 */

declare(strict_types=1);

$path = (string) parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
$seen = array(
	'method'  => $_SERVER['REQUEST_METHOD'],
	'uri'     => $_SERVER['REQUEST_URI'],
	'body'    => file_get_contents( 'php://input' ),
	'headers' => array_change_key_case( getallheaders() ),
);
file_put_contents( (string) getenv( 'PEER_LOG' ), json_encode( $seen ) . "\n", FILE_APPEND | LOCK_EX );
header( 'content-type: application/json' );
if ( '/v1/orders/garbage' === $path ) {
	echo '<html>It works!</html>';
} elseif ( '/v1/orders/huge' === $path ) {
	echo json_encode( array( 'x' => str_repeat( 'a', 1100000 ) ) );
} elseif ( '/v1/orders/redirect' === $path ) {
	http_response_code( 302 );
	header( 'location: /v1/orders/1' );
	echo '{}';
} elseif ( '/v1/orders/missing' === $path ) {
	http_response_code( 404 );
	echo '{"code":"api.not-found","message":"No such order."}';
} else {
	echo json_encode( array( 'ok' => true ) );
}
