<?php
/**
 * The shipments that an order already has, kept in private order meta whatever shows them to the customer.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Value;
use WC_Abstract_Order;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Package from ShipmentFact
 * @phpstan-import-type Content from ShipmentFact
 * @phpstan-type Entry array{fingerprint: string, shipped_at: string, lines: array<int, int>, contents: list<Content>, packages: list<Package>, voided: bool, adapter: string, references: list<string>}
 */
final class ShipmentBook {
	private const META = '_crossdock_shipments';

	/** @return array<string, Entry> by shipment id, oldest first */
	public static function read( WC_Abstract_Order $order ): array {
		$book = array();
		foreach ( Value::maps( $order->get_meta( self::META ) ) as $entry ) {
			$lines = array();
			foreach ( Value::map( $entry['lines'] ?? array() ) as $line_id => $units ) {
				$lines[ (int) $line_id ] = Value::int( $units );
			}
			$book[ Value::text( $entry['id'] ?? '' ) ] = array(
				'fingerprint' => Value::text( $entry['fingerprint'] ?? '' ),
				'shipped_at'  => Value::text( $entry['shipped_at'] ?? '' ),
				'lines'       => $lines,
				'contents'    => ShipmentFact::contents( $entry['contents'] ?? array() ),
				'packages'    => ShipmentFact::packages( $entry['packages'] ?? array() ),
				'voided'      => (bool) ( $entry['voided'] ?? false ),
				'adapter'     => Value::text( $entry['adapter'] ?? '' ),
				'references'  => array_map( array( Value::class, 'text' ), array_values( Value::map( $entry['references'] ?? array() ) ) ),
			);
		}
		return $book;
	}

	/**
	 * A shipment that was taken back stays in the book without its units, so that it is known when it is told again.
	 *
	 * @param list<string> $references what the adapter calls it
	 */
	public static function write( WC_Abstract_Order $order, ShipmentFact $fact, string $adapter, array $references ): void {
		$book              = self::read( $order );
		$book[ $fact->id ] = array(
			'fingerprint' => $fact->fingerprint(),
			'shipped_at'  => $fact->shippedAt,
			'lines'       => $fact->voided ? array() : $fact->lines,
			'contents'    => $fact->voided ? array() : $fact->contents,
			'packages'    => $fact->voided ? array() : $fact->packages,
			'voided'      => $fact->voided,
			'adapter'     => $adapter,
			'references'  => $references,
		);
		$rows = array();
		foreach ( $book as $id => $entry ) {
			$rows[] = array( 'id' => (string) $id ) + $entry;
		}
		$order->update_meta_data( self::META, $rows );
		$order->save_meta_data();
	}

	/**
	 * @param array<string, Entry> $book
	 * @return array<int, int> units by line in all shipments but one
	 */
	public static function unitsExcept( array $book, string $shipment_id ): array {
		$units = array();
		foreach ( $book as $id => $entry ) {
			if ( (string) $id !== $shipment_id ) {
				foreach ( $entry['lines'] as $line_id => $count ) {
					$units[ $line_id ] = ( $units[ $line_id ] ?? 0 ) + $count;
				}
			}
		}
		return $units;
	}
}
