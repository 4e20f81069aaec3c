<?php
declare( strict_types = 1 );

/** @return WC_Order_Refund|WP_Error */
function wc_create_refund( array $args = array() ): WC_Order_Refund|WP_Error {
	$order = wc_get_order( (int) $args['order_id'] );
	if ( ! $order instanceof WC_Order ) {
		return new WP_Error( 'error', 'Invalid order ID.' );
	}
	$amount = (float) ( $args['amount'] ?? 0 );
	if ( $amount < 0 || $amount > (float) $order->get_remaining_refund_amount() ) {
		return new WP_Error( 'error', 'Invalid refund amount.' );
	}
	$full   = (float) $order->get_remaining_refund_amount() <= $amount;
	$refund = new WC_Order_Refund();
	foreach ( array(
		'parent_id'   => $order->get_id(),
		'currency'    => $order->get_currency(),
		'amount'      => wc_format_decimal( $amount ),
		'total'       => wc_format_decimal( -$amount ),
		'reason'      => (string) ( $args['reason'] ?? '' ),
		'refunded_by' => get_current_user_id(),
		'status'      => 'completed',
	) as $name => $value ) {
		$refund->set_prop( $name, $value );
	}
	wc_standin_refund_items( $order, $refund, $args );
	do_action( 'woocommerce_create_refund', $refund, $args );
	$refund->save();
	if ( ! empty( $args['refund_payment'] ) ) {
		$paid = wc_refund_payment( $order, $refund->get_amount(), $refund->get_reason() );
		if ( is_wp_error( $paid ) ) {
			$refund->delete();
			return $paid;
		}
		$refund->set_prop( 'refunded_payment', true );
		$refund->save();
	}
	if ( ! empty( $args['restock_items'] ) ) {
		wc_restock_refunded_items( $order, $args['line_items'] ?? array() );
	}
	do_action( $full ? 'woocommerce_order_fully_refunded' : 'woocommerce_order_partially_refunded', $order->get_id(), $refund->get_id() );
	if ( $full ) {
		$order->update_status( 'refunded' );
	}
	$order->save();
	do_action( 'woocommerce_refund_created', $refund->get_id(), $args );
	do_action( 'woocommerce_order_refunded', $order->get_id(), $refund->get_id() );
	return $refund;
}

/** @return true|WP_Error */
function wc_refund_payment( WC_Order $order, mixed $amount, string $reason = '' ): bool|WP_Error {
	$gateway = WC_Payment_Gateways::instance()->payment_gateways()[ $order->get_payment_method() ] ?? null;
	if ( null === $gateway ) {
		return new WP_Error( 'error', 'The payment gateway for this order does not exist.' );
	}
	if ( ! $gateway->supports( 'refunds' ) ) {
		return new WP_Error( 'error', 'The payment gateway for this order does not support automatic refunds.' );
	}
	$result = $gateway->process_refund( $order->get_id(), $amount, $reason );
	if ( is_wp_error( $result ) ) {
		return new WP_Error( 'error', $result->get_error_message() );
	}
	return $result ? true : new WP_Error( 'error', 'An error occurred while attempting to create the refund using the payment gateway API.' );
}

abstract class WC_Payment_Gateway {
	public string $id = '';

	/** @var list<string> */
	public array $supports = array( 'products' );

	public function supports( string $feature ): bool {
		return in_array( $feature, $this->supports, true );
	}

	public function process_refund( $order_id, $amount = null, $reason = '' ) {
		return false;
	}
}

class WC_Payment_Gateways {
	/** @var list<WC_Payment_Gateway> */
	public array $payment_gateways = array();

	public static function instance(): self {
		static $only = null;
		return $only ??= new self();
	}

	/** @return array<string, WC_Payment_Gateway> */
	public function payment_gateways(): array {
		return array_column( $this->payment_gateways, null, 'id' );
	}
}

function wc_standin_refund_items( WC_Order $order, WC_Order_Refund $refund, array $args ): void {
	foreach ( $args['line_items'] ?? array() as $id => $line ) {
		$original = $order->get_item( (int) $id );
		if ( ! $original ) {
			continue;
		}
		$quantity = (int) ( $line['qty'] ?? 0 );
		$class    = get_class( $original );
		$copy     = new $class();
		$taxes    = array_map( static fn( $tax ) => wc_format_decimal( -(float) $tax ), $line['refund_tax'] ?? array() );
		foreach ( array_intersect_key( $original->get_data(), array_flip( array( 'name', 'product_id', 'variation_id', 'tax_class', 'method_id', 'method_title' ) ) ) as $name => $value ) {
			$copy->set_prop( $name, $value );
		}
		$copy->set_prop( 'total', wc_format_decimal( -(float) ( $line['refund_total'] ?? 0 ) ) );
		if ( $original->is_type( 'line_item' ) ) {
			$copy->set_prop( 'quantity', -$quantity );
			$copy->set_prop( 'subtotal', $copy->get_prop( 'total' ) );
		}
		$copy->set_taxes( $original->is_type( 'line_item' ) ? array( 'total' => $taxes, 'subtotal' => $taxes ) : array( 'total' => $taxes ) );
		$copy->add_meta_data( '_refunded_item_id', (int) $id );
		$refund->add_item( $copy );
	}
}

/** @param array<int, array{qty?: int}> $lines */
function wc_restock_refunded_items( WC_Order $order, array $lines ): void {
	foreach ( $order->get_items() as $id => $item ) {
		if ( ! empty( $lines[ $id ]['qty'] ) ) {
			wc_standin_restock( $order, $item, (int) $lines[ $id ]['qty'] );
		}
	}
}

function wc_standin_restock( WC_Order $order, WC_Order_Item $item, int $quantity ): void {
	$product = $item->get_product();
	$reduced = (int) $item->get_meta( '_reduced_stock' );
	if ( ! $product || ! $product->managing_stock() || $reduced < 1 ) {
		return;
	}
	$old = (int) $product->get_stock_quantity();
	$new = wc_update_product_stock( $product, $quantity, 'increase' );
	$item->update_meta_data( '_reduced_stock', $reduced - $quantity );
	$item->update_meta_data( '_restock_refunded_items', (int) $item->get_meta( '_restock_refunded_items' ) + $quantity );
	$item->save();
	$order->add_order_note( sprintf( 'Item #%s stock increased from %s to %s.', $product->get_id(), $old, $new ) );
	do_action( 'woocommerce_restock_refunded_item', $product->get_id(), $old, $new, $order, $product );
}
