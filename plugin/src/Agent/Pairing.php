<?php
/**
 * The bond between this shop and its agent, as it is stored.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Value;

defined( 'ABSPATH' ) || exit;

final class Pairing {
	private const OPTION = 'crossdock_pairing';

	/** @param array<string, string> $identity what the site was when it was paired, see SiteIdentity::traits() */
	public function __construct(
		public readonly string $agentUrl,
		public readonly string $agentVersion,
		public readonly string $secret,
		public readonly int $userId,
		public readonly int $keyId,
		public readonly int $pairedAt,
		public readonly array $identity,
	) {
	}

	public static function current(): ?self {
		$stored = Value::map( get_option( self::OPTION ) );
		if ( array() === $stored || '' === Value::text( $stored['secret'] ?? '' ) ) {
			return null;
		}
		return new self(
			Value::text( $stored['agent_url'] ?? '' ),
			Value::text( $stored['agent_version'] ?? '' ),
			Value::text( $stored['secret'] ?? '' ),
			Value::int( $stored['user_id'] ?? 0 ),
			Value::int( $stored['key_id'] ?? 0 ),
			Value::int( $stored['paired_at'] ?? 0 ),
			array_map( array( Value::class, 'text' ), Value::map( $stored['identity'] ?? array() ) ),
		);
	}

	public function store(): void {
		update_option(
			self::OPTION,
			array(
				'agent_url'     => $this->agentUrl,
				'agent_version' => $this->agentVersion,
				'secret'        => $this->secret,
				'user_id'       => $this->userId,
				'key_id'        => $this->keyId,
				'paired_at'     => $this->pairedAt,
				'identity'      => $this->identity,
			),
			false
		);
	}

	/** @param array<string, string> $identity */
	public function withIdentity( array $identity ): self {
		return new self( $this->agentUrl, $this->agentVersion, $this->secret, $this->userId, $this->keyId, $this->pairedAt, $identity );
	}

	public static function forget(): void {
		delete_option( self::OPTION );
	}
}
