<?php
/**
 * Tells the customer's order that goods have left: idempotent by the warehouse's shipment id.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Apply\Tracking\Adapters;
use Crossdock\Feed\EchoGuard;
use Crossdock\Support\Lock;
use Crossdock\Support\Problem;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class Shipments {
	public function __construct( private readonly Adapters $adapters, private readonly EchoGuard $echo ) {
	}

	/**
	 * @param array<string, mixed> $body
	 * @return array{result: string, adapter: string}|WP_Error
	 */
	public function put( int $order_id, string $shipment_id, array $body ): array|WP_Error {
		$fact = ShipmentFact::parse( $shipment_id, $body );
		if ( $fact instanceof WP_Error ) {
			return wc_get_order( $order_id ) instanceof WC_Order ? $fact : Problem::orderNotFound( $order_id );
		}
		// A repeat after a time-out may come while the first attempt is still running.
		return Lock::with( 'order_' . $order_id, fn() => $this->echo->quietly( 'order', fn() => $this->apply( $order_id, $fact ) ) );
	}

	/** @return array{result: string, adapter: string}|WP_Error */
	private function apply( int $order_id, ShipmentFact $fact ): array|WP_Error {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof WC_Order ) {
			return Problem::orderNotFound( $order_id );
		}
		$book    = ShipmentBook::read( $order );
		$known   = $book[ $fact->id ] ?? null;
		$adapter = $this->adapters->pick( $known['adapter'] ?? null );
		$same    = null !== $known && $known['fingerprint'] === $fact->fingerprint();
		if ( ! $same ) {
			$wrong = $fact->voided ? null : $fact->checkAgainst( $order, ShipmentBook::unitsExcept( $book, $fact->id ) );
			if ( null !== $wrong ) {
				return $wrong;
			}
			$before     = null !== $known && $known['adapter'] === $adapter->name() ? $known['references'] : array();
			$references = $fact->voided ? $adapter->remove( $order, $fact, $before ) : $adapter->write( $order, $fact, $before );
			if ( $references instanceof WP_Error ) {
				return $references;
			}
			ShipmentBook::write( $order, $fact, $adapter->name(), $references );
		}
		if ( '' !== $fact->message ) {
			OrderNote::once( $order, 'shipment:' . $fact->id . ':' . $fact->message, $fact->message, true );
		}
		return array(
			'result'  => self::resultOf( $same, $fact->voided, null !== $known, $known['voided'] ?? true ),
			'adapter' => $same ? $known['adapter'] : $adapter->name(),
		);
	}

	private static function resultOf( bool $same, bool $voided, bool $known, bool $was_gone ): string {
		if ( $same || ( $voided && $was_gone ) ) {
			return 'unchanged';
		}
		return $voided ? 'voided' : ( $known ? 'updated' : 'created' );
	}
}
