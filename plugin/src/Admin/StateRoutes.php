<?php
/**
 * What the screens ask of the plugin itself: state, pairing, fence.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Agent\Access;
use Crossdock\Agent\AgentRoutes;
use Crossdock\Agent\Enrolment;
use Crossdock\Agent\Fence;
use Crossdock\Agent\LifeSign;
use Crossdock\Agent\Pairing;
use Crossdock\Agent\PairingCode;
use Crossdock\Agent\SiteIdentity;
use Crossdock\Apply\MirrorTable;
use Crossdock\Apply\Tracking\Adapters;
use Crossdock\Feed\FeedTable;
use Crossdock\Support\Capabilities;
use Crossdock\Support\Schema;
use Crossdock\Support\Value;
use WP_Error;
use WP_REST_Request;

defined( 'ABSPATH' ) || exit;

final class StateRoutes {
	public function __construct( private readonly FeedTable $feed, private readonly MirrorTable $mirror, private readonly Adapters $adapters ) {
	}

	public function register(): void {
		$this->route( 'GET', 'state', Capabilities::READ, fn() => $this->state() );
		$this->route( 'POST', 'pairing-code', Capabilities::MANAGE, static fn() => self::pairingCode() );
		$this->route( 'POST', 'unpair', Capabilities::MANAGE, fn() => $this->unpair() );
		$this->route( 'POST', 'fence/accept', Capabilities::MANAGE, fn() => $this->accept() );
	}

	/** @param callable(): mixed $answer */
	private function route( string $method, string $path, string $capability, callable $answer ): void {
		register_rest_route(
			AgentRoutes::NAMESPACE,
			'/admin/' . $path,
			array(
				'methods'             => $method,
				'permission_callback' => static fn( WP_REST_Request $request ) => Access::person( $request, $capability ),
				'callback'            => static fn() => $answer(),
			)
		);
	}

	/** @return array<string, mixed> */
	private function state(): array {
		$pairing = Pairing::current();
		$last    = LifeSign::last();
		return array(
			'paired'           => null !== $pairing,
			'fenced'           => Fence::closed(),
			'fence_reasons'    => null === $pairing ? array() : Fence::differences( $pairing ),
			'siteName'         => wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ),
			'homeUrl'          => Value::text( get_option( 'home' ) ),
			'agentUrl'         => null === $pairing ? '' : $pairing->agentUrl,
			'agentVersion'     => null === $pairing ? '' : $pairing->agentVersion,
			'pairedAt'         => null === $pairing ? null : self::iso( $pairing->pairedAt ),
			'lastClaimAt'      => 0 === $last ? null : self::iso( $last ),
			'feed'             => $this->feed->lag(),
			'mirror'           => $this->mirror->counts(),
			'trackingAdapter'  => $this->adapters->pick()->name(),
			'hpos'             => SiteIdentity::hpos(),
			'databaseEngine'   => Schema::engine(),
			'version'          => \Crossdock\VERSION,
		);
	}

	/** @return array<string, string> */
	private static function pairingCode(): array {
		$made = PairingCode::make();
		return $made + array( 'command' => sprintf( 'crossdock pair %s %s', Value::text( get_option( 'home' ) ), $made['code'] ) );
	}

	/** @return array<string, mixed> */
	private function unpair(): array {
		Enrolment::unpair();
		return $this->state();
	}

	/** @return array<string, mixed>|WP_Error */
	private function accept(): array|WP_Error {
		$done = Fence::accept();
		return $done instanceof WP_Error ? $done : $this->state();
	}

	private static function iso( int $seconds ): string {
		return gmdate( 'Y-m-d\TH:i:s\Z', $seconds );
	}
}
