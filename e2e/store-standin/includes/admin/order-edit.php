<?php
declare( strict_types = 1 );

function wc_standin_show_order( WC_Order $order ): void {
	$screen = wc_get_page_screen_id( 'shop-order' );
	echo '<div class="wrap"><h1 class="wp-heading-inline">Edit order</h1><hr class="wp-header-end"><form method="post" id="order"><div id="poststuff"><div id="post-body" class="metabox-holder columns-2">';
	wp_nonce_field( 'update-order_' . $order->get_id() );
	wp_nonce_field( 'meta-box-order', 'meta-box-order-nonce', false );
	wp_nonce_field( 'closedpostboxes', 'closedpostboxesnonce', false );
	echo '<div id="postbox-container-1" class="postbox-container">';
	do_meta_boxes( $screen, 'side', $order );
	echo '</div><div id="postbox-container-2" class="postbox-container">';
	do_meta_boxes( $screen, 'normal', $order );
	do_meta_boxes( $screen, 'advanced', $order );
	echo '</div></div></div></form></div>';
}

add_action(
	'add_meta_boxes',
	static function ( string $screen ): void {
		if ( wc_get_page_screen_id( 'shop-order' ) !== $screen ) {
			return;
		}
		add_meta_box( 'woocommerce-order-data', 'Order data', 'wc_standin_order_data_box', $screen, 'normal', 'high' );
		add_meta_box( 'woocommerce-order-items', 'Items', 'wc_standin_order_items_box', $screen, 'normal', 'high' );
		add_meta_box( 'woocommerce-order-notes', 'Order notes', 'wc_standin_order_notes_box', $screen, 'side' );
		add_meta_box( 'woocommerce-order-actions', 'Order actions', 'wc_standin_order_actions_box', $screen, 'side', 'high' );
	},
	5
);

function wc_standin_order_data_box( WC_Order $order ): void {
	echo '<div id="order_data" class="panel"><h2 class="woocommerce-order-data__heading">' . esc_html( "Order #{$order->get_order_number()} details" ) . '</h2><p><label for="order_status">Status:</label> <select id="order_status" name="order_status">';
	foreach ( wc_get_order_statuses() as $status => $name ) {
		echo '<option value="' . esc_attr( $status ) . '"' . selected( "wc-{$order->get_status()}", $status, false ) . '>' . esc_html( $name ) . '</option>';
	}
	echo '</select></p>';
	do_action( 'woocommerce_admin_order_data_after_order_details', $order );
	echo '<address>' . esc_html( implode( ', ', array_filter( $order->get_address( 'shipping' ) ?: $order->get_address() ) ) ) . '</address></div>';
}

function wc_standin_order_items_box( WC_Order $order ): void {
	echo '<table class="woocommerce_order_items widefat"><tbody>';
	foreach ( $order->get_items( array( 'line_item', 'shipping', 'fee' ) ) as $item ) {
		$quantity = $item->is_type( 'line_item' ) ? "× {$item->get_quantity()}" : '';
		echo '<tr class="item"><td class="name">' . esc_html( $item->get_name() ) . '</td><td class="quantity">' . esc_html( $quantity ) . '</td><td class="line_cost">' . wp_kses_post( wc_price( $item->get_total() ) ) . '</td></tr>';
	}
	echo '</tbody></table><p>Order total: ' . wp_kses_post( $order->get_formatted_order_total() ) . '</p>';
}

function wc_standin_order_notes_box( WC_Order $order ): void {
	echo '<ul class="order_notes">';
	foreach ( wc_standin_notes( $order->get_id() ) as $note ) {
		echo '<li class="note"><div class="note_content">' . wp_kses_post( wpautop( $note->comment_content ) ) . '</div></li>';
	}
	echo '</ul>';
}

function wc_standin_order_actions_box(): void {
	echo '<button type="submit" class="button save_order button-primary" name="save" value="Update">Update</button>';
}
