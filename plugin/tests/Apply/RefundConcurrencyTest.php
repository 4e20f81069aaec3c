<?php

declare(strict_types=1);

namespace Crossdock\Tests\Apply;

use Crossdock\Tests\TestCase;

/** Several processes, because a lock within one proves nothing. */
final class RefundConcurrencyTest extends TestCase {
	public function test_the_same_refund_sent_several_times_at_once_is_made_once(): void {
		if ( $this->onSqlite() ) {
			self::markTestSkipped( 'SQLite has one writer at a time, so there is nothing to race; run this on MariaDB.' );
		}
		$order   = $this->order( 'processing', 3 );
		$running = array();
		for ( $i = 0; $i < 4; $i++ ) {
			$process   = proc_open( array( PHP_BINARY, dirname( __DIR__ ) . '/peers/refund-worker.php', (string) $order->get_id(), (string) $this->lineOf( $order ) ), array( 1 => array( 'pipe', 'w' ), 2 => array( 'pipe', 'w' ) ), $pipes );
			$running[] = array( $process, $pipes );
		}
		$said = array();
		foreach ( $running as list( $process, $pipes ) ) {
			$said[] = trim( stream_get_contents( $pipes[1] ) . stream_get_contents( $pipes[2] ) );
			proc_close( $process );
		}
		sort( $said );
		self::assertSame( array( 'created', 'unchanged', 'unchanged', 'unchanged' ), $said );
		self::assertSame( 1, (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->prefix}wc_orders WHERE type = 'shop_order_refund' AND parent_order_id = {$order->get_id()}" ) );
	}
}
