<?php
/**
 * The agent's stages in words for people.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

defined( 'ABSPATH' ) || exit;

final class Stage {
	/** A stage that this version does not know is shown as it is. */
	public static function label( string $stage ): string {
		return match ( $stage ) {
			'ignored'           => __( 'Not sent yet', 'crossdock' ),
			'blocked'           => __( 'Needs a person', 'crossdock' ),
			'held'              => __( 'On hold', 'crossdock' ),
			'received'          => __( 'Received', 'crossdock' ),
			'accepted'          => __( 'Accepted by the ERP', 'crossdock' ),
			'reserved'          => __( 'Stock reserved', 'crossdock' ),
			'backordered'       => __( 'Waits for stock', 'crossdock' ),
			'released'          => __( 'At the warehouse', 'crossdock' ),
			'picked'            => __( 'Picked', 'crossdock' ),
			'packed'            => __( 'Packed', 'crossdock' ),
			'partially-shipped' => __( 'Partly shipped', 'crossdock' ),
			'shipped'           => __( 'Shipped', 'crossdock' ),
			'completed'         => __( 'Completed', 'crossdock' ),
			'cancelling'        => __( 'Being cancelled', 'crossdock' ),
			'cancelled'         => __( 'Cancelled', 'crossdock' ),
			default             => $stage,
		};
	}
}
