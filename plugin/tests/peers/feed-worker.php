<?php
/**
 * One process of the concurrency test: "feed CHANGES OBJECTS n" is a shopper, "agent n" an agent.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/load-site.php';

$wpdb = $GLOBALS['wpdb'];
$feed = new Crossdock\Feed\FeedTable();

if ( 'feed' === $argv[1] ) {
	mt_srand( (int) $argv[4] );
	for ( $i = 0; $i < (int) $argv[2]; $i++ ) {
		$id = mt_rand( 1, (int) $argv[3] );
		$wpdb->query( "UPDATE crossdock_test_truth SET version = version + 1 WHERE object_id = $id" );
		$feed->put( array( array( 'topic' => 'order', 'object_id' => $id, 'reason' => 'updated' ) ) );
	}
	exit( 0 );
}

$deadline = time() + 300;
do {
	$over   = null !== $wpdb->get_var( 'SELECT version FROM crossdock_test_truth WHERE object_id = -1' );
	$events = $feed->claim( 'agent-' . $argv[2], 5, 60 );
	foreach ( $events as $event ) {
		$version = (int) $wpdb->get_var( "SELECT version FROM crossdock_test_truth WHERE object_id = {$event['object_id']}" );
		$wpdb->query( "INSERT INTO crossdock_test_seen VALUES ({$event['id']}, {$event['seq']}, {$event['object_id']}, $version)" );
	}
	$feed->acknowledge( 'agent-' . $argv[2], $events );
} while ( ( ! $over || array() !== $events ) && time() < $deadline );
exit( time() < $deadline ? 0 : 1 );
