<?php
declare( strict_types = 1 );

/** Reads a request into an order; unknown fields are ignored. */
final class WC_Standin_Order_Request {
	private const PLAIN = array( 'parent_id', 'currency', 'customer_id', 'customer_note', 'payment_method', 'payment_method_title', 'transaction_id' );

	public function __construct( private WP_REST_Request $request ) {}

	public function apply( WC_Order $order, bool $creating ): void {
		foreach ( self::PLAIN as $name ) {
			if ( null !== $this->request[ $name ] ) {
				$order->set_prop( $name, $this->request[ $name ] );
			}
		}
		foreach ( array( 'billing', 'shipping' ) as $kind ) {
			if ( is_array( $this->request[ $kind ] ) ) {
				$order->set_address( $this->request[ $kind ], $kind );
			}
		}
		foreach ( array( 'line_items' => 'line_item', 'shipping_lines' => 'shipping', 'fee_lines' => 'fee' ) as $name => $type ) {
			foreach ( is_array( $this->request[ $name ] ) ? $this->request[ $name ] : array() as $line ) {
				$this->line( $order, $type, (array) $line );
			}
		}
		wc_standin_apply_meta( $order, $this->request['meta_data'] );
		if ( ! empty( $this->request['coupon_lines'] ) ) {
			throw new WC_Data_Exception( 'woocommerce_rest_invalid_coupon', 'Coupon does not exist!' );
		}
	}

	private function line( WC_Order $order, string $type, array $line ): void {
		if ( ! empty( $line['id'] ) && ( array_key_exists( 'product_id', $line ) && null === $line['product_id'] || 0 === ( $line['quantity'] ?? null ) ) ) {
			$order->remove_item( (int) $line['id'] );
			return;
		}
		$item = empty( $line['id'] ) ? null : $order->get_item( (int) $line['id'] );
		if ( false === $item ) {
			throw new WC_Data_Exception( 'woocommerce_rest_invalid_item_id', 'Order item ID provided is not associated with order.' );
		}
		$fresh   = null === $item;
		$class   = wc_standin_item_classes()[ $type ];
		$item  ??= new $class();
		if ( 'line_item' === $type ) {
			$this->product( $item, $line, $fresh );
		}
		foreach ( array( 'name', 'tax_class', 'method_title', 'method_id', 'instance_id', 'tax_status', 'quantity', 'subtotal', 'total' ) as $name ) {
			if ( isset( $line[ $name ] ) && array_key_exists( $name, $item->get_data() ) ) {
				$item->{"set_$name"}( 'quantity' === $name ? (int) $line[ $name ] : (string) $line[ $name ] );
			}
		}
		wc_standin_apply_meta( $item, $line['meta_data'] ?? null );
		if ( $fresh ) {
			$order->add_item( $item );
		} else {
			$item->save();
		}
	}

	private function product( WC_Order_Item_Product $item, array $line, bool $fresh ): void {
		$id = (int) ( $line['variation_id'] ?? 0 ) ?: (int) ( $line['product_id'] ?? 0 );
		if ( 0 === $id && ! empty( $line['sku'] ) ) {
			$id = wc_get_product_id_by_sku( (string) $line['sku'] );
		}
		$product = 0 === $id ? false : wc_get_product( $id );
		if ( $fresh && 0 === $id ) {
			throw new WC_Data_Exception( 'woocommerce_rest_required_product_reference', 'Product ID or SKU is required.' );
		}
		if ( ! $fresh || ! $product ) {
			$item->set_prop( 'product_id', 0 === $id ? $item->get_product_id() : $id );
			return;
		}
		$item->set_product( $product );
		$total = wc_format_decimal( WC_Tax::without_taxes( (float) $product->get_price(), $product->get_tax_class() ) * (int) ( $line['quantity'] ?? 1 ) );
		$item->set_prop( 'total', $total );
		$item->set_prop( 'subtotal', $total );
	}
}

/** With an id: that row; without: by key; a null value deletes. */
function wc_standin_apply_meta( WC_Data $object, mixed $rows ): void {
	foreach ( is_array( $rows ) ? $rows : array() as $row ) {
		$id = (int) ( $row['id'] ?? 0 );
		if ( ! isset( $row['value'] ) ) {
			0 === $id ? $object->delete_meta_data( (string) ( $row['key'] ?? '' ) ) : $object->delete_meta_data_by_mid( $id );
		} else {
			$object->update_meta_data( (string) $row['key'], $row['value'], $id );
		}
	}
}
