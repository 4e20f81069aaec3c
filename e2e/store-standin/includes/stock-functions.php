<?php
declare( strict_types = 1 );

/** One atomic SQL statement for a step up or down; a set is absolute and overwrites what was sold meanwhile. */
function wc_update_product_stock( mixed $product, mixed $stock_quantity = null, string $operation = 'set', bool $updating = false ): int|false|null {
	global $wpdb;
	$product = wc_get_product( $product );
	if ( ! $product || null === $stock_quantity || ! $product->managing_stock() ) {
		return $product ? $product->get_stock_quantity() : false;
	}
	$owner = $product->get_stock_managed_by_id();
	$kind  = wc_get_product( $owner )->is_type( 'variation' ) ? 'variation' : 'product';
	do_action( "woocommerce_{$kind}_before_set_stock", wc_get_product( $owner ) );
	add_post_meta( $owner, '_stock', 0, true );
	$amount = wc_stock_amount( $stock_quantity );
	$value  = 'set' === $operation ? $wpdb->prepare( '%s', (string) $amount ) : $wpdb->prepare( 'meta_value + %d', 'increase' === $operation ? $amount : -$amount );
	$wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->postmeta} SET meta_value = $value WHERE post_id = %d AND meta_key = '_stock'", $owner ) );
	wp_cache_delete( $owner, 'post_meta' );
	do_action( 'woocommerce_updated_product_stock', $owner );
	$fresh = wc_get_product( $owner );
	if ( ! $updating ) {
		$fresh->save();
	}
	do_action( "woocommerce_{$kind}_set_stock", $fresh );
	return $fresh->get_stock_quantity();
}

function wc_reduce_stock_levels( mixed $order ): void {
	$order = wc_get_order( $order );
	if ( ! $order || 'yes' !== get_option( 'woocommerce_manage_stock' ) || ! apply_filters( 'woocommerce_can_reduce_order_stock', true, $order ) ) {
		return;
	}
	$told = array();
	foreach ( $order->get_items() as $item ) {
		$product = $item->get_product();
		if ( $item->get_meta( '_reduced_stock' ) || ! $product || ! $product->managing_stock() ) {
			continue;
		}
		$quantity = apply_filters( 'woocommerce_order_item_quantity', $item->get_quantity(), $order, $item );
		$new      = wc_update_product_stock( $product, $quantity, 'decrease' );
		$item->add_meta_data( '_reduced_stock', $quantity, true );
		$item->save();
		$change = array( 'product' => $product, 'from' => $new + $quantity, 'to' => $new );
		$told[] = "{$product->get_name()} ({$change['from']}&rarr;{$change['to']})";
		do_action( 'woocommerce_reduce_order_item_stock', $item, $change, $order );
	}
	if ( array() !== $told ) {
		$order->add_order_note( 'Stock levels reduced: ' . implode( ', ', $told ) );
	}
	do_action( 'woocommerce_reduce_order_stock', $order );
}

function wc_increase_stock_levels( mixed $order ): void {
	$order = wc_get_order( $order );
	if ( ! $order || ! apply_filters( 'woocommerce_can_restore_order_stock', true, $order ) ) {
		return;
	}
	$told = array();
	foreach ( $order->get_items() as $item ) {
		$product = $item->get_product();
		$reduced = $item->get_meta( '_reduced_stock' );
		if ( ! $reduced || ! $product || ! $product->managing_stock() ) {
			continue;
		}
		$new = wc_update_product_stock( $product, $reduced, 'increase' );
		$old = $new - (int) $reduced;
		$item->delete_meta_data( '_reduced_stock' );
		$item->save();
		$told[] = "{$product->get_name()} ($old&rarr;$new)";
		do_action( 'woocommerce_restore_order_item_stock', $item, $new, $old, $order );
	}
	if ( array() !== $told ) {
		$order->add_order_note( 'Stock levels increased: ' . implode( ', ', $told ) );
	}
	do_action( 'woocommerce_restore_order_stock', $order );
}

/** The flag is written past the order object, so that it neither moves the date nor fires a hook. */
function wc_standin_mark_stock_reduced( int $order_id, bool $reduced ): void {
	global $wpdb;
	$data                  = json_decode( (string) $wpdb->get_var( $wpdb->prepare( "SELECT data FROM {$wpdb->prefix}wc_orders WHERE id = %d", $order_id ) ), true );
	$data['stock_reduced'] = $reduced;
	$wpdb->update( "{$wpdb->prefix}wc_orders", array( 'data' => wp_json_encode( $data ) ), array( 'id' => $order_id ) );
}

function wc_maybe_reduce_stock_levels( int $order_id ): void {
	$order = wc_get_order( $order_id );
	if ( $order && apply_filters( 'woocommerce_payment_complete_reduce_order_stock', ! $order->get_order_stock_reduced(), $order_id ) ) {
		wc_reduce_stock_levels( $order );
		wc_standin_mark_stock_reduced( $order_id, true );
	}
}

function wc_maybe_increase_stock_levels( int $order_id ): void {
	$order = wc_get_order( $order_id );
	if ( $order && $order->get_order_stock_reduced() ) {
		wc_increase_stock_levels( $order );
		wc_standin_mark_stock_reduced( $order_id, false );
	}
}

foreach ( array( 'payment_complete', 'order_status_completed', 'order_status_processing', 'order_status_on-hold' ) as $standin_event ) {
	add_action( "woocommerce_$standin_event", 'wc_maybe_reduce_stock_levels' );
}
foreach ( array( 'cancelled', 'pending', 'failed' ) as $standin_event ) {
	add_action( "woocommerce_order_status_$standin_event", 'wc_maybe_increase_stock_levels' );
}
