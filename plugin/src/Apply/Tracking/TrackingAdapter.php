<?php
/**
 * Something that shows parcels to the customer.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentFact;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

interface TrackingAdapter {
	public function name(): string;

	public function available(): bool;

	/**
	 * Creates or replaces what is shown of one shipment, also when an earlier attempt died half way.
	 *
	 * @param list<string> $references what an earlier write returned, empty the first time
	 * @return list<string>|WP_Error
	 */
	public function write( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error;

	/**
	 * Shows no more of one shipment, also when an earlier attempt died half way or nothing was shown.
	 *
	 * @param list<string> $references what an earlier write returned
	 * @return list<string>|WP_Error what is left of it
	 */
	public function remove( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error;
}
