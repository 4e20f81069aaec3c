<?php
/**
 * What changed in the shop, one row per object, until the agent has acknowledged it.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Feed;

use Crossdock\Support\Database;
use Crossdock\Support\Schema;
use Crossdock\Support\Time;
use Crossdock\Support\Value;
use RuntimeException;

defined( 'ABSPATH' ) || exit;

final class FeedTable {
	/** A deadlock between checkout and agent ends one of the two; the loser goes again. */
	private const ATTEMPTS = 4;
	private const CHUNK    = 100;

	/**
	 * A new row's seq starts at the time, so that it grows over the whole life of an object and not only until the next acknowledgement.
	 *
	 * @param non-empty-list<array{topic: string, object_id: int, reason: string}> $changes each object once
	 */
	public function put( array $changes ): void {
		$wpdb   = Database::connection();
		$now    = Time::now();
		$values = array();
		foreach ( $changes as $change ) {
			array_push( $values, $change['topic'], $change['object_id'], $now, $change['reason'], $now );
		}
		$rows = implode( ', ', array_fill( 0, count( $changes ), '(%s, %d, %d, %s, %d)' ) );
		$this->write(
			(string) $wpdb->prepare(
				"INSERT INTO %i (topic, object_id, seq, reason, changed_at) VALUES $rows
				ON DUPLICATE KEY UPDATE seq = seq + 1, reason = VALUES(reason), changed_at = VALUES(changed_at)",
				Schema::feedTable(),
				...$values
			)
		);
	}

	/**
	 * Gives rows to one worker for a while; who does not acknowledge in time loses them to the next.
	 *
	 * @return list<array{id: int, topic: string, object_id: int, seq: int, reason: string, changed_at: string}>
	 */
	public function claim( string $worker, int $limit, int $lease_seconds ): array {
		$wpdb = Database::connection();
		$table = Schema::feedTable();
		$now   = Time::now();
		$token = self::mark( $worker ) . bin2hex( random_bytes( 12 ) );
		$this->write(
			(string) $wpdb->prepare(
				'UPDATE %i SET claim = %s, claim_until = %d WHERE claim_until < %d ORDER BY id LIMIT %d',
				$table,
				$token,
				$now + 1000 * $lease_seconds,
				$now,
				$limit
			)
		);
		$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT id, topic, object_id, seq, reason, changed_at FROM %i WHERE claim = %s ORDER BY id', $table, $token ), ARRAY_A );
		return array_map( array( self::class, 'event' ), Value::maps( $rows ) );
	}

	/** A worker that was started anew has forgotten what it had claimed: it is free again. */
	public function free( string $worker ): void {
		$wpdb = Database::connection();
		$this->write( (string) $wpdb->prepare( "UPDATE %i SET claim = '', claim_until = 0 WHERE claim LIKE %s", Schema::feedTable(), self::mark( $worker ) . '%' ) );
	}

	/**
	 * Forgets what was claimed, unless it has changed again meanwhile: then it stays and is free at once.
	 *
	 * @param list<array{id: int, seq: int}> $events
	 * @return array{acknowledged: int, kept: int}
	 */
	public function acknowledge( string $worker, array $events ): array {
		$kept = 0;
		foreach ( array_chunk( $events, self::CHUNK ) as $chunk ) {
			$this->forget( $chunk );
			$kept += $this->release( $worker, array_column( $chunk, 'id' ) );
		}
		return array(
			'acknowledged' => count( $events ) - $kept,
			'kept'         => $kept,
		);
	}

	/** How many rows nobody works on. */
	public function waiting(): int {
		$wpdb = Database::connection();
		return Value::int( $wpdb->get_var( $wpdb->prepare( 'SELECT COUNT(*) FROM %i WHERE claim_until < %d', Schema::feedTable(), Time::now() ) ) );
	}

	/** @return array{rows: int, oldest_seconds: int} */
	public function lag(): array {
		$wpdb = Database::connection();
		$row    = Value::map( $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS n, MIN(changed_at) AS oldest FROM %i', Schema::feedTable() ), ARRAY_A ) );
		$oldest = Value::int( $row['oldest'] ?? 0 );
		return array(
			'rows'           => Value::int( $row['n'] ?? 0 ),
			'oldest_seconds' => $oldest > 0 ? max( 0, intdiv( Time::now() - $oldest, 1000 ) ) : 0,
		);
	}

	/** @param list<array{id: int, seq: int}> $events */
	private function forget( array $events ): void {
		$wpdb = Database::connection();
		$pairs = array();
		$where = array();
		foreach ( $events as $event ) {
			$where[] = '(id = %d AND seq = %d)';
			$pairs[] = $event['id'];
			$pairs[] = $event['seq'];
		}
		$this->write( (string) $wpdb->prepare( 'DELETE FROM %i WHERE ' . implode( ' OR ', $where ), Schema::feedTable(), ...$pairs ) );
	}

	/** @param list<int> $ids */
	private function release( string $worker, array $ids ): int {
		$wpdb = Database::connection();
		$table = Schema::feedTable();
		$list  = implode( ',', array_fill( 0, count( $ids ), '%d' ) );
		$left  = Value::int( $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM %i WHERE id IN ($list)", $table, ...$ids ) ) );
		if ( $left > 0 ) {
			$this->write( (string) $wpdb->prepare( "UPDATE %i SET claim = '', claim_until = 0 WHERE id IN ($list) AND claim LIKE %s", $table, ...array( ...$ids, self::mark( $worker ) . '%' ) ) );
		}
		return $left;
	}

	private function write( string $sql ): int {
		$wpdb = Database::connection();
		$quiet = $wpdb->suppress_errors( true );
		try {
			for ( $attempt = 1; $attempt <= self::ATTEMPTS; $attempt++ ) {
				$changed = $wpdb->query( $sql );
				if ( is_int( $changed ) ) {
					return $changed;
				}
			}
		} finally {
			$wpdb->suppress_errors( $quiet );
		}
		throw new RuntimeException( 'The change feed could not be written.' );
	}

	/** Workers name themselves as they like; the claim column holds a fixed form. */
	private static function mark( string $worker ): string {
		return substr( hash( 'sha256', $worker ), 0, 24 ) . ':';
	}

	/**
	 * @param array<string, mixed> $row
	 * @return array{id: int, topic: string, object_id: int, seq: int, reason: string, changed_at: string}
	 */
	private static function event( array $row ): array {
		return array(
			'id'         => Value::int( $row['id'] ?? 0 ),
			'topic'      => Value::text( $row['topic'] ?? '' ),
			'object_id'  => Value::int( $row['object_id'] ?? 0 ),
			'seq'        => Value::int( $row['seq'] ?? 0 ),
			'reason'     => Value::text( $row['reason'] ?? '' ),
			'changed_at' => Time::fromMilliseconds( Value::int( $row['changed_at'] ?? 0 ) ),
		);
	}
}
