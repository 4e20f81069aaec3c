<?php
/**
 * What of an order lies in which parcel, and what is still to come, in words for the customer.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentBook;
use Crossdock\Apply\ShipmentFact;
use Crossdock\Support\Value;
use WC_Order;
use WC_Order_Item_Product;
use WC_Product;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Package from ShipmentFact
 * @phpstan-import-type Content from ShipmentFact
 * @phpstan-import-type Entry from ShipmentBook
 * @phpstan-type Parcel array{package: Package|null, contents: list<string>}
 */
final class ParcelContents {
	/** In these states nothing will follow, whatever has been sent. */
	private const OVER = array( 'completed', 'cancelled', 'refunded', 'failed', 'trash' );

	/** @return list<Parcel> all texts plain */
	public static function parcels( WC_Order $order ): array {
		$parcels = array();
		foreach ( self::shown( $order ) as $entry ) {
			array_push( $parcels, ...self::parcelsOf( $order, $entry ) );
		}
		return $parcels;
	}

	/** @return list<string> what was ordered and neither refunded nor sent; nothing before the first parcel */
	public static function stillToCome( WC_Order $order ): array {
		$book = ShipmentBook::read( $order );
		if ( array() === self::shown( $order ) || in_array( $order->get_status(), self::OVER, true ) ) {
			return array();
		}
		$sent = ShipmentBook::unitsExcept( $book, '' );
		$rest = array();
		foreach ( $order->get_items() as $id => $item ) {
			if ( ! $item instanceof WC_Order_Item_Product || ! self::isSent( $item ) ) {
				continue;
			}
			$units = (float) $item->get_quantity() + (float) $order->get_qty_refunded_for_item( (int) $id ) - ( $sent[ (int) $id ] ?? 0 );
			if ( $units > 0 ) {
				$rest[] = self::text( (string) $units, $item->get_name() );
			}
		}
		return $rest;
	}

	/** @return array<string, Entry> */
	private static function shown( WC_Order $order ): array {
		return array_filter( ShipmentBook::read( $order ), static fn( array $entry ) => OwnTracking::NAME === $entry['adapter'] && ! $entry['voided'] );
	}

	/**
	 * What the warehouse did not assign to a parcel is listed with the only one, or below several.
	 *
	 * @param Entry $entry
	 * @return list<Parcel>
	 */
	private static function parcelsOf( WC_Order $order, array $entry ): array {
		$packages = $entry['packages'];
		$parcels  = array_map( static fn( array $package ) => array( 'package' => $package, 'contents' => array() ), $packages );
		$loose    = array();
		foreach ( $entry['contents'] as $content ) {
			$at = $content['package'] ?? ( 1 === count( $packages ) ? 0 : null );
			if ( null !== $at && isset( $parcels[ $at ] ) ) {
				$parcels[ $at ]['contents'][] = self::contentText( $order, $content );
			} else {
				$loose[] = self::contentText( $order, $content );
			}
		}
		return array() === $loose ? $parcels : array( ...$parcels, array( 'package' => null, 'contents' => $loose ) );
	}

	/** @param Content $content */
	private static function contentText( WC_Order $order, array $content ): string {
		$item    = $order->get_items()[ $content['line'] ] ?? null;
		$name    = null === $item ? '' : $item->get_name();
		$product = $item instanceof WC_Order_Item_Product ? $item->get_product() : false;
		$ordered = $product instanceof WC_Product ? Value::text( $product->get_sku() ) : '';
		if ( '' === $content['sku'] || '' === $ordered || $ordered === $content['sku'] ) {
			return self::text( (string) $content['units'], $name );
		}
		/* translators: 1: product that is in the parcel, 2: product that was ordered */
		return self::text( (string) $content['units'], sprintf( __( '%1$s (instead of %2$s)', 'crossdock' ), self::nameOf( $content['sku'] ), $name ) );
	}

	private static function nameOf( string $sku ): string {
		$product = wc_get_product( wc_get_product_id_by_sku( $sku ) );
		return $product instanceof WC_Product ? $product->get_name() : $sku;
	}

	private static function text( string $units, string $name ): string {
		/* translators: 1: count, 2: product */
		return sprintf( __( '%1$s × %2$s', 'crossdock' ), $units, $name );
	}

	/** Downloads and services come in no parcel. */
	private static function isSent( WC_Order_Item_Product $item ): bool {
		$product = $item->get_product();
		return ! $product instanceof WC_Product || ! $product->is_virtual();
	}
}
