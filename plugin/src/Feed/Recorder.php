<?php
/**
 * Puts changed objects into the feed. Runs inside checkouts: never throws, writes little.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Feed;

use Crossdock\Support\Log;
use Throwable;
use WC_Abstract_Order;
use WC_Order_Refund;
use WC_Product;
use WP_Post;

defined( 'ABSPATH' ) || exit;

final class Recorder {
	/** Long requests may never get to their end, so what waits for it does not wait longer than this. */
	private const PATIENCE_SECONDS = 1.0;
	private const MOST_WAITING     = 500;

	/** @var array<string, true> objects that were written in this stretch of time */
	private array $written = array();

	/** @var array<string, array{topic: string, object_id: int, reason: string}> */
	private array $waiting = array();

	/** @var array<string, true> */
	private array $topics = array();

	private float $since = 0.0;

	public function __construct( private readonly FeedTable $feed, private readonly EchoGuard $echo ) {
	}

	public function order( mixed $order, string $reason ): void {
		$this->changed( 'order', $order instanceof WC_Abstract_Order ? $order->get_id() : $order, $reason );
	}

	/** Twice, because the refund is still there now: the agent may read the order before it has gone, and must then read it again. */
	public function refundGoes( mixed $answer, mixed $refund ): mixed {
		if ( null === $answer && $refund instanceof WC_Order_Refund && $refund->get_parent_id() > 0 ) {
			$this->order( $refund->get_parent_id(), 'refunded' );
			$this->order( $refund->get_parent_id(), 'refunded' );
		}
		return $answer;
	}

	public function product( mixed $product, string $reason ): void {
		$this->changed( 'product', $product instanceof WC_Product ? $product->get_id() : $product, $reason );
	}

	public function post( mixed $id, mixed $post, string $reason ): void {
		try {
			$type  = $post instanceof WP_Post ? $post->post_type : ( is_numeric( $id ) ? get_post_type( (int) $id ) : '' );
			$topic = match ( $type ) {
				'shop_order' => 'order',
				'product', 'product_variation' => 'product',
				default => null,
			};
			if ( null !== $topic ) {
				$this->changed( $topic, $id, $reason );
			}
		} catch ( Throwable $error ) {
			Log::error( 'A change was not recorded; the sweep will find it.', $error );
		}
	}

	/**
	 * Writes what still waits, in one statement: products, and orders that changed again after their first write, for the agent may have read
	 * them in between.
	 *
	 * @return list<string> topics that were fed in this request
	 */
	public function flush(): array {
		$this->writeOut();
		$topics       = array_keys( $this->topics );
		$this->topics = array();
		$this->since  = 0.0;
		return $topics;
	}

	/** An order is written at its first hook, so that a crash cannot lose it; a product that a checkout touches can wait until the shopper has gone. */
	private function changed( string $topic, mixed $id, string $reason ): void {
		if ( ! is_numeric( $id ) || (int) $id < 1 || $this->echo->muted( $topic ) ) {
			return;
		}
		if ( microtime( true ) - $this->since >= self::PATIENCE_SECONDS || count( $this->waiting ) >= self::MOST_WAITING ) {
			$this->writeOut();
			$this->since = microtime( true );
		}
		$key    = $topic . ':' . (int) $id;
		$change = array( 'topic' => $topic, 'object_id' => (int) $id, 'reason' => $reason );
		if ( 'order' === $topic && ! isset( $this->written[ $key ] ) ) {
			$this->written[ $key ] = true;
			$this->write( array( $change ) );
		} else {
			$this->waiting[ $key ] = $change;
		}
	}

	private function writeOut(): void {
		// Always in the same order, or two requests with the same products could lock each other out.
		ksort( $this->waiting );
		$changes       = array_values( $this->waiting );
		$this->waiting = array();
		$this->written = array();
		if ( array() !== $changes ) {
			$this->write( $changes );
		}
	}

	/** @param non-empty-list<array{topic: string, object_id: int, reason: string}> $changes */
	private function write( array $changes ): void {
		try {
			$this->feed->put( $changes );
			$this->topics += array_fill_keys( array_column( $changes, 'topic' ), true );
		} catch ( Throwable $error ) {
			Log::error( sprintf( 'Changes were not recorded (%d, the first is %s %d); the sweep will find them.', count( $changes ), $changes[0]['topic'], $changes[0]['object_id'] ), $error );
		}
	}
}
