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
use WC_Product;
use WP_Post;

defined( 'ABSPATH' ) || exit;

final class Recorder {
	/** In a request longer than this, a repeated change does not wait for the end: the request may never get there. */
	private const DEFER_SECONDS = 1.0;
	private const REMEMBERED    = 1000;

	/** @var array<string, array{topic: string, id: int, at: float, again: string|null}> */
	private array $seen = array();

	/** @var array<string, true> */
	private array $topics = array();

	public function __construct( private readonly FeedTable $feed, private readonly EchoGuard $echo ) {
	}

	public function order( mixed $order, string $reason ): void {
		$this->changed( 'order', $order instanceof WC_Abstract_Order ? $order->get_id() : $order, $reason );
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
	 * Writes what changed again after its first write, for the agent may have read it in between.
	 *
	 * @return list<string> topics that were fed in this request
	 */
	public function flush(): array {
		foreach ( $this->seen as $key => $entry ) {
			if ( null !== $entry['again'] ) {
				$this->write( $key, $entry['topic'], $entry['id'], $entry['again'] );
			}
		}
		$topics       = array_keys( $this->topics );
		$this->seen   = array();
		$this->topics = array();
		return $topics;
	}

	private function changed( string $topic, mixed $id, string $reason ): void {
		if ( ! is_numeric( $id ) || (int) $id < 1 || $this->echo->muted( $topic ) ) {
			return;
		}
		$key  = $topic . ':' . (int) $id;
		$seen = $this->seen[ $key ] ?? null;
		if ( null !== $seen && microtime( true ) - $seen['at'] < self::DEFER_SECONDS ) {
			$this->seen[ $key ]['again'] = $reason;
			return;
		}
		if ( count( $this->seen ) >= self::REMEMBERED ) {
			$topics = $this->flush();
			$this->topics = array_fill_keys( $topics, true );
		}
		$this->write( $key, $topic, (int) $id, $reason );
	}

	private function write( string $key, string $topic, int $id, string $reason ): void {
		$this->seen[ $key ] = array( 'topic' => $topic, 'id' => $id, 'at' => microtime( true ), 'again' => null );
		try {
			$this->feed->put( $topic, $id, $reason );
			$this->topics[ $topic ] = true;
		} catch ( Throwable $error ) {
			unset( $this->seen[ $key ] );
			Log::error( sprintf( 'Change of %s %d was not recorded; the sweep will find it.', $topic, $id ), $error );
		}
	}
}
