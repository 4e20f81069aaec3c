<?php
/**
 * Reads values of unknown type (options, database rows, request bodies) without guessing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Support;

defined( 'ABSPATH' ) || exit;

final class Value {
	public static function text( mixed $value ): string {
		return is_scalar( $value ) ? (string) $value : '';
	}

	public static function int( mixed $value ): int {
		return is_numeric( $value ) ? (int) $value : 0;
	}

	/** @return array<string, mixed> */
	public static function map( mixed $value ): array {
		$map = array();
		if ( is_array( $value ) || is_object( $value ) ) {
			foreach ( (array) $value as $key => $item ) {
				$map[ (string) $key ] = $item;
			}
		}
		return $map;
	}

	/** @return list<array<string, mixed>> */
	public static function maps( mixed $value ): array {
		return is_array( $value ) ? array_values( array_map( array( self::class, 'map' ), $value ) ) : array();
	}
}
