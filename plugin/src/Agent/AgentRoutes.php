<?php
/**
 * What the agent may ask of the shop: wc-crossdock/v1. The name must begin with "wc-", or WooCommerce refuses its own keys.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Apply\CustomerNotes;
use Crossdock\Apply\MirrorTable;
use Crossdock\Apply\OrderIds;
use Crossdock\Apply\OrderStatus;
use Crossdock\Apply\Refunds;
use Crossdock\Apply\Shipments;
use Crossdock\Apply\Tracking\Adapters;
use Crossdock\Feed\FeedTable;
use Crossdock\Support\Value;
use WP_Error;
use WP_REST_Request;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Request WP_REST_Request<array<string, mixed>>
 */
final class AgentRoutes {
	public const NAMESPACE = 'wc-crossdock/v1';

	public function __construct(
		private readonly FeedTable $feed,
		private readonly MirrorTable $mirror,
		private readonly Shipments $shipments,
		private readonly OrderStatus $statuses,
		private readonly Refunds $refunds,
		private readonly CustomerNotes $notes,
		private readonly Adapters $adapters,
	) {
	}

	public function register(): void {
		register_rest_route(
			self::NAMESPACE,
			'/pair',
			array(
				'methods'             => 'POST',
				// The one-time code is the proof; there is no key yet.
				'permission_callback' => '__return_true',
				'callback'            => fn( WP_REST_Request $request ) => $this->pair( $request ),
				'args'                => AgentSchemas::pair(),
			)
		);
		$this->route( 'GET', '/site', fn() => SiteIdentity::describe( $this->adapters ), array(), true );
		$this->route( 'POST', '/feed/claim', fn( WP_REST_Request $request ) => $this->claim( $request ), AgentSchemas::claim() );
		$this->route( 'POST', '/feed/ack', fn( WP_REST_Request $request ) => $this->acknowledge( $request ), AgentSchemas::acknowledge() );
		$this->route( 'POST', '/mirror', fn( WP_REST_Request $request ) => $this->mirror->write( Value::maps( $request['rows'] ) ), AgentSchemas::mirror() );
		// WordPress has decoded the path already, so a warehouse's id may hold a slash here.
		$this->route( 'PUT', '/orders/(?P<order_id>\d+)/shipments/(?P<shipment_id>.{1,200})', fn( WP_REST_Request $request ) => $this->ship( $request ), AgentSchemas::shipment() );
		$this->route( 'PUT', '/orders/(?P<order_id>\d+)/status', fn( WP_REST_Request $request ) => $this->setStatus( $request ), AgentSchemas::status() );
		$this->route( 'PUT', '/orders/(?P<order_id>\d+)/notes/(?P<note_id>.{1,200})', fn( WP_REST_Request $request ) => $this->notes->put( Value::int( $request['order_id'] ), Value::text( $request['note_id'] ), Value::text( $request['message'] ) ), AgentSchemas::note() );
		$this->route( 'PUT', '/orders/(?P<order_id>\d+)/refunds/(?P<refund_id>.{1,200})', fn( WP_REST_Request $request ) => $this->refund( $request ), AgentSchemas::refund() );
		$this->route( 'GET', '/orders/paid', static fn( WP_REST_Request $request ) => OrderIds::paid( Value::text( $request['since'] ), Value::int( $request['after_id'] ), Value::int( $request['limit'] ) ), AgentSchemas::paid() );
		$this->route( 'GET', '/orders/counts', static fn( WP_REST_Request $request ) => array( 'counts' => (object) OrderIds::counts( Value::text( $request['since'] ) ) ), AgentSchemas::since() );
	}

	/** The agent is promised codes of ours for every refusal, also for those that WordPress makes by the schema. */
	public static function stableCodes( mixed $response, mixed $server, mixed $request ): mixed {
		if ( ! $response instanceof WP_Error || ! $request instanceof WP_REST_Request || ! str_starts_with( $request->get_route(), '/' . self::NAMESPACE . '/' ) ) {
			return $response;
		}
		$code = (string) $response->get_error_code();
		return in_array( $code, array( 'rest_invalid_param', 'rest_missing_callback_param', 'rest_invalid_json' ), true )
			? new WP_Error( 'crossdock_request_invalid', $response->get_error_message(), $response->get_error_data() )
			: $response;
	}

	/**
	 * @param non-falsy-string                                      $path
	 * @param callable(WP_REST_Request<array<string, mixed>>): mixed $answer
	 * @param array<string, array<string, mixed>>                    $args
	 */
	private function route( string $method, string $path, callable $answer, array $args, bool $on_a_copy_too = false ): void {
		register_rest_route(
			self::NAMESPACE,
			$path,
			array(
				'methods'             => $method,
				'permission_callback' => static fn() => Access::agent( $on_a_copy_too ),
				'callback'            => $answer,
				'args'                => $args,
			)
		);
	}

	/**
	 * @param Request $request
	 * @return array<string, mixed>|WP_Error
	 */
	private function pair( WP_REST_Request $request ): array|WP_Error {
		$made = Enrolment::pair( Value::text( $request['code'] ), Value::text( $request['agent_url'] ), Value::text( $request['agent_version'] ) );
		return $made instanceof WP_Error ? $made : $made + array( 'site' => SiteIdentity::describe( $this->adapters ) );
	}

	/**
	 * @param Request $request
	 * @return array<string, mixed>
	 */
	private function claim( WP_REST_Request $request ): array {
		LifeSign::give();
		if ( true === $request['resume'] ) {
			$this->feed->free( Value::text( $request['worker'] ) );
		}
		return array(
			'events'  => $this->feed->claim( Value::text( $request['worker'] ), Value::int( $request['limit'] ), Value::int( $request['lease_seconds'] ) ),
			'waiting' => $this->feed->waiting(),
		);
	}

	/**
	 * @param Request $request
	 * @return array<string, int>
	 */
	private function acknowledge( WP_REST_Request $request ): array {
		$events = array_map(
			static fn( array $event ) => array(
				'id'  => Value::int( $event['id'] ?? 0 ),
				'seq' => Value::int( $event['seq'] ?? 0 ),
			),
			Value::maps( $request['events'] )
		);
		return $this->feed->acknowledge( Value::text( $request['worker'] ), $events );
	}

	/**
	 * @param Request $request
	 * @return array<string, string>|WP_Error
	 */
	private function ship( WP_REST_Request $request ): array|WP_Error {
		return $this->shipments->put(
			Value::int( $request['order_id'] ),
			Value::text( $request['shipment_id'] ),
			array(
				'shipped_at' => $request['shipped_at'],
				'lines'      => $request['lines'],
				'packages'   => $request['packages'],
				'voided'     => $request['voided'],
				'message'    => $request['message'],
			)
		);
	}

	/**
	 * @param Request $request
	 * @return array<string, mixed>|WP_Error
	 */
	private function refund( WP_REST_Request $request ): array|WP_Error {
		$body = array();
		foreach ( array( 'reference', 'amount', 'currency', 'lines', 'charges', 'reason', 'call_gateway', 'restock' ) as $field ) {
			$body[ $field ] = $request[ $field ];
		}
		return $this->refunds->put( Value::int( $request['order_id'] ), $body );
	}

	/**
	 * @param Request $request
	 * @return array<string, string>|WP_Error
	 */
	private function setStatus( WP_REST_Request $request ): array|WP_Error {
		return $this->statuses->put( Value::int( $request['order_id'] ), Value::text( $request['status'] ), Value::text( $request['note'] ) );
	}
}
