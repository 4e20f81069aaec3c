<?php
/**
 * A refund as the agent asks for it, checked against what is left of the order.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Problem;
use Crossdock\Support\Value;
use WC_Order;
use WC_Order_Item;
use WC_Order_Item_Fee;
use WC_Order_Item_Product;
use WC_Order_Item_Shipping;
use WC_Order_Item_Tax;
use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-type Part array{qty: int, refund_total: string, refund_tax: array<int, string>}
 * @phpstan-type Given array{item: int, quantity: float, net: string, taxes: array<string, string>}
 */
final class RefundFact {
	/**
	 * @param list<Given>      $lines
	 * @param list<Given>      $charges
	 */
	private function __construct(
		public readonly string $reference,
		public readonly string $amount,
		public readonly string $reason,
		public readonly bool $callGateway,
		public readonly bool $restock,
		private readonly string $currency,
		private readonly array $lines,
		private readonly array $charges,
	) {
	}

	/** @param array<string, mixed> $body */
	public static function parse( array $body ): self {
		return new self(
			Value::text( $body['reference'] ?? '' ),
			Value::text( $body['amount'] ?? '' ),
			sanitize_text_field( Value::text( $body['reason'] ?? '' ) ),
			true === ( $body['call_gateway'] ?? false ),
			true === ( $body['restock'] ?? false ),
			Value::text( $body['currency'] ?? '' ),
			array_map( static fn( array $row ) => self::given( $row, 'line_id' ), Value::maps( $body['lines'] ?? array() ) ),
			array_map( static fn( array $row ) => self::given( $row, 'charge_id' ), Value::maps( $body['charges'] ?? array() ) ),
		);
	}

	/** @return array<int, Part>|WP_Error by item id, as wc_create_refund() wants them */
	public function partsOf( WC_Order $order ): array|WP_Error {
		if ( $order->get_currency() !== $this->currency ) {
			/* translators: 1: currency of the order, 2: currency of the refund */
			return self::invalid( sprintf( __( 'The order was paid in %1$s, not in %2$s.', 'crossdock' ), $order->get_currency(), $this->currency ) );
		}
		if ( (float) $this->amount <= 0 ) {
			return self::invalid( __( 'The amount must be above zero.', 'crossdock' ) );
		}
		$rates = self::ratesOf( $order );
		$parts = array();
		$worth = 0.0;
		foreach ( array( array( $this->lines, array( 'line_item' ) ), array( $this->charges, array( 'shipping', 'fee' ) ) ) as list( $given, $types ) ) {
			$items = $order->get_items( $types );
			foreach ( $given as $row ) {
				$item = $items[ $row['item'] ] ?? null;
				$part = self::part( $order, $item, $row, $rates );
				if ( $part instanceof WP_Error ) {
					return $part;
				}
				if ( isset( $parts[ $row['item'] ] ) ) {
					return self::invalid( __( 'The refund names a line twice.', 'crossdock' ), $row['item'] );
				}
				$parts[ $row['item'] ] = $part;
				$worth                += (float) $part['refund_total'] + array_sum( array_map( 'floatval', $part['refund_tax'] ) );
			}
		}
		// Half a unit is more than any error of the addition and less than any real difference.
		if ( $worth > (float) $this->amount + self::unit() / 2 ) {
			return self::invalid( __( 'The lines of the refund are worth more than its amount.', 'crossdock' ) );
		}
		return $parts;
	}

	/** The code that says which of the two it is: a refund that cannot be, or one that comes when too little is left. */
	public static function tooMuch( string $why, int $item_id = 0 ): WP_Error {
		return Problem::make( 'refund_too_much', $why, 422, array( 'line_id' => $item_id ) );
	}

	public function checkAmountLeft( WC_Order $order ): ?WP_Error {
		$left = (float) $order->get_remaining_refund_amount();
		if ( (float) $this->amount <= $left + self::unit() / 2 ) {
			return null;
		}
		/* translators: 1: amount, 2: currency */
		return self::tooMuch( sprintf( __( 'Only %1$s %2$s of the order can still be refunded.', 'crossdock' ), Value::text( wc_format_decimal( $left, wc_get_price_decimals() ) ), $order->get_currency() ) );
	}

