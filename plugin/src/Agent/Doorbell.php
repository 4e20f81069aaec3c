<?php
/**
 * Tells the agent at the end of a request that there is something in the feed. A lost ring costs seconds, never an order.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Agent;

use Crossdock\Support\Log;
use CurlHandle;
use Throwable;

defined( 'ABSPATH' ) || exit;

final class Doorbell {
	private const PATH       = '/v1/doorbell';
	private const TIMEOUT_MS = 250;

	/** @param list<string> $topics */
	public function ring( array $topics ): void {
		try {
			$pairing = Pairing::current();
			if ( null === $pairing || array() !== Fence::differences( $pairing ) || ! LifeSign::worthRinging() ) {
				return;
			}
			self::letTheShopperGo();
			self::send( $pairing, (string) wp_json_encode( array( 'topics' => $topics ) ) );
		} catch ( Throwable $error ) {
			Log::error( 'The doorbell could not be rung.', $error );
		}
	}

	private static function letTheShopperGo(): void {
		if ( function_exists( 'fastcgi_finish_request' ) ) {
			fastcgi_finish_request();
		} elseif ( function_exists( 'litespeed_finish_request' ) ) {
			litespeed_finish_request();
		}
	}

	private static function send( Pairing $pairing, string $body ): void {
		add_action( 'http_api_curl', array( self::class, 'hurry' ), PHP_INT_MAX, 3 );
		wp_remote_post(
			$pairing->agentUrl . self::PATH,
			array(
				'blocking'    => false,
				'timeout'     => 1,
				'redirection' => 0,
				'headers'     => array( 'content-type' => 'application/json' ) + Signature::headers( $pairing->secret, 'POST', self::PATH, $body, '' ),
				'body'        => $body,
			)
		);
		remove_action( 'http_api_curl', array( self::class, 'hurry' ), PHP_INT_MAX );
	}

	/** WordPress never waits less than a second, even when nobody wants the answer; a hanging agent must not cost the shopper that. */
	public static function hurry( mixed $handle ): void {
		if ( $handle instanceof CurlHandle ) {
			curl_setopt( $handle, CURLOPT_NOSIGNAL, true );
			curl_setopt( $handle, CURLOPT_CONNECTTIMEOUT_MS, self::TIMEOUT_MS );
			curl_setopt( $handle, CURLOPT_TIMEOUT_MS, self::TIMEOUT_MS );
		}
	}
}
