<?php

declare(strict_types=1);

namespace Crossdock\Tests\Feed;

use Crossdock\Tests\TestCase;

/** Locks are only real on MySQL and MariaDB. */
final class FeedConcurrencyTest extends TestCase {
	private const FEEDERS = 4;
	private const AGENTS  = 3;
	private const CHANGES = 250;
	private const OBJECTS = 30;

	public function test_parallel_shoppers_and_agents_lose_nothing_and_double_nothing(): void {
		if ( $this->onSqlite() ) {
			self::markTestSkipped( 'SQLite has one writer at a time, so there is nothing to race; run this on MariaDB.' );
		}
		$wpdb = $GLOBALS['wpdb'];
		$wpdb->query( 'DROP TABLE IF EXISTS crossdock_test_truth, crossdock_test_seen' );
		$wpdb->query( 'CREATE TABLE crossdock_test_truth (object_id INT PRIMARY KEY, version INT NOT NULL) ENGINE=InnoDB' );
		$wpdb->query( 'CREATE TABLE crossdock_test_seen (row_id BIGINT, seq BIGINT, object_id INT, version INT, KEY (object_id)) ENGINE=InnoDB' );
		for ( $id = 1; $id <= self::OBJECTS; $id++ ) {
			$wpdb->query( "INSERT INTO crossdock_test_truth VALUES ($id, 0)" );
		}
		$feeders = $this->start( self::FEEDERS, 'feed', (string) self::CHANGES, (string) self::OBJECTS );
		$agents  = $this->start( self::AGENTS, 'agent' );
		$this->finish( $feeders );
		$wpdb->query( 'INSERT INTO crossdock_test_truth VALUES (-1, 1)' );
		$this->finish( $agents );

		self::assertSame( self::FEEDERS * self::CHANGES, (int) $wpdb->get_var( 'SELECT SUM(version) FROM crossdock_test_truth WHERE object_id > 0' ) );
		self::assertSame( array(), $this->feedRows(), 'everything was acknowledged' );
		$lost = $wpdb->get_results( 'SELECT t.object_id, t.version, MAX(s.version) AS seen FROM crossdock_test_truth t LEFT JOIN crossdock_test_seen s ON s.object_id = t.object_id WHERE t.object_id > 0 GROUP BY t.object_id, t.version HAVING seen IS NULL OR seen < t.version', ARRAY_A );
		self::assertSame( array(), $lost, 'the last change of every object was seen' );
		$doubled = $wpdb->get_results( 'SELECT row_id, seq, COUNT(*) AS times FROM crossdock_test_seen GROUP BY row_id, seq HAVING times > 1', ARRAY_A );
		self::assertSame( array(), $doubled, 'no change was given to two agents' );
		self::assertGreaterThan( self::OBJECTS, (int) $wpdb->get_var( 'SELECT COUNT(*) FROM crossdock_test_seen' ), 'agents and shoppers did overlap' );
	}

	/** @return list<array{resource, array<int, resource>}> */
	private function start( int $count, string ...$arguments ): array {
		$running = array();
		for ( $i = 1; $i <= $count; $i++ ) {
			$process   = proc_open( array( PHP_BINARY, dirname( __DIR__ ) . '/peers/feed-worker.php', ...$arguments, (string) $i ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'pipe', 'w' ) ), $pipes );
			$running[] = array( $process, $pipes );
		}
		return $running;
	}

	/** @param list<array{resource, array<int, resource>}> $running */
	private function finish( array $running ): void {
		foreach ( $running as list( $process, $pipes ) ) {
			$said = stream_get_contents( $pipes[1] ) . stream_get_contents( $pipes[2] );
			self::assertSame( 0, proc_close( $process ), $said );
		}
	}
}
