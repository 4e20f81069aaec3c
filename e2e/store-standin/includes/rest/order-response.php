<?php
declare( strict_types = 1 );

/** @return list<array<string, mixed>> */
function wc_standin_meta_data( WC_Data $object ): array {
	return array_map( static fn( WC_Meta_Data $entry ) => $entry->get_data(), $object->get_meta_data() );
}

/** @return array<string, mixed> */
function wc_standin_item_response( WC_Order_Item $item, int $dp ): array {
	$data = array_diff_key( $item->get_data(), array( 'order_id' => 1, 'total_tax_original' => 1 ) );
	foreach ( array( 'subtotal', 'subtotal_tax', 'total', 'total_tax', 'tax_total', 'shipping_tax_total', 'discount', 'discount_tax' ) as $name ) {
		if ( isset( $data[ $name ] ) ) {
			$data[ $name ] = wc_format_decimal( $data[ $name ], $dp );
		}
	}
	if ( isset( $data['taxes'] ) ) {
		$taxes         = $data['taxes'];
		$data['taxes'] = array();
		foreach ( $taxes['total'] ?? array() as $id => $total ) {
			$data['taxes'][] = array( 'id' => (int) $id, 'total' => wc_format_decimal( $total, $dp ), 'subtotal' => isset( $taxes['subtotal'][ $id ] ) ? wc_format_decimal( $taxes['subtotal'][ $id ], $dp ) : '' );
		}
	}
	if ( ! $item->is_type( array( 'line_item', 'fee' ) ) ) {
		unset( $data['name'] );
	}
	$data['meta_data'] = array_map( static fn( $entry ) => $entry + array( 'display_key' => ucfirst( $entry['key'] ), 'display_value' => $entry['value'] ), wc_standin_meta_data( $item ) );
	if ( $item instanceof WC_Order_Item_Product ) {
		$product                  = $item->get_product();
		$data['sku']              = $product ? $product->get_sku() : null;
		$data['global_unique_id'] = $product ? $product->get_global_unique_id() : null;
		$data['price']            = $item->get_quantity() ? (float) $item->get_total() / $item->get_quantity() : 0;
		$data['image']            = array( 'id' => '', 'src' => '' );
		$data['parent_name']      = $product && $product->is_type( 'variation' ) ? $product->get_title() : null;
	}
	return $data;
}

/** @return array<string, mixed> */
function wc_standin_order_data( WC_Order $order, int $dp ): array {
	$data = $order->get_data();
	unset( $data['stock_reduced'] );
	foreach ( array( 'discount_total', 'discount_tax', 'shipping_total', 'shipping_tax', 'cart_tax', 'total', 'total_tax' ) as $name ) {
		$data[ $name ] = wc_format_decimal( $data[ $name ], $dp );
	}
	foreach ( WC_STANDIN_ORDER_DATES as $name ) {
		$date                    = $data[ $name ];
		$data[ $name ]           = wc_rest_prepare_date_response( $date, false );
		$data[ "{$name}_gmt" ] = wc_rest_prepare_date_response( $date );
	}
	$data['status']    = $order->get_status();
	$data['number']    = $order->get_order_number();
	$data['meta_data'] = wc_standin_meta_data( $order );
	foreach ( array( 'line_items' => 'line_item', 'tax_lines' => 'tax', 'shipping_lines' => 'shipping', 'fee_lines' => 'fee', 'coupon_lines' => 'coupon' ) as $name => $type ) {
		$data[ $name ] = array_map( static fn( $item ) => wc_standin_item_response( $item, $dp ), array_values( $order->get_items( $type ) ) );
	}
	$data['refunds'] = array_map( static fn( $refund ) => array( 'id' => $refund->get_id(), 'reason' => $refund->get_reason(), 'total' => '-' . wc_format_decimal( $refund->get_amount(), $dp ), 'total_tax' => '0.00' ), $order->get_refunds() );
	return array_merge( $data, array(
		'payment_url'      => $order->get_checkout_payment_url(),
		'is_editable'      => $order->is_editable(),
		'needs_payment'    => $order->needs_payment(),
		'needs_processing' => $order->needs_processing(),
		'currency_symbol'  => html_entity_decode( get_woocommerce_currency_symbol( $order->get_currency() ) ),
	) );
}

function wc_standin_order_response( WC_Order $order, WP_REST_Request $request, int $status = 200 ): WP_REST_Response {
	$response = new WP_REST_Response( wc_standin_order_data( $order, (int) ( $request['dp'] ?? wc_get_price_decimals() ) ), $status );
	$response->add_link( 'self', rest_url( "wc/v3/orders/{$order->get_id()}" ) );
	$response->add_link( 'collection', rest_url( 'wc/v3/orders' ) );
	return apply_filters( 'woocommerce_rest_prepare_shop_order_object', $response, $order, $request );
}

/** @return array<string, mixed> */
function wc_standin_refund_response( WC_Order_Refund $refund, int $dp ): array {
	return array(
		'id'               => $refund->get_id(),
		'date_created'     => wc_rest_prepare_date_response( $refund->get_date_created(), false ),
		'date_created_gmt' => wc_rest_prepare_date_response( $refund->get_date_created() ),
		'amount'           => wc_format_decimal( $refund->get_amount(), $dp ),
		'reason'           => $refund->get_reason(),
		'refunded_by'      => $refund->get_refunded_by(),
		'refunded_payment' => $refund->get_refunded_payment(),
		'meta_data'        => wc_standin_meta_data( $refund ),
	) + array_map(
		static fn( string $type ) => array_map( static fn( $item ) => wc_standin_item_response( $item, $dp ), array_values( $refund->get_items( $type ) ) ),
		array( 'line_items' => 'line_item', 'shipping_lines' => 'shipping', 'fee_lines' => 'fee' )
	);
}
