<?php
declare( strict_types = 1 );

/** Consumer keys: OAuth 1.0a over http, Basic or query parameters over https, only for the namespaces wc/ and wc-*. */
final class WC_REST_Authentication {
	private const WINDOW = 15 * MINUTE_IN_SECONDS;

	private ?WP_Error $error = null;
	private ?object $key     = null;
	private string $method   = '';

	public function __construct() {
		add_filter( 'determine_current_user', array( $this, 'authenticate' ), 15 );
		add_filter( 'rest_authentication_errors', array( $this, 'error' ), 15 );
		add_filter( 'rest_pre_dispatch', array( $this, 'check_permission' ), 10, 3 );
		add_filter( 'rest_post_dispatch', array( $this, 'ask_for_basic' ), 50 );
	}

	private function is_for_us(): bool {
		$uri    = (string) ( $_SERVER['REQUEST_URI'] ?? '' );
		$prefix = trailingslashit( rest_get_url_prefix() );
		return (bool) apply_filters( 'woocommerce_rest_is_request_to_rest_api', str_contains( $uri, "{$prefix}wc/" ) || str_contains( $uri, "{$prefix}wc-" ) );
	}

	public function authenticate( mixed $user_id ): mixed {
		if ( ! empty( $user_id ) || ! $this->is_for_us() ) {
			return $user_id;
		}
		$found = is_ssl() ? $this->basic() : false;
		return $found ? $found : $this->oauth();
	}

	public function error( mixed $error ): mixed {
		return empty( $error ) ? $this->error : $error;
	}

	private function refuse( string $message, string $code = 'woocommerce_rest_authentication_error' ): bool {
		$this->key   = null;
		$this->error = new WP_Error( $code, $message, array( 'status' => 401 ) );
		return false;
	}

	private function find( string $consumer_key ): ?object {
		global $wpdb;
		return $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_api_keys WHERE consumer_key = %s", wc_api_hash( sanitize_text_field( $consumer_key ) ) ) );
	}

	private function basic(): int|false {
		$this->method = 'basic_auth';
		$in_query     = ! empty( $_GET['consumer_key'] ) && ! empty( $_GET['consumer_secret'] );
		$key          = $in_query ? $_GET['consumer_key'] : ( $_SERVER['PHP_AUTH_USER'] ?? '' );
		$secret       = $in_query ? $_GET['consumer_secret'] : ( $_SERVER['PHP_AUTH_PW'] ?? '' );
		$this->key    = '' === $key || '' === $secret ? null : $this->find( (string) $key );
		if ( null === $this->key ) {
			return false;
		}
		return hash_equals( $this->key->consumer_secret, (string) $secret ) ? (int) $this->key->user_id : $this->refuse( 'Consumer secret is invalid.' );
	}

	/** @return array<string, mixed> */
	private function oauth_parameters(): array {
		$params = wp_unslash( array_merge( $_GET, $_POST ) );
		$header = trim( (string) ( $_SERVER['HTTP_AUTHORIZATION'] ?? '' ) );
		if ( str_starts_with( $header, 'OAuth ' ) && preg_match_all( '/(oauth_[a-z_-]*)="([^"]*)"/', $header, $matches ) ) {
			$params = array_merge( $params, array_combine( $matches[1], array_map( 'urldecode', $matches[2] ) ) );
		}
		$names   = array( 'oauth_consumer_key', 'oauth_timestamp', 'oauth_nonce', 'oauth_signature', 'oauth_signature_method' );
		$missing = array_filter( $names, static fn( $name ) => empty( $params[ $name ] ) );
		if ( count( $missing ) === count( $names ) ) {
			return array();
		}
		if ( array() !== $missing ) {
			$this->refuse( ( 1 === count( $missing ) ? 'Missing OAuth parameter ' : 'Missing OAuth parameters ' ) . implode( ', ', $missing ), 'woocommerce_rest_authentication_missing_parameter' );
			return array();
		}
		return $params;
	}

