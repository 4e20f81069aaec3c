<?php
/**
 * A shipment as the agent tells it, checked against the order.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Problem;
use Crossdock\Support\Value;
use WC_Order;
use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Package array{number: string, carrier: string, carrier_name: string, url: string}
 * @phpstan-type Content array{line: int, units: int, sku: string, package: int|null}
 */
final class ShipmentFact {
	/**
	 * @param array<int, int> $lines    units by order line id
	 * @param list<Content>   $contents the same in detail: what really lies in which parcel
	 * @param list<Package>   $packages
	 */
	private function __construct(
		public readonly string $id,
		public readonly string $shippedAt,
		public readonly array $lines,
		public readonly array $contents,
		public readonly array $packages,
		public readonly bool $voided,
		public readonly string $message,
	) {
	}

	/** @param array<string, mixed> $body */
	public static function parse( string $id, array $body ): self|WP_Error {
		$lines    = array();
		$contents = array();
		foreach ( Value::maps( $body['lines'] ?? array() ) as $line ) {
			$quantity = $line['quantity'] ?? 0;
			if ( ! is_numeric( $quantity ) || (float) $quantity < 1 || floor( (float) $quantity ) !== (float) $quantity ) {
				return self::wrong( __( 'Units must be whole numbers above zero.', 'crossdock' ), Value::int( $line['line_id'] ?? 0 ) );
			}
			$line_id           = Value::int( $line['line_id'] ?? 0 );
			$lines[ $line_id ] = ( $lines[ $line_id ] ?? 0 ) + (int) $quantity;
			$contents[]        = array( 'line_id' => $line_id, 'quantity' => $quantity ) + $line;
		}
		if ( array() === $lines ) {
			return self::wrong( __( 'The shipment names no order lines.', 'crossdock' ), 0 );
		}
		ksort( $lines );
		return new self(
			$id,
			Value::text( $body['shipped_at'] ?? '' ),
			$lines,
			self::contents( $contents ),
			self::packages( $body['packages'] ?? array() ),
			true === ( $body['voided'] ?? false ),
			trim( Value::text( $body['message'] ?? '' ) )
		);
	}

	/** @param array<int, int> $elsewhere units by line that other shipments of the order hold */
	public function checkAgainst( WC_Order $order, array $elsewhere ): ?WP_Error {
		$items = $order->get_items();
		foreach ( $this->lines as $line_id => $units ) {
			if ( ! isset( $items[ $line_id ] ) ) {
				return self::wrong( __( 'The order has no such line.', 'crossdock' ), $line_id );
			}
			$ordered = (float) $items[ $line_id ]->get_quantity();
			$sum     = $units + ( $elsewhere[ $line_id ] ?? 0 );
			if ( $sum > $ordered ) {
				/* translators: 1: units shipped in all, 2: units ordered */
				return self::wrong( sprintf( __( 'With this shipment %1$d units would be shipped, but only %2$s were ordered.', 'crossdock' ), $sum, (string) $ordered ), $line_id );
			}
		}
		return null;
	}

	/** Changes when anything that the customer can see changes. */
	public function fingerprint(): string {
		return hash( 'sha256', (string) wp_json_encode( array( $this->shippedAt, $this->contents, $this->packages, $this->voided ) ) );
	}

	/**
	 * @param mixed $contents as sent by the agent or as stored
	 * @return list<Content>
	 */
	public static function contents( mixed $contents ): array {
		return array_map(
			static fn( array $row ) => array(
				'line'    => Value::int( $row['line'] ?? $row['line_id'] ?? 0 ),
				'units'   => Value::int( $row['units'] ?? $row['quantity'] ?? 0 ),
				'sku'     => sanitize_text_field( Value::text( $row['sku'] ?? '' ) ),
				'package' => is_numeric( $row['package'] ?? null ) ? Value::int( $row['package'] ) : null,
			),
			Value::maps( $contents )
		);
	}

	/** @return list<Package> */
	public static function packages( mixed $packages ): array {
		return array_map(
			static fn( array $package ) => array(
				'number'       => sanitize_text_field( Value::text( $package['number'] ?? '' ) ),
				'carrier'      => sanitize_text_field( Value::text( $package['carrier'] ?? '' ) ),
				'carrier_name' => sanitize_text_field( Value::text( $package['carrier_name'] ?? '' ) ),
				'url'          => esc_url_raw( Value::text( $package['url'] ?? '' ), array( 'http', 'https' ) ),
			),
			Value::maps( $packages )
		);
	}

	private static function wrong( string $why, int $line_id ): WP_Error {
		return Problem::make( 'quantity_invalid', $why, 422, array( 'line_id' => $line_id ) );
	}
}
