<?php
/**
 * Order ids and counts for the completeness proof, read from whichever table the shop keeps its orders in.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Agent\SiteIdentity;
use Crossdock\Support\Database;
use Crossdock\Support\Value;

defined( 'ABSPATH' ) || exit;

/**
 * WC_Order_Query can neither page by id nor count by status in one go, so this reads the tables themselves, and only reads.
 */
final class OrderIds {
	private const PAID = array( 'wc-processing', 'wc-completed' );

	/** @return array{orders: list<array{id: int, status: string, modified_at: string}>, total: int} */
	public static function paid( string $since, int $after_id, int $limit ): array {
		$wpdb = Database::connection();
		$c     = self::columns();
		$from  = self::gmt( $since );
		$where = array( $c['table'], $c['type'], $c['status'], ...self::PAID, $c['created'], $from );
		$rows  = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT %i AS id, %i AS status, %i AS modified FROM %i WHERE %i = 'shop_order' AND %i IN (%s, %s) AND %i >= %s AND %i > %d ORDER BY %i LIMIT %d",
				...array( $c['id'], $c['status'], $c['modified'], ...$where, $c['id'], $after_id, $c['id'], $limit )
			),
			ARRAY_A
		);
		$total = $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM %i WHERE %i = 'shop_order' AND %i IN (%s, %s) AND %i >= %s", ...$where ) );
		return array(
			'orders' => array_map( array( self::class, 'order' ), Value::maps( $rows ) ),
			'total'  => Value::int( $total ),
		);
	}

	/** @return array<string, int> by status without "wc-", trash included */
	public static function counts( string $since ): array {
		$wpdb = Database::connection();
		$c      = self::columns();
		$counts = array();
		$rows   = $wpdb->get_results(
			$wpdb->prepare(
				"SELECT %i AS status, COUNT(*) AS n FROM %i WHERE %i = 'shop_order' AND %i <> 'auto-draft' AND %i >= %s GROUP BY %i",
				...array( $c['status'], $c['table'], $c['type'], $c['status'], $c['created'], self::gmt( $since ), $c['status'] )
			),
			ARRAY_A
		);
		foreach ( Value::maps( $rows ) as $row ) {
			$counts[ self::slug( $row ) ] = Value::int( $row['n'] ?? 0 );
		}
		return $counts;
	}

	/** @return array{table: string, id: string, type: string, status: string, created: string, modified: string} */
	private static function columns(): array {
		$wpdb = Database::connection();
		return SiteIdentity::hpos()
			? array( 'table' => $wpdb->prefix . 'wc_orders', 'id' => 'id', 'type' => 'type', 'status' => 'status', 'created' => 'date_created_gmt', 'modified' => 'date_updated_gmt' )
			: array( 'table' => $wpdb->posts, 'id' => 'ID', 'type' => 'post_type', 'status' => 'post_status', 'created' => 'post_date_gmt', 'modified' => 'post_modified_gmt' );
	}

	private static function gmt( string $time ): string {
		$seconds = strtotime( $time );
		return gmdate( 'Y-m-d H:i:s', false === $seconds ? 0 : $seconds );
	}

	/**
	 * @param array<string, mixed> $row
	 * @return array{id: int, status: string, modified_at: string}
	 */
	private static function order( array $row ): array {
		return array(
			'id'          => Value::int( $row['id'] ?? 0 ),
			'status'      => self::slug( $row ),
			'modified_at' => str_replace( ' ', 'T', Value::text( $row['modified'] ?? '' ) ) . 'Z',
		);
	}

	/** @param array<string, mixed> $row */
	private static function slug( array $row ): string {
		return (string) preg_replace( '/^wc-/', '', Value::text( $row['status'] ?? '' ) );
	}
}
