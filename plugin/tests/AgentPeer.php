<?php

declare(strict_types=1);

namespace Crossdock\Tests;

/** A real HTTP server in place of the agent. */
final class AgentPeer {
	/** @var resource */
	private $process;
	public readonly string $url;
	private readonly string $log;

	public function __construct() {
		$port      = self::freePort();
		$this->url = "http://127.0.0.1:$port";
		$this->log = (string) tempnam( sys_get_temp_dir(), 'peer' );
		$started   = proc_open( array( PHP_BINARY, '-S', "127.0.0.1:$port", __DIR__ . '/peers/agent.php' ), array( 1 => array( 'file', '/dev/null', 'w' ), 2 => array( 'file', '/dev/null', 'w' ) ), $pipes, null, array( 'PEER_LOG' => $this->log ) + getenv() );
		if ( false === $started ) {
			throw new \RuntimeException( 'PHP did not start.' );
		}
		$this->process = $started;
		self::until( static fn() => false !== @fsockopen( '127.0.0.1', $port, $code, $text, 0.1 ), 'the peer is up' );
	}

	/** @return list<array{method: string, uri: string, body: string, headers: array<string, string>}> */
	public function seen(): array {
		return array_map( static fn( string $line ) => json_decode( $line, true ), file( $this->log, FILE_IGNORE_NEW_LINES ) ?: array() );
	}

	/** @return array{method: string, uri: string, body: string, headers: array<string, string>} */
	public function waitForCall(): array {
		self::until( fn() => array() !== $this->seen(), 'a call to the peer' );
		return $this->seen()[0];
	}

	public function stop(): void {
		proc_terminate( $this->process );
		proc_close( $this->process );
		unlink( $this->log );
	}

	public static function freePort(): int {
		// Below the ports that the system gives out by itself, so that nobody is given this one meanwhile.
		do {
			$port   = random_int( 20000, 31999 );
			$socket = @stream_socket_server( "tcp://127.0.0.1:$port" );
		} while ( false === $socket );
		fclose( $socket );
		return $port;
	}

	/** @param callable(): bool $condition */
	private static function until( callable $condition, string $what ): void {
		$deadline = microtime( true ) + 60;
		while ( ! $condition() ) {
			if ( microtime( true ) > $deadline ) {
				throw new \RuntimeException( "Waited in vain: $what" );
			}
			usleep( 10000 );
		}
	}

	/** What the agent itself would compute from what it got. */
	public static function signatureOf( array $call, string $secret ): string {
		$headers = $call['headers'];
		$text    = "v1\n{$headers['x-crossdock-timestamp']}\n{$headers['x-crossdock-nonce']}\n{$call['method']}\n{$call['uri']}\n" . hash( 'sha256', $call['body'] ) . "\n{$headers['x-crossdock-actor']}";
		return hash_hmac( 'sha256', $text, $secret );
	}
}
