<?php
/**
 * Our own plain way to show parcels, for shops that have no other.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentFact;
use WC_Order;

defined( 'ABSPATH' ) || exit;

final class OwnTracking implements TrackingAdapter {
	public const NAME = 'own';

	public function name(): string {
		return self::NAME;
	}

	public function available(): bool {
		return true;
	}

	/** The shipment book of the order is all that this one needs; ParcelBlock shows it. */
	public function write( WC_Order $order, ShipmentFact $fact, array $references ): array {
		return array();
	}

	public function remove( WC_Order $order, ShipmentFact $fact, array $references ): array {
		return array();
	}
}
