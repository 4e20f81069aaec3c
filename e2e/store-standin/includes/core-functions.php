<?php
declare( strict_types = 1 );

function wc_api_hash( string $data ): string {
	return hash_hmac( 'sha256', $data, 'wc-api' );
}

function wc_rand_hash( string $prefix = '', ?int $max_length = null ): string {
	$hash = $prefix . bin2hex( random_bytes( 20 ) );
	return null === $max_length ? $hash : substr( $hash, 0, $max_length );
}

function wc_clean( mixed $value ): mixed {
	if ( is_array( $value ) ) {
		return array_map( 'wc_clean', $value );
	}
	return is_scalar( $value ) ? sanitize_text_field( (string) $value ) : $value;
}

function get_woocommerce_currency(): string {
	return (string) apply_filters( 'woocommerce_currency', get_option( 'woocommerce_currency', 'USD' ) );
}

function get_woocommerce_currency_symbol( string $currency = '' ): string {
	$symbols = array(
		'EUR' => '&euro;',
		'USD' => '&#36;',
		'GBP' => '&pound;',
		'JPY' => '&yen;',
	);
	$code    = '' === $currency ? get_woocommerce_currency() : $currency;
	return $symbols[ $code ] ?? $code;
}

function wc_get_price_decimals(): int {
	return absint( apply_filters( 'wc_get_price_decimals', get_option( 'woocommerce_price_num_decimals', 2 ) ) );
}

/** A number as the REST API prints it; without decimals it keeps what is needed, as the real one does. */
function wc_format_decimal( mixed $number, mixed $dp = false, bool $trim_zeros = false ): string {
	if ( '' === $number || null === $number ) {
		return '';
	}
	if ( false !== $dp ) {
		$text = number_format( round( (float) $number, '' === $dp ? wc_get_price_decimals() : (int) $dp ), '' === $dp ? wc_get_price_decimals() : (int) $dp, '.', '' );
		return $trim_zeros && str_contains( $text, '.' ) ? rtrim( rtrim( $text, '0' ), '.' ) : $text;
	}
	return (string) round( (float) $number, 6 );
}

function wc_price( mixed $price, array $args = array() ): string {
	return '<span class="woocommerce-Price-amount amount">' . get_woocommerce_currency_symbol( $args['currency'] ?? '' ) . wc_format_decimal( $price, wc_get_price_decimals() ) . '</span>';
}

function wc_string_to_bool( mixed $value ): bool {
	return is_bool( $value ) ? $value : in_array( strtolower( (string) $value ), array( 'yes', '1', 'true', 'on' ), true );
}

function wc_bool_to_string( mixed $value ): string {
	return wc_string_to_bool( $value ) ? 'yes' : 'no';
}

function wc_stock_amount( mixed $amount ): int {
	return (int) apply_filters( 'woocommerce_stock_amount', $amount );
}

function wc_rest_prepare_date_response( ?WC_DateTime $date, bool $utc = true ): ?string {
	if ( null === $date ) {
		return null;
	}
	return $utc ? gmdate( 'Y-m-d\TH:i:s', $date->getTimestamp() ) : $date->date( 'Y-m-d\TH:i:s' );
}

/** Writes lines like WooCommerce's own file logs: one file per source. */
final class WC_Logger {
	public function log( string $level, string $message, array $context = array() ): void {
		$folder = wp_upload_dir()['basedir'] . '/wc-logs';
		wp_mkdir_p( $folder );
		$source = sanitize_file_name( (string) ( $context['source'] ?? 'log' ) );
		file_put_contents( "$folder/$source.log", gmdate( 'c' ) . ' ' . strtoupper( $level ) . " $message\n", FILE_APPEND );
	}

	public function __call( string $level, array $args ): void {
		$this->log( $level, (string) $args[0], $args[1] ?? array() );
	}
}

function wc_get_logger(): WC_Logger {
	return new WC_Logger();
}
