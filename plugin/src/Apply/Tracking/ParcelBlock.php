<?php
/**
 * The parcels of an order on its page and in its e-mails, for shops that have no other way to show them.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply\Tracking;

use Crossdock\Apply\ShipmentFact;
use Crossdock\Support\Log;
use Throwable;
use WC_Order;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Package from ShipmentFact
 * @phpstan-import-type Parcel from ParcelContents
 */
final class ParcelBlock {
	public static function onOrderPage( mixed $order ): void {
		self::show( $order, array( self::class, 'html' ) );
	}

	public static function inEmail( mixed $order, bool $plain ): void {
		self::show( $order, array( self::class, $plain ? 'plain' : 'html' ) );
	}

	/** @param callable(list<Parcel>, list<string>): void $form */
	private static function show( mixed $order, callable $form ): void {
		try {
			$parcels = $order instanceof WC_Order ? ParcelContents::parcels( $order ) : array();
			if ( $order instanceof WC_Order && array() !== $parcels ) {
				$form( $parcels, ParcelContents::stillToCome( $order ) );
			}
		} catch ( Throwable $error ) {
			Log::error( 'Parcels could not be shown.', $error );
		}
	}

	/**
	 * @param list<Parcel> $parcels
	 * @param list<string> $rest
	 */
	private static function html( array $parcels, array $rest ): void {
		echo '<section class="crossdock-parcels"><h2>' . esc_html__( 'Your parcels', 'crossdock' ) . '</h2><ul>';
		foreach ( $parcels as $parcel ) {
			echo '<li>' . wp_kses_post( self::heading( $parcel['package'] ) );
			self::items( $parcel['contents'] );
			echo '</li>';
		}
		echo '</ul>';
		if ( array() !== $rest ) {
			echo '<h3>' . esc_html__( 'Still to come', 'crossdock' ) . '</h3>';
			self::items( $rest );
		}
		echo '</section>';
	}

	/** @param list<string> $texts */
	private static function items( array $texts ): void {
		if ( array() !== $texts ) {
			echo '<ul>';
			foreach ( $texts as $text ) {
				echo '<li>' . esc_html( $text ) . '</li>';
			}
			echo '</ul>';
		}
	}

	/**
	 * @param list<Parcel> $parcels
	 * @param list<string> $rest
	 */
	private static function plain( array $parcels, array $rest ): void {
		echo "\n" . esc_html__( 'Your parcels', 'crossdock' ) . "\n";
		foreach ( $parcels as $parcel ) {
			$package = $parcel['package'];
			if ( null !== $package ) {
				echo esc_html( trim( self::carrier( $package ) . ' ' . $package['number'] ) . ' ' ) . esc_url( $package['url'] ) . "\n";
			}
			foreach ( $parcel['contents'] as $text ) {
				echo esc_html( '- ' . $text ) . "\n";
			}
		}
		if ( array() !== $rest ) {
			echo "\n" . esc_html__( 'Still to come', 'crossdock' ) . "\n";
			foreach ( $rest as $text ) {
				echo esc_html( '- ' . $text ) . "\n";
			}
		}
	}

	/** @param Package|null $package */
	private static function heading( ?array $package ): string {
		if ( null === $package ) {
			return esc_html__( 'In these parcels', 'crossdock' );
		}
		$number = '' === $package['url']
			? esc_html( $package['number'] )
			: '<a href="' . esc_url( $package['url'] ) . '" rel="noopener noreferrer">' . esc_html( '' === $package['number'] ? __( 'Follow the parcel', 'crossdock' ) : $package['number'] ) . '</a>';
		$heading = trim( esc_html( self::carrier( $package ) ) . ' ' . $number );
		return '' === $heading ? esc_html__( 'Parcel', 'crossdock' ) : $heading;
	}

	/** @param Package $package */
	private static function carrier( array $package ): string {
		return '' === $package['carrier_name'] ? $package['carrier'] : $package['carrier_name'];
	}
}
