<?php
/**
 * Refunds an order through WooCommerce, once for each reference of the agent.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Lock;
use Crossdock\Support\Problem;
use Crossdock\Support\Value;
use WC_Order;
use WC_Order_Refund;
use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Not muted in the feed, unlike the agent's other writes: much follows from a refund (stock, the order's status, what another plugin makes
 * of it), and the agent knows its own by the reference. A repeat writes nothing, so nothing can go round in circles.
 */
final class Refunds {
	public const REFERENCE = '_crossdock_refund';
	private const ASKED    = '_crossdock_refund_gateway';

	/**
	 * @param array<string, mixed> $body
	 * @return array{result: string, refund_id: int, amount: string}|WP_Error
	 */
	public function put( int $order_id, array $body ): array|WP_Error {
		$fact = RefundFact::parse( $body );
		// A repeat after a time-out may come while the first attempt still waits for the gateway.
		return Lock::with( 'order_' . $order_id, fn() => $this->apply( $order_id, $fact ) );
	}

	/** @return array{result: string, refund_id: int, amount: string}|WP_Error */
	private function apply( int $order_id, RefundFact $fact ): array|WP_Error {
		$order = wc_get_order( $order_id );
		if ( ! $order instanceof WC_Order ) {
			return Problem::orderNotFound( $order_id );
		}
		$known = self::find( $order, $fact->reference );
		if ( null !== $known ) {
			return self::unpaid( $known )
				? Problem::make( 'refund_unclear', __( 'An earlier attempt stopped while the payment gateway was asked. See at the gateway whether the money went back. If it did not, delete the refund in the shop and retry.', 'crossdock' ), 422 )
				: self::told( $known, 'unchanged' );
		}
		if ( 'trash' === $order->get_status() ) {
			return Problem::make( 'order_trashed', __( 'The order lies in the trash; it cannot be refunded.', 'crossdock' ), 409 );
		}
		$parts = $fact->checkAmountLeft( $order ) ?? $fact->partsOf( $order );
		if ( $parts instanceof WP_Error ) {
			return $parts;
		}
		$made = self::create( $order, $fact, $parts );
		return $made instanceof WP_Error ? $made : self::told( $made, 'created' );
	}

	/** @param array<int, array{qty: int, refund_total: string, refund_tax: array<int, string>}> $parts */
	private static function create( WC_Order $order, RefundFact $fact, array $parts ): WC_Order_Refund|WP_Error {
		// Stored with the refund itself and before any money moves, so that no crash can fall between them.
		$mark = static function ( mixed $refund ) use ( $fact ): void {
			if ( $refund instanceof WC_Order_Refund ) {
				$refund->update_meta_data( self::REFERENCE, $fact->reference );
				if ( $fact->callGateway ) {
					$refund->update_meta_data( self::ASKED, 'yes' );
				}
			}
		};
		add_action( 'woocommerce_create_refund', $mark );
		try {
			$made = wc_create_refund(
				array(
					'order_id'       => $order->get_id(),
					'amount'         => $fact->amount,
					'reason'         => $fact->reason,
					'line_items'     => $parts,
					'refund_payment' => $fact->callGateway,
					'restock_items'  => $fact->restock,
				)
			);
		} finally {
			remove_action( 'woocommerce_create_refund', $mark );
		}
		if ( $made instanceof WC_Order_Refund ) {
			return $made;
		}
		return Problem::make( $fact->callGateway ? 'gateway_refused' : 'refund_refused', $made->get_error_message(), 422 );
	}

	private static function find( WC_Order $order, string $reference ): ?WC_Order_Refund {
		foreach ( $order->get_refunds() as $refund ) {
			if ( Value::text( $refund->get_meta( self::REFERENCE ) ) === $reference ) {
				return $refund;
			}
		}
		return null;
	}

	/** The gateway was asked, but nobody wrote down what it answered. */
	private static function unpaid( WC_Order_Refund $refund ): bool {
		return '' !== Value::text( $refund->get_meta( self::ASKED ) ) && ! $refund->get_refunded_payment();
	}

	/** @return array{result: string, refund_id: int, amount: string} */
	private static function told( WC_Order_Refund $refund, string $result ): array {
		return array(
			'result'    => $result,
			'refund_id' => $refund->get_id(),
			'amount'    => Value::text( wc_format_decimal( $refund->get_amount(), wc_get_price_decimals() ) ),
		);
	}
}