	private function oauth(): int|false {
		$this->method = 'oauth1';
		$params       = $this->oauth_parameters();
		if ( array() === $params ) {
			return false;
		}
		$this->key = $this->find( (string) $params['oauth_consumer_key'] );
		if ( null === $this->key ) {
			return $this->refuse( 'Consumer key is invalid.' );
		}
		if ( ! hash_equals( $this->signature( $params ), rawurldecode( str_replace( ' ', '+', $params['oauth_signature'] ) ) ) ) {
			return $this->refuse( 'Invalid signature - provided signature does not match.' );
		}
		return $this->spend_nonce( (int) $params['oauth_timestamp'], (string) $params['oauth_nonce'] ) ? (int) $this->key->user_id : false;
	}

	/** The base is the shop's own home URL, whatever host was dialled. */
	private function signature( array $params ): string {
		$path = (string) wp_parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
		$home = get_home_url( null, '/', 'relative' );
		$path = str_starts_with( $path, $home ) ? substr( $path, strlen( $home ) ) : $path;
		$base = rawurlencode( get_home_url( null, $path, is_ssl() ? 'https' : 'http' ) );
		unset( $params['oauth_signature'] );
		uksort( $params, 'strcmp' );
		$text      = strtoupper( $_SERVER['REQUEST_METHOD'] ) . "&$base&" . implode( '%26', $this->pairs( $this->encode_all( $params ) ) );
		$algorithm = array( 'HMAC-SHA1' => 'sha1', 'HMAC-SHA256' => 'sha256' )[ $params['oauth_signature_method'] ] ?? 'sha256';
		return base64_encode( hash_hmac( $algorithm, $text, $this->key->consumer_secret . '&', true ) );
	}

	private function encode_all( mixed $value ): mixed {
		if ( ! is_array( $value ) ) {
			return str_replace( array( '+', '%7E' ), array( ' ', '~' ), rawurlencode( (string) $value ) );
		}
		$keys = array_map( fn( $key ) => $this->encode_all( (string) $key ), array_keys( $value ) );
		return array_combine( $keys, array_map( array( $this, 'encode_all' ), array_values( $value ) ) );
	}

	/** @return list<string> */
	private function pairs( array $params, string $under = '' ): array {
		$pairs = array();
		foreach ( $params as $key => $value ) {
			$name  = '' === $under ? (string) $key : "$under%5B$key%5D";
			$pairs = array_merge( $pairs, is_array( $value ) ? $this->pairs( $value, $name ) : array( $this->encode_all( "$name=$value" ) ) );
		}
		return $pairs;
	}

	/** Nonces are kept by their second, one for each, as the real one keeps them. */
	private function spend_nonce( int $at, string $nonce ): bool {
		global $wpdb;
		if ( abs( time() - $at ) > self::WINDOW ) {
			return $this->refuse( 'Invalid timestamp.' );
		}
		$used = maybe_unserialize( $this->key->nonces );
		$used = is_array( $used ) ? $used : array();
		if ( in_array( $nonce, $used, true ) ) {
			return $this->refuse( 'Invalid nonce - nonce has already been used.' );
		}
		$used[ $at ] = $nonce;
		$used        = array_filter( $used, static fn( $second ) => $second >= time() - self::WINDOW, ARRAY_FILTER_USE_KEY );
		$wpdb->update( "{$wpdb->prefix}woocommerce_api_keys", array( 'nonces' => maybe_serialize( $used ) ), array( 'key_id' => $this->key->key_id ) );
		return true;
	}

	public function check_permission( mixed $result, mixed $server, WP_REST_Request $request ): mixed {
		if ( null === $this->key ) {
			return $result;
		}
		$reads = in_array( $request->get_method(), array( 'GET', 'HEAD' ), true );
		if ( 'OPTIONS' !== $request->get_method() && ! in_array( $this->key->permissions, array( $reads ? 'read' : 'write', 'read_write' ), true ) ) {
			return new WP_Error( 'woocommerce_rest_authentication_error', sprintf( 'The API key provided does not have %s permissions.', $reads ? 'read' : 'write' ), array( 'status' => 401 ) );
		}
		global $wpdb;
		$wpdb->update( "{$wpdb->prefix}woocommerce_api_keys", array( 'last_access' => current_time( 'mysql' ) ), array( 'key_id' => $this->key->key_id ) );
		return $result;
	}

	public function ask_for_basic( WP_REST_Response $response ): WP_REST_Response {
		if ( null !== $this->error && 'basic_auth' === $this->method ) {
			$response->header( 'WWW-Authenticate', 'Basic realm="WooCommerce API"', true );
		}
		return $response;
	}
}

new WC_REST_Authentication();
