<?php
/**
 * One process of the test that two refunds at once make one: "ORDER LINE" and what the agent would send.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/load-site.php';

$order = wc_get_order( (int) $argv[1] );
// Slow enough at the worst moment for the others to come in between.
add_action( 'woocommerce_create_refund', static fn() => usleep( 300000 ) );
$answer = ( new Crossdock\Apply\Refunds() )->put(
	(int) $argv[1],
	array(
		'reference'    => 'shop:1/R1/refund',
		'amount'       => '10.00',
		'currency'     => $order->get_currency(),
		'lines'        => array( array( 'line_id' => (int) $argv[2], 'quantity' => 1, 'net' => '10.00', 'taxes' => array() ) ),
		'charges'      => array(),
		'reason'       => '',
		'call_gateway' => false,
		'restock'      => true,
	)
);
echo is_wp_error( $answer ) ? $answer->get_error_code() : $answer['result'];
