<?php
/**
 * WooCommerce Shipment Tracking and Advanced Shipment Tracking, which speak the same REST.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentFact;
use Crossdock\Support\Value;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class PluginTracking implements TrackingAdapter {
	public function name(): string {
		return 'shipment-tracking';
	}

	public function available(): bool {
		return class_exists( 'WC_Shipment_Tracking' ) || function_exists( 'wc_st_add_tracking_number' ) || class_exists( 'WC_Advanced_Shipment_Tracking_Actions' ) || function_exists( 'ast_insert_tracking_number' );
	}

	public function write( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error {
		$base  = '/wc-shipment-tracking/v3/orders/' . $order->get_id() . '/shipment-trackings';
		$there = InnerRest::call( 'GET', $base );
		if ( $there instanceof WP_Error ) {
			return $there;
		}
		$by_number = array();
		foreach ( Value::maps( $there ) as $tracking ) {
			$id = Value::text( $tracking['tracking_id'] ?? '' );
			if ( ! in_array( $id, $references, true ) ) {
				$by_number[ Value::text( $tracking['tracking_number'] ?? '' ) ] = $id;
				continue;
			}
			// These plugins cannot change a number, only remove it and add another.
			$gone = InnerRest::call( 'DELETE', "$base/$id" );
			if ( $gone instanceof WP_Error ) {
				return $gone;
			}
		}
		$ids = array();
		foreach ( $fact->packages as $package ) {
			if ( '' === $package['number'] ) {
				continue;
			}
			$id = $by_number[ $package['number'] ] ?? null;
			if ( null === $id ) {
				$made = InnerRest::call( 'POST', $base, self::body( $package, $fact->shippedAt ) );
				if ( $made instanceof WP_Error ) {
					return $made;
				}
				$id = Value::text( Value::map( $made )['tracking_id'] ?? '' );
			}
			$ids[] = $id;
		}
		return $ids;
	}

	public function remove( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error {
		$base  = '/wc-shipment-tracking/v3/orders/' . $order->get_id() . '/shipment-trackings';
		$there = InnerRest::call( 'GET', $base );
		if ( $there instanceof WP_Error ) {
			return $there;
		}
		$numbers = array_filter( array_column( $fact->packages, 'number' ) );
		foreach ( Value::maps( $there ) as $tracking ) {
			$id   = Value::text( $tracking['tracking_id'] ?? '' );
			$ours = array() === $references ? in_array( Value::text( $tracking['tracking_number'] ?? '' ), $numbers, true ) : in_array( $id, $references, true );
			$gone = $ours ? InnerRest::call( 'DELETE', "$base/$id" ) : null;
			if ( $gone instanceof WP_Error ) {
				return $gone;
			}
		}
		return array();
	}

	/**
	 * @param array{number: string, carrier: string, carrier_name: string, url: string} $package
	 * @return array<string, string>
	 */
	private static function body( array $package, string $shipped_at ): array {
		$body = array(
			'tracking_number' => $package['number'],
			'date_shipped'    => gmdate( 'Y-m-d', (int) strtotime( $shipped_at ) ),
		);
		return '' === $package['url']
			? $body + array( 'tracking_provider' => $package['carrier'] )
			: $body + array(
				'custom_tracking_provider' => '' !== $package['carrier_name'] ? $package['carrier_name'] : $package['carrier'],
				'custom_tracking_link'     => $package['url'],
			);
	}
}
