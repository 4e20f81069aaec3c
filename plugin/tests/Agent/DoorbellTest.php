<?php

declare(strict_types=1);

namespace Crossdock\Tests\Agent;

use Crossdock\Agent\Doorbell;
use Crossdock\Agent\Pairing;
use Crossdock\Tests\AgentPeer;
use Crossdock\Tests\TestCase;

final class DoorbellTest extends TestCase {
	public function test_a_ring_is_signed_and_names_the_topics(): void {
		$peer = new AgentPeer();
		try {
			$this->pair( $peer->url );
			( new Doorbell() )->ring( array( 'order' ) );
			$call = $peer->waitForCall();
		} finally {
			$peer->stop();
		}
		self::assertSame( array( 'POST', '/v1/doorbell', '{"topics":["order"]}' ), array( $call['method'], $call['uri'], $call['body'] ) );
		self::assertSame( '', $call['headers']['x-crossdock-actor'] ?? '' );
		$call['headers'] += array( 'x-crossdock-actor' => '' );
		self::assertSame( AgentPeer::signatureOf( $call, Pairing::current()->secret ), $call['headers']['x-crossdock-signature'] );
		self::assertLessThan( 60, abs( time() - (int) $call['headers']['x-crossdock-timestamp'] ) );
	}

	public function test_an_agent_that_hangs_costs_the_shopper_less_than_half_a_second(): void {
		$silent = stream_socket_server( 'tcp://127.0.0.1:0' );
		$this->pair( 'http://' . stream_socket_get_name( $silent, false ) );
		$took = self::quickestRing();
		fclose( $silent );
		self::assertLessThan( 0.5, $took );
	}

	public function test_an_agent_that_is_away_costs_almost_nothing(): void {
		$this->pair( 'http://127.0.0.1:' . AgentPeer::freePort() );
		self::assertLessThan( 0.1, self::quickestRing() );
	}

	/** What the doorbell itself costs, in seconds: a busy machine adds to some of the rings, but not to all. */
	private static function quickestRing(): float {
		$took = array();
		for ( $rings = 0; $rings < 10; ++$rings ) {
			$start = microtime( true );
			( new Doorbell() )->ring( array( 'order' ) );
			$took[] = microtime( true ) - $start;
		}
		return min( $took );
	}

	public function test_it_does_not_ring_unpaired_fenced_or_at_a_house_long_silent(): void {
		$rings = 0;
		$count = static function () use ( &$rings ): array {
			++$rings;
			return array( 'response' => array( 'code' => 200 ), 'body' => '' );
		};
		add_filter( 'pre_http_request', $count );
		$bell = new Doorbell();
		$bell->ring( array( 'order' ) );
		self::assertSame( 0, $rings, 'unpaired' );
		$this->pair();
		$bell->ring( array( 'order' ) );
		self::assertSame( 1, $rings, 'paired and just heard of' );
		update_option( 'crossdock_last_claim', time() - 600, false );
		$bell->ring( array( 'order' ) );
		$bell->ring( array( 'order' ) );
		self::assertSame( 2, $rings, 'one probe a minute while the agent is silent' );
		update_option( 'crossdock_last_probe', time() - 61, false );
		$bell->ring( array( 'order' ) );
		self::assertSame( 3, $rings );
		$pairing = Pairing::current();
		$pairing->withIdentity( array( 'address' => 'elsewhere.example' ) + $pairing->identity )->store();
		update_option( 'crossdock_last_claim', time(), false );
		$bell->ring( array( 'order' ) );
		remove_filter( 'pre_http_request', $count );
		self::assertSame( 3, $rings, 'fenced' );
	}
}
