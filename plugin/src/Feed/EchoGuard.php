<?php
/**
 * Keeps the agent's own writes out of the feed, or every write would come back as news.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Feed;

use Crossdock\Agent\Access;
use WP_REST_Request;

defined( 'ABSPATH' ) || exit;

final class EchoGuard {
	/** @var array<string, int> how deep each topic is muted */
	private array $depth = array();

	/** Only what the agent writes itself is muted: the stock that an order gives back is news about a product. */
	private const ROUTES = array(
		'#^/wc/v\d+/orders(/|$)#'   => 'order',
		'#^/wc/v\d+/products(/|$)#' => 'product',
	);

	public function muted( string $topic ): bool {
		return ( $this->depth[ $topic ] ?? 0 ) > 0;
	}

	/**
	 * @template T
	 * @param callable(): T $work
	 * @return T
	 */
	public function quietly( string $topic, callable $work ): mixed {
		$this->depth[ $topic ] = ( $this->depth[ $topic ] ?? 0 ) + 1;
		try {
			return $work();
		} finally {
			--$this->depth[ $topic ];
		}
	}

	public function enter( mixed $response, mixed $request ): mixed {
		$topic = self::topicOf( $request );
		if ( null !== $topic ) {
			$this->depth[ $topic ] = ( $this->depth[ $topic ] ?? 0 ) + 1;
		}
		return $response;
	}

	public function leave( mixed $response, mixed $request ): mixed {
		$topic = self::topicOf( $request );
		if ( null !== $topic && ( $this->depth[ $topic ] ?? 0 ) > 0 ) {
			--$this->depth[ $topic ];
		}
		return $response;
	}

	private static function topicOf( mixed $request ): ?string {
		if ( ! $request instanceof WP_REST_Request ) {
			return null;
		}
		foreach ( self::ROUTES as $pattern => $topic ) {
			if ( 1 === preg_match( $pattern, $request->get_route() ) ) {
				return Access::currentUserIsAgent() ? $topic : null;
			}
		}
		return null;
	}
}
