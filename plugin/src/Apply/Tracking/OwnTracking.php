<?php
/**
 * Our own plain way to show parcels, for shops that have no other.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentBook;
use Crossdock\Apply\ShipmentFact;
use Crossdock\Support\Log;
use Throwable;
use WC_Order;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Package from ShipmentFact
 */
final class OwnTracking implements TrackingAdapter {
	private const NAME = 'own';

	public function name(): string {
		return self::NAME;
	}

	public function available(): bool {
		return true;
	}

	/** The shipment book of the order is all that this one needs. */
	public function write( WC_Order $order, ShipmentFact $fact, array $references ): array {
		return array();
	}

	public static function onOrderPage( mixed $order ): void {
		$packages = self::packagesOf( $order );
		if ( array() === $packages ) {
			return;
		}
		echo '<section class="crossdock-parcels"><h2>' . esc_html__( 'Your parcels', 'crossdock' ) . '</h2><ul>';
		foreach ( $packages as $package ) {
			echo '<li>' . wp_kses_post( self::html( $package ) ) . '</li>';
		}
		echo '</ul></section>';
	}

	public static function inEmail( mixed $order, bool $plain ): void {
		$packages = self::packagesOf( $order );
		if ( array() === $packages ) {
			return;
		}
		if ( ! $plain ) {
			self::onOrderPage( $order );
			return;
		}
		echo "\n" . esc_html__( 'Your parcels', 'crossdock' ) . "\n";
		foreach ( $packages as $package ) {
			echo esc_html( trim( self::carrier( $package ) . ' ' . $package['number'] ) . ' ' ) . esc_url( $package['url'] ) . "\n";
		}
	}

	/** @return list<Package> */
	private static function packagesOf( mixed $order ): array {
		try {
			$packages = array();
			foreach ( $order instanceof WC_Order ? ShipmentBook::read( $order ) : array() as $entry ) {
				if ( self::NAME === $entry['adapter'] ) {
					array_push( $packages, ...$entry['packages'] );
				}
			}
			return $packages;
		} catch ( Throwable $error ) {
			Log::error( 'Parcels could not be shown.', $error );
			return array();
		}
	}

	/** @param Package $package */
	private static function html( array $package ): string {
		$number = '' === $package['url']
			? esc_html( $package['number'] )
			: '<a href="' . esc_url( $package['url'] ) . '" rel="noopener noreferrer">' . esc_html( '' === $package['number'] ? __( 'Follow the parcel', 'crossdock' ) : $package['number'] ) . '</a>';
		return trim( esc_html( self::carrier( $package ) ) . ' ' . $number );
	}

	/** @param Package $package */
	private static function carrier( array $package ): string {
		return '' === $package['carrier_name'] ? $package['carrier'] : $package['carrier_name'];
	}
}
