<?php
/**
 * JSON schemas of what the agent sends; the same shapes stand in agent/src/protocol/shop.ts.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Args array<string, array<string, mixed>>
 */
final class AgentSchemas {
	/** @return Args */
	public static function pair(): array {
		return array(
			'code'          => self::text( 40 ),
			'agent_url'     => self::text( 500 ),
			'agent_version' => self::text( 50, 0 ),
		);
	}

	/** @return Args */
	public static function claim(): array {
		return array(
			'worker'        => self::text( 200 ),
			'limit'         => self::whole( 1, 500, 100 ),
			'lease_seconds' => self::whole( 10, 600, 60 ),
			'resume'        => array( 'type' => 'boolean', 'default' => false ),
		);
	}

	/** @return Args */
	public static function acknowledge(): array {
		return array(
			'worker' => self::text( 200 ),
			'events' => self::rows(
				array(
					'id'  => self::whole( 1 ) + array( 'required' => true ),
					'seq' => self::whole( 0 ) + array( 'required' => true ),
				),
				1000
			),
		);
	}

	/** @return Args */
	public static function mirror(): array {
		return array(
			'rows' => self::rows(
				array(
					'order_id'   => self::whole( 1 ) + array( 'required' => true ),
					'version'    => self::whole( 0 ) + array( 'required' => true ),
					'stage'      => self::text( 30 ),
					'erp_number' => self::text( 100, 0 ),
					'wms_number' => self::text( 100, 0 ),
					'tracking'   => self::text( 2000, 0 ),
					'attention'  => array( 'type' => 'boolean', 'required' => true ),
					'message'    => self::text( 4000, 0 ),
					'updated_at' => self::text( 32 ),
				),
				200
			),
		);
	}

	/** @return Args */
	public static function shipment(): array {
		return array(
			'shipped_at' => array( 'type' => 'string', 'format' => 'date-time', 'required' => true ),
			// Whether a quantity makes sense is decided against the order, with a code of its own.
			'lines'      => self::rows(
				array(
					'line_id'  => self::whole( 1 ) + array( 'required' => true ),
					'quantity' => array( 'type' => 'number', 'required' => true ),
					'sku'      => array( 'type' => 'string', 'maxLength' => 200 ),
					'package'  => array( 'type' => array( 'integer', 'null' ), 'minimum' => 0 ),
				),
				20000
			),
			'packages'   => self::rows(
				array(
					'number'       => self::text( 200, 0 ),
					'carrier'      => self::text( 100, 0 ),
					'carrier_name' => self::text( 200, 0 ),
					'url'          => self::text( 2000, 0 ),
				),
				1000
			),
			'voided'     => array( 'type' => 'boolean', 'default' => false ),
			// WordPress takes a null for a missing value, so this one cannot be required.
			'message'    => array( 'type' => array( 'string', 'null' ), 'maxLength' => 5000, 'default' => null ),
		);
	}

	/** @return Args */
	public static function status(): array {
		return array(
			'status' => self::text( 50 ),
			'note'   => array( 'type' => array( 'string', 'null' ), 'maxLength' => 5000, 'default' => null ),
		);
	}

	/** @return Args */
	public static function note(): array {
		return array( 'message' => self::text( 5000 ) );
	}

	/** @return Args */
	public static function refund(): array {
		return array(
			'reference'    => self::text( 200 ),
			'amount'       => self::decimal( false ),
			'currency'     => self::text( 3, 3 ),
			'lines'        => self::rows( self::refunded( 'line_id' ) + array( 'quantity' => array( 'type' => 'number', 'required' => true ) ), 5000 ),
			'charges'      => self::rows( self::refunded( 'charge_id' ), 1000 ),
			'reason'       => self::text( 1000, 0 ),
			'call_gateway' => array( 'type' => 'boolean', 'required' => true ),
			'restock'      => array( 'type' => 'boolean', 'required' => true ),
		);
	}

	/** @return Args */
	private static function refunded( string $id ): array {
		return array(
			$id     => self::whole( 1 ) + array( 'required' => true ),
			'net'   => self::decimal( true ),
			'taxes' => self::rows(
				array(
					'code'   => self::text( 200 ),
					'amount' => self::decimal( true ),
				),
				50
			),
		);
	}

	/** @return array<string, mixed> */
	private static function decimal( bool $signed ): array {
		return array( 'type' => 'string', 'required' => true, 'maxLength' => 30, 'pattern' => $signed ? '^-?\d+(\.\d+)?$' : '^\d+(\.\d+)?$' );
	}

	/** @return Args */
	public static function since(): array {
		// Not "date-time": WordPress before 6.6 takes the year 1970 for no date at all.
		return array( 'since' => array( 'type' => 'string', 'pattern' => '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$', 'default' => '1970-01-01T00:00:00Z' ) );
	}

	/** @return Args */
	public static function paid(): array {
		return self::since() + array(
			'after_id' => self::whole( 0, null, 0 ),
			'limit'    => self::whole( 1, 1000, 500 ),
		);
	}

	/** @return array<string, mixed> */
	private static function text( int $longest, int $shortest = 1 ): array {
		return array( 'type' => 'string', 'required' => true, 'minLength' => $shortest, 'maxLength' => $longest );
	}

	/** @return array<string, mixed> */
	private static function whole( int $least, ?int $most = null, ?int $default_value = null ): array {
		$schema = array( 'type' => 'integer', 'minimum' => $least );
		if ( null !== $most ) {
			$schema['maximum'] = $most;
		}
		if ( null !== $default_value ) {
			$schema['default'] = $default_value;
		}
		return $schema;
	}

	/**
	 * @param Args $fields
	 * @return array<string, mixed>
	 */
	private static function rows( array $fields, int $most ): array {
		return array(
			'type'     => 'array',
			'required' => true,
			'maxItems' => $most,
			'items'    => array( 'type' => 'object', 'properties' => $fields ),
		);
	}
}
