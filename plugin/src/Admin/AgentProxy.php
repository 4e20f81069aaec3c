<?php
/**
 * Lets the screens talk to the agent: what is on the list, as whom it may be, signed.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Agent\Access;
use Crossdock\Agent\AgentRoutes;
use Crossdock\Agent\Fence;
use Crossdock\Agent\Pairing;
use Crossdock\Agent\Signature;
use Crossdock\Support\Capabilities;
use Crossdock\Support\Log;
use Crossdock\Support\Problem;
use Crossdock\Support\Value;
use WP_Error;
use WP_REST_Request;
use WP_REST_Response;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Request WP_REST_Request<array<string, mixed>>
 */
final class AgentProxy {
	private const TIMEOUT_SECONDS = 10;
	private const MAX_BYTES       = 1048576;

	private const KIND = '[a-z][a-z-]{0,40}';
	private const ID   = '[A-Za-z0-9._:-]{1,100}';

	/** Method, path after /v1/, who may. Whatever is not here does not exist. */
	private const ALLOWED = array(
		array( 'GET', 'status', Capabilities::READ ),
		array( 'GET', 'exceptions', Capabilities::READ ),
		array( 'GET', 'mappings/' . self::KIND, Capabilities::READ ),
		array( 'GET', 'options/' . self::KIND, Capabilities::READ ),
		array( 'GET', 'orders', Capabilities::READ ),
		array( 'GET', 'orders/' . self::ID, Capabilities::READ ),
		array( 'POST', 'exceptions/retry', Capabilities::RETRY ),
		array( 'POST', 'exceptions/' . self::ID . '/decide', Capabilities::RETRY ),
		array( 'POST', 'orders/' . self::ID . '/retry', Capabilities::RETRY ),
		array( 'POST', 'orders/' . self::ID . '/hold', Capabilities::RETRY ),
		array( 'POST', 'orders/' . self::ID . '/release', Capabilities::RETRY ),
		array( 'POST', 'orders/' . self::ID . '/returns', Capabilities::RETRY ),
		array( 'PUT', 'mappings/' . self::KIND, Capabilities::MANAGE ),
		array( 'POST', 'mappings/' . self::KIND . '/delete', Capabilities::MANAGE ),
	);

	public function register(): void {
		register_rest_route(
			AgentRoutes::NAMESPACE,
			'/admin/agent/(?P<path>.+)',
			array(
				'methods'             => 'GET, POST, PUT',
				'permission_callback' => static fn( WP_REST_Request $request ) => self::mayCall( $request ),
				'callback'            => fn( WP_REST_Request $request ) => $this->forward( $request ),
			)
		);
	}

	/** @param Request $request */
	private static function mayCall( WP_REST_Request $request ): bool|WP_Error {
		$path = Value::text( $request->get_url_params()['path'] ?? '' );
		foreach ( self::ALLOWED as list( $method, $pattern, $capability ) ) {
			if ( $request->get_method() === $method && 1 === preg_match( '#^' . $pattern . '$#D', $path ) && ! str_contains( $path, '..' ) ) {
				return Access::person( $request, $capability );
			}
		}
		$person = Access::person( $request, Capabilities::READ );
		return $person instanceof WP_Error ? $person : Problem::make( 'route_not_allowed', __( 'The screens may not ask this of the agent.', 'crossdock' ), 404 );
	}

	/** @param Request $request */
	private function forward( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$pairing = Pairing::current();
		if ( null === $pairing ) {
			return Problem::notPaired();
		}
		if ( Fence::closed() ) {
			return Problem::fenced();
		}
		$body = 'GET' === $request->get_method() ? '' : $request->get_body();
		if ( strlen( $body ) > self::MAX_BYTES ) {
			return Problem::make( 'too_large', __( 'That is more than can be sent to the agent at once (1 MB).', 'crossdock' ), 413 );
		}
		return self::answer( self::send( $pairing, $request->get_method(), self::path( $request ), $body ) );
	}

	/** @return array<string, mixed>|WP_Error */
	private static function send( Pairing $pairing, string $method, string $path, string $body ): array|WP_Error {
		$headers = Signature::headers( $pairing->secret, $method, $path, $body, self::actor() );
		$request = array(
			'method'              => $method,
			'timeout'             => self::TIMEOUT_SECONDS,
			'redirection'         => 0,
			'limit_response_size' => self::MAX_BYTES + 1,
			'headers'             => array( 'accept' => 'application/json' ) + $headers,
		);
		if ( '' !== $body ) {
			$request['body']                    = $body;
			$request['headers']['content-type'] = 'application/json';
		}
		$answer = wp_remote_request( $pairing->agentUrl . $path, $request );
		return $answer instanceof WP_Error ? $answer : Value::map( $answer );
	}

	/** @param array<string, mixed>|WP_Error $answer */
	private static function answer( array|WP_Error $answer ): WP_REST_Response|WP_Error {
		if ( $answer instanceof WP_Error ) {
			Log::error( 'The agent does not answer: ' . $answer->get_error_message() );
			return Problem::make( 'agent_down', __( 'The Crossdock agent does not answer at the moment. Nothing is lost: the shop keeps all changes until it is back.', 'crossdock' ), 502 );
		}
		$body   = wp_remote_retrieve_body( $answer );
		$status = Value::int( wp_remote_retrieve_response_code( $answer ) );
		$data   = json_decode( $body, true );
		$empty  = '' === $body && 204 === $status;
		if ( ( ! is_array( $data ) && ! $empty ) || $status < 200 || ( $status >= 300 && $status < 400 ) || strlen( $body ) > self::MAX_BYTES ) {
			Log::error( sprintf( 'The answer of the agent cannot be read (status %d, %d bytes).', $status, strlen( $body ) ) );
			return Problem::make( 'agent_garbage', __( 'Something answered at the address of the agent, but not as the agent does. Check the address and what stands between shop and agent.', 'crossdock' ), 502 );
		}
		$response = new WP_REST_Response( $data, $status );
		$response->header( 'Cache-Control', 'no-store' );
		return $response;
	}

	/**
	 * Path and query as the agent will see and check them. Names that begin with _ or rest_ belong to WordPress.
	 *
	 * @param Request $request
	 */
	private static function path( WP_REST_Request $request ): string {
		$query = array_filter(
			$request->get_query_params(),
			static fn( string|int $name ) => ! str_starts_with( (string) $name, '_' ) && ! str_starts_with( (string) $name, 'rest_' ),
			ARRAY_FILTER_USE_KEY
		);
		$path = '/v1/' . Value::text( $request->get_url_params()['path'] ?? '' );
		return array() === $query ? $path : $path . '?' . http_build_query( $query, '', '&', PHP_QUERY_RFC3986 );
	}

	private static function actor(): string {
		$user = wp_get_current_user();
		return (string) wp_json_encode(
			array(
				'id'   => $user->ID,
				'name' => $user->display_name,
				'caps' => Capabilities::ofCurrentUser(),
			)
		);
	}
}
