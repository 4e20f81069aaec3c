<?php
/**
 * One status row per order, so that list and order screen can speak while the agent is down.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Database;
use Crossdock\Support\Schema;
use Crossdock\Support\Time;
use Crossdock\Support\Value;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Row array{order_id: int, version: int, stage: string, erp_number: string, wms_number: string, tracking: string, attention: bool, message: string, updated_at: string}
 */
final class MirrorTable {
	/**
	 * @param list<array<string, mixed>> $rows
	 * @return array{written: int, stale: int}
	 */
	public function write( array $rows ): array {
		$written = 0;
		foreach ( $rows as $row ) {
			$row      = self::row( $row );
			$written += $this->insert( $row ) || $this->update( $row ) ? 1 : 0;
		}
		return array(
			'written' => $written,
			'stale'   => count( $rows ) - $written,
		);
	}

	/**
	 * @param list<int> $order_ids
	 * @return array<int, Row> by order id, in one query
	 */
	public function read( array $order_ids ): array {
		$wpdb = Database::connection();
		if ( array() === $order_ids ) {
			return array();
		}
		$list  = implode( ',', array_fill( 0, count( $order_ids ), '%d' ) );
		$found = array();
		foreach ( Value::maps( $wpdb->get_results( $wpdb->prepare( "SELECT * FROM %i WHERE order_id IN ($list)", Schema::mirrorTable(), ...$order_ids ), ARRAY_A ) ) as $row ) {
			$row['updated_at']         = Time::fromMilliseconds( Value::int( $row['updated_at'] ?? 0 ) );
			$row                       = self::row( $row );
			$found[ $row['order_id'] ] = $row;
		}
		return $found;
	}

	/** @return array{total: int, attention: int} */
	public function counts(): array {
		$wpdb = Database::connection();
		$row = Value::map( $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS total, SUM(attention) AS attention FROM %i', Schema::mirrorTable() ), ARRAY_A ) );
		return array(
			'total'     => Value::int( $row['total'] ?? 0 ),
			'attention' => Value::int( $row['attention'] ?? 0 ),
		);
	}

	/** @param Row $row */
	private function insert( array $row ): bool {
		$wpdb = Database::connection();
		return 1 === $wpdb->query(
			(string) $wpdb->prepare(
				'INSERT IGNORE INTO %i (order_id, version, stage, erp_number, wms_number, tracking, attention, message, updated_at) VALUES (%d, %d, %s, %s, %s, %s, %d, %s, %d)',
				Schema::mirrorTable(),
				$row['order_id'],
				$row['version'],
				$row['stage'],
				$row['erp_number'],
				$row['wms_number'],
				$row['tracking'],
				(int) $row['attention'],
				$row['message'],
				Time::toMilliseconds( $row['updated_at'] )
			)
		);
	}

	/** @param Row $row */
	private function update( array $row ): bool {
		$wpdb = Database::connection();
		return 1 === $wpdb->query(
			(string) $wpdb->prepare(
				'UPDATE %i SET version = %d, stage = %s, erp_number = %s, wms_number = %s, tracking = %s, attention = %d, message = %s, updated_at = %d WHERE order_id = %d AND version < %d',
				Schema::mirrorTable(),
				$row['version'],
				$row['stage'],
				$row['erp_number'],
				$row['wms_number'],
				$row['tracking'],
				(int) $row['attention'],
				$row['message'],
				Time::toMilliseconds( $row['updated_at'] ),
				$row['order_id'],
				$row['version']
			)
		);
	}

	/**
	 * @param array<string, mixed> $row
	 * @return Row
	 */
	private static function row( array $row ): array {
		return array(
			'order_id'   => Value::int( $row['order_id'] ?? 0 ),
			'version'    => Value::int( $row['version'] ?? 0 ),
			'stage'      => Value::text( $row['stage'] ?? '' ),
			'erp_number' => Value::text( $row['erp_number'] ?? '' ),
			'wms_number' => Value::text( $row['wms_number'] ?? '' ),
			'tracking'   => Value::text( $row['tracking'] ?? '' ),
			'attention'  => (bool) ( $row['attention'] ?? false ),
			'message'    => Value::text( $row['message'] ?? '' ),
			'updated_at' => Value::text( $row['updated_at'] ?? '' ),
		);
	}
}
