<?php
/**
 * Signs calls from the shop to the agent: HMAC-SHA256 with the secret of the pairing.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

defined( 'ABSPATH' ) || exit;

final class Signature {
	/** @return array<string, string> headers; `$actor` is the JSON of the person who asks, empty for the doorbell */
	public static function headers( string $secret, string $method, string $path, string $body, string $actor ): array {
		$timestamp = (string) time();
		$nonce     = bin2hex( random_bytes( 16 ) );
		$text      = implode( "\n", array( 'v1', $timestamp, $nonce, strtoupper( $method ), $path, hash( 'sha256', $body ), $actor ) );
		return array(
			'x-crossdock-timestamp' => $timestamp,
			'x-crossdock-nonce'     => $nonce,
			'x-crossdock-signature' => hash_hmac( 'sha256', $text, $secret ),
			'x-crossdock-actor'     => $actor,
		);
	}
}
