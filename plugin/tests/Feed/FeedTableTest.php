<?php

declare(strict_types=1);

namespace Crossdock\Tests\Feed;

use Crossdock\Feed\FeedTable;
use Crossdock\Support\Schema;
use Crossdock\Tests\TestCase;

final class FeedTableTest extends TestCase {
	private FeedTable $feed;

	protected function setUp(): void {
		parent::setUp();
		$this->feed = new FeedTable();
	}

	public function test_rows_are_claimed_oldest_first_and_only_once(): void {
		foreach ( array( 5, 3, 9 ) as $id ) {
			$this->feed->put( array( array( 'topic' => 'order', 'object_id' => $id, 'reason' => 'created' ) ) );
		}
		$first = $this->feed->claim( 'a', 2, 60 );
		self::assertSame( array( 5, 3 ), array_column( $first, 'object_id' ) );
		self::assertSame( 1, $this->feed->waiting() );
		self::assertSame( array( 9 ), array_column( $this->feed->claim( 'b', 10, 60 ), 'object_id' ) );
		self::assertSame( array(), $this->feed->claim( 'a', 10, 60 ) );
	}

	public function test_order_and_product_with_the_same_id_are_two_things(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$this->feed->put( array( array( 'topic' => 'product', 'object_id' => 5, 'reason' => 'stock' ) ) );
		self::assertCount( 2, $this->feed->claim( 'a', 10, 60 ) );
	}

	public function test_what_changed_after_the_claim_is_kept_and_free_at_once(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 6, 'reason' => 'created' ) ) );
		$claimed = $this->feed->claim( 'a', 10, 60 );
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'status' ) ) );
		self::assertSame( array( 'acknowledged' => 1, 'kept' => 1 ), $this->feed->acknowledge( 'a', $claimed ) );
		$again = $this->feed->claim( 'b', 10, 60 );
		self::assertSame( array( array( 5, 'status' ) ), array_map( static fn( $e ) => array( $e['object_id'], $e['reason'] ), $again ) );
		self::assertSame( $claimed[0]['seq'] + 1, $again[0]['seq'] );
	}

	public function test_another_workers_claim_is_not_released_by_a_late_acknowledgement(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$late = $this->feed->claim( 'a', 10, 60 );
		$this->expireLeases();
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'status' ) ) );
		self::assertCount( 1, $this->feed->claim( 'b', 10, 60 ) );
		self::assertSame( array( 'acknowledged' => 0, 'kept' => 1 ), $this->feed->acknowledge( 'a', $late ) );
		self::assertSame( array(), $this->feed->claim( 'c', 10, 60 ), 'b still works on it' );
	}

	public function test_a_lease_that_ran_out_gives_the_row_to_the_next(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$this->feed->claim( 'dead', 10, 60 );
		$this->expireLeases();
		self::assertSame( array( 5 ), array_column( $this->feed->claim( 'alive', 10, 60 ), 'object_id' ) );
	}

	public function test_a_worker_that_was_started_anew_gets_its_own_rows_again_and_no_others(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$this->feed->claim( 'a', 10, 60 );
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 6, 'reason' => 'created' ) ) );
		$this->feed->claim( 'b', 10, 60 );
		$this->feed->free( 'a' );
		self::assertSame( array( 5 ), array_column( $this->feed->claim( 'a', 10, 60 ), 'object_id' ) );
	}

	public function test_repeating_an_acknowledgement_does_no_harm(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$claimed = $this->feed->claim( 'a', 10, 60 );
		$this->feed->acknowledge( 'a', $claimed );
		self::assertSame( array( 'acknowledged' => 1, 'kept' => 0 ), $this->feed->acknowledge( 'a', $claimed ) );
	}

	public function test_seq_grows_over_acknowledgements_too(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$first = $this->feed->claim( 'a', 10, 60 );
		$this->feed->acknowledge( 'a', $first );
		usleep( 2000 );
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'updated' ) ) );
		self::assertGreaterThan( $first[0]['seq'], $this->feed->claim( 'a', 10, 60 )[0]['seq'] );
	}

	public function test_a_time_is_given_in_milliseconds_utc(): void {
		$this->feed->put( array( array( 'topic' => 'order', 'object_id' => 5, 'reason' => 'created' ) ) );
		$at = $this->feed->claim( 'a', 1, 60 )[0]['changed_at'];
		self::assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/', $at );
		self::assertLessThan( 60, abs( strtotime( $at ) - time() ) );
	}

	public function test_five_hundred_can_be_claimed_and_acknowledged_at_once(): void {
		for ( $id = 1; $id <= 500; $id++ ) {
			$this->feed->put( array( array( 'topic' => 'order', 'object_id' => $id, 'reason' => 'created' ) ) );
		}
		$claimed = $this->feed->claim( 'a', 500, 60 );
		self::assertCount( 500, $claimed );
		self::assertSame( array( 'acknowledged' => 500, 'kept' => 0 ), $this->feed->acknowledge( 'a', $claimed ) );
		self::assertSame( array(), $this->feedRows() );
	}

	private function expireLeases(): void {
		$GLOBALS['wpdb']->query( 'UPDATE ' . Schema::feedTable() . ' SET claim_until = 1 WHERE claim_until > 0' );
	}
}
