<?php
/**
 * WooCommerce's own Fulfillments (10.1 and later, off by default).
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Automattic\WooCommerce\Utilities\FeaturesUtil;
use Crossdock\Apply\ShipmentFact;
use Crossdock\Support\Value;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

final class FulfillmentsTracking implements TrackingAdapter {
	/** Private, so that it is not printed in e-mails, and ours, so that a crash before we noted the id does no harm. */
	private const MARK = '_crossdock_shipment_id';

	public function name(): string {
		return 'fulfillments';
	}

	public function available(): bool {
		return class_exists( FeaturesUtil::class ) && FeaturesUtil::feature_is_enabled( 'fulfillments' );
	}

	public function write( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error {
		$base = '/wc/v3/orders/' . $order->get_id() . '/fulfillments';
		$id   = $references[0] ?? $this->find( $base, $fact->id );
		if ( $id instanceof WP_Error ) {
			return $id;
		}
		$answer = '' === $id ? InnerRest::call( 'POST', $base, $this->body( $fact ) ) : InnerRest::call( 'PUT', "$base/$id", $this->body( $fact ) );
		if ( $answer instanceof WP_Error ) {
			return $answer;
		}
		return '' === $id ? array( self::idOf( self::unwrap( $answer, 'fulfillment' ) ) ) : array( $id );
	}

	public function remove( WC_Order $order, ShipmentFact $fact, array $references ): array|WP_Error {
		$base = '/wc/v3/orders/' . $order->get_id() . '/fulfillments';
		// Asked for by our mark and not by the id that we noted: somebody in the shop may have deleted it already.
		$id = $this->find( $base, $fact->id );
		if ( $id instanceof WP_Error || '' === $id ) {
			return $id instanceof WP_Error ? $id : array();
		}
		$gone = InnerRest::call( 'DELETE', "$base/$id", array( 'notify_customer' => false ) );
		return $gone instanceof WP_Error ? $gone : array();
	}

	private function find( string $base, string $shipment_id ): string|WP_Error {
		$answer = InnerRest::call( 'GET', $base );
		if ( $answer instanceof WP_Error ) {
			return $answer;
		}
		foreach ( Value::maps( self::unwrap( $answer, 'fulfillments' ) ) as $fulfillment ) {
			foreach ( Value::maps( $fulfillment['meta_data'] ?? array() ) as $meta ) {
				if ( self::MARK === ( $meta['key'] ?? '' ) && Value::text( $meta['value'] ?? '' ) === $shipment_id ) {
					return self::idOf( $fulfillment );
				}
			}
		}
		return '';
	}

	/**
	 * A PUT replaces all meta, so every write sends the whole. Entries need an id of 0 before 10.9.
	 *
	 * @return array<string, mixed>
	 */
	private function body( ShipmentFact $fact ): array {
		$first = $fact->packages[0] ?? array( 'number' => '', 'carrier' => '', 'carrier_name' => '', 'url' => '' );
		$items = array();
		foreach ( $fact->lines as $line_id => $units ) {
			$items[] = array( 'item_id' => $line_id, 'qty' => $units );
		}
		$known = $this->knows( $first['carrier'] );
		$meta  = array(
			'_items'             => $items,
			'_tracking_number'   => implode( ', ', array_filter( array_column( $fact->packages, 'number' ) ) ),
			'_tracking_url'      => $first['url'],
			'_shipment_provider' => $known ? $first['carrier'] : 'other',
			'_provider_name'     => $known ? '' : ( '' !== $first['carrier_name'] ? $first['carrier_name'] : $first['carrier'] ),
			'_date_fulfilled'    => gmdate( 'Y-m-d H:i:s', (int) strtotime( $fact->shippedAt ) ),
			self::MARK           => $fact->id,
		);
		$list = array();
		foreach ( $meta as $key => $value ) {
			if ( '' !== $value ) {
				$list[] = array( 'id' => 0, 'key' => $key, 'value' => $value );
			}
		}
		// The customer is told by a note of our own; a second e-mail would be one too many.
		return array( 'status' => 'fulfilled', 'is_fulfilled' => true, 'notify_customer' => false, 'meta_data' => $list );
	}

	private function knows( string $carrier ): bool {
		$providers = apply_filters( 'woocommerce_fulfillment_shipping_providers', array() );
		foreach ( is_array( $providers ) ? $providers : array() as $key => $provider ) {
			if ( '' !== $carrier && ( $key === $carrier || self::providerKey( $provider ) === $carrier ) ) {
				return true;
			}
		}
		return false;
	}

	private static function providerKey( mixed $provider ): string {
		if ( is_string( $provider ) && class_exists( $provider ) ) {
			$provider = function_exists( 'wc_get_container' ) && wc_get_container()->has( $provider ) ? wc_get_container()->get( $provider ) : new $provider();
		}
		return is_object( $provider ) && method_exists( $provider, 'get_key' ) ? Value::text( $provider->get_key() ) : '';
	}

	/** Up to 10.2 answers come wrapped. */
	private static function unwrap( mixed $answer, string $name ): mixed {
		return Value::map( $answer )[ $name ] ?? $answer;
	}

	private static function idOf( mixed $fulfillment ): string {
		$fulfillment = Value::map( $fulfillment );
		return Value::text( $fulfillment['id'] ?? $fulfillment['fulfillment_id'] ?? '' );
	}
}
