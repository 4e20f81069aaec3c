<?php
declare( strict_types = 1 );

class WC_Tax {
	public static function base_country(): string {
		return explode( ':', (string) get_option( 'woocommerce_default_country' ) )[0];
	}

	/** @return list<object> */
	public static function rates( string $country, string $class, bool $shipping_only = false ): array {
		global $wpdb;
		$shipping = $shipping_only ? 'AND tax_rate_shipping = 1' : '';
		return $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_tax_rates WHERE tax_rate_country IN (%s, '') AND tax_rate_class = %s $shipping ORDER BY tax_rate_priority, tax_rate_id", $country, 'standard' === $class ? '' : $class ) );
	}

	/** @return list<string> */
	public static function get_tax_classes(): array {
		return array_filter( array_map( 'trim', explode( "\n", (string) get_option( 'woocommerce_tax_classes' ) ) ) );
	}

	/** A price without the taxes that it includes at the shop's own address. */
	public static function without_taxes( float $price, string $class ): float {
		if ( 'yes' !== get_option( 'woocommerce_calc_taxes' ) || 'yes' !== get_option( 'woocommerce_prices_include_tax' ) ) {
			return $price;
		}
		$percent = array_sum( array_map( static fn( $rate ) => (float) $rate->tax_rate, self::rates( self::base_country(), $class ) ) );
		return $price / ( 1 + $percent / 100 );
	}
}