	/**
	 * @param Given              $row
	 * @param array<string, int> $rates
	 * @return Part|WP_Error
	 */
	private static function part( WC_Order $order, ?WC_Order_Item $item, array $row, array $rates ): array|WP_Error {
		if ( ! $item instanceof WC_Order_Item_Product && ! $item instanceof WC_Order_Item_Shipping && ! $item instanceof WC_Order_Item_Fee ) {
			return self::invalid( __( 'The order has no such line.', 'crossdock' ), $row['item'] );
		}
		if ( $row['quantity'] < 0 || floor( $row['quantity'] ) !== $row['quantity'] ) {
			return self::invalid( __( 'Units must be whole numbers.', 'crossdock' ), $row['item'] );
		}
		$taxes = array();
		foreach ( $row['taxes'] as $code => $amount ) {
			$rate = $rates[ $code ] ?? null;
			if ( null === $rate ) {
				/* translators: %s: code of a tax rate */
				return self::invalid( sprintf( __( 'The order knows no tax "%s".', 'crossdock' ), $code ), $row['item'] );
			}
			$taxes[ $rate ] = $amount;
		}
		return self::tooMuchOf( $order, $item, $row, $taxes ) ?? array(
			'qty'          => (int) $row['quantity'],
			'refund_total' => $row['net'],
			'refund_tax'   => $taxes,
		);
	}

	/**
	 * WooCommerce itself only looks at the amount of the whole order.
	 *
	 * @param Given              $row
	 * @param array<int, string> $taxes
	 */
	private static function tooMuchOf( WC_Order $order, WC_Order_Item_Product|WC_Order_Item_Shipping|WC_Order_Item_Fee $item, array $row, array $taxes ): ?WP_Error {
		$type = $item->get_type();
		$id   = $item->get_id();
		if ( $item instanceof WC_Order_Item_Product ) {
			$units = (float) $item->get_quantity() + (float) $order->get_qty_refunded_for_item( $id );
			if ( $row['quantity'] > $units ) {
				/* translators: %s: count */
				return self::tooMuch( sprintf( __( 'Only %s units of the line can still be refunded.', 'crossdock' ), (string) $units ), $id );
			}
		}
		$left = (float) $item->get_total() - (float) $order->get_total_refunded_for_item( $id, $type );
		if ( self::exceeds( (float) $row['net'], $left ) ) {
			/* translators: %s: amount */
			return self::tooMuch( sprintf( __( 'Only %s of the line can still be refunded.', 'crossdock' ), Value::text( wc_format_decimal( $left, wc_get_price_decimals() ) ) ), $id );
		}
		$charged = $item->get_taxes()['total'] ?? array();
		foreach ( $taxes as $rate => $amount ) {
			$left = (float) Value::text( is_array( $charged ) ? $charged[ $rate ] ?? '' : '' ) - (float) $order->get_tax_refunded_for_item( $id, $rate, $type );
			if ( self::exceeds( (float) $amount, $left ) ) {
				/* translators: %s: amount */
				return self::tooMuch( sprintf( __( 'Only %s of a tax of the line can still be refunded.', 'crossdock' ), Value::text( wc_format_decimal( $left, wc_get_price_decimals() ) ) ), $id );
			}
		}
		return null;
	}

	/** One unit is granted, because WooCommerce keeps more digits than money has. An allowance is refunded with the opposite sign. */
	private static function exceeds( float $wanted, float $left ): bool {
		return abs( $wanted ) > abs( $left ) + self::unit() * 1.01;
	}

	private static function unit(): float {
		return 10 ** -wc_get_price_decimals();
	}

	/** @return array<string, int> rate ids by the codes under which the agent read them */
	private static function ratesOf( WC_Order $order ): array {
		$rates = array();
		foreach ( $order->get_items( 'tax' ) as $item ) {
			if ( $item instanceof WC_Order_Item_Tax ) {
				$rates[ 'rate-' . $item->get_rate_id() ] = (int) $item->get_rate_id();
				$rates[ (string) $item->get_rate_code() ] = (int) $item->get_rate_id();
			}
		}
		return $rates;
	}

	/**
	 * @param array<string, mixed> $row
	 * @return Given
	 */
	private static function given( array $row, string $id ): array {
		$taxes = array();
		foreach ( Value::maps( $row['taxes'] ?? array() ) as $tax ) {
			$taxes[ Value::text( $tax['code'] ?? '' ) ] = Value::text( $tax['amount'] ?? '' );
		}
		return array(
			'item'     => Value::int( $row[ $id ] ?? 0 ),
			'quantity' => (float) Value::text( $row['quantity'] ?? '0' ),
			'net'      => Value::text( $row['net'] ?? '' ),
			'taxes'    => $taxes,
		);
	}

	private static function invalid( string $why, int $item_id = 0 ): WP_Error {
		return Problem::make( 'refund_invalid', $why, 422, array( 'line_id' => $item_id ) );
	}
}
