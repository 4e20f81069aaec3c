<?php
/**
 * Picks who shows parcels: WooCommerce itself, else a tracking plugin, else we.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

defined( 'ABSPATH' ) || exit;

final class Adapters {
	/** @param string|null $name the one that already shows this shipment */
	public function pick( ?string $name = null ): TrackingAdapter {
		$own      = new OwnTracking();
		$adapters = array( new FulfillmentsTracking(), new PluginTracking() );
		foreach ( $adapters as $adapter ) {
			if ( $adapter->name() === $name && $adapter->available() ) {
				return $adapter;
			}
		}
		if ( $own->name() === $name ) {
			return $own;
		}
		foreach ( $adapters as $adapter ) {
			if ( $adapter->available() ) {
				return $adapter;
			}
		}
		return $own;
	}
}
