<?php
declare( strict_types = 1 );

// The customer's view of an order, with the hooks that plugins print into: /my-account/view-order/ID/ when logged in, or with the order's key.
add_action(
	'template_redirect',
	static function (): void {
		$path = (string) wp_parse_url( (string) $_SERVER['REQUEST_URI'], PHP_URL_PATH );
		if ( ! preg_match( '#/(view-order|order-received)/(\d+)/?$#', $path, $match ) ) {
			return;
		}
		$order   = wc_get_order( (int) $match[2] );
		$allowed = $order instanceof WC_Order && ( ( is_user_logged_in() && ( $order->get_user_id() === get_current_user_id() || current_user_can( 'edit_shop_orders' ) ) ) || hash_equals( $order->get_order_key(), (string) ( $_GET['key'] ?? '' ) ) );
		if ( ! $allowed ) {
			return;
		}
		status_header( 200 );
		echo '<!doctype html><html><head><meta charset="utf-8"><title>Order</title>';
		wp_head();
		echo '</head><body class="woocommerce-account"><h1>' . esc_html( "Order #{$order->get_order_number()}" ) . '</h1><p>' . esc_html( wc_get_order_status_name( $order->get_status() ) ) . '</p><table class="woocommerce-table--order-details"><tbody>';
		foreach ( $order->get_items() as $item ) {
			echo '<tr><td>' . esc_html( $item->get_name() ) . ' × ' . esc_html( (string) $item->get_quantity() ) . '</td><td>' . wp_kses_post( wc_price( $item->get_total() ) ) . '</td></tr>';
		}
		echo '</tbody></table>';
		do_action( 'woocommerce_order_details_after_order_table', $order );
		echo '<ol class="woocommerce-OrderUpdates">';
		foreach ( $order->get_customer_order_notes() as $note ) {
			echo '<li>' . wp_kses_post( wpautop( $note->comment_content ) ) . '</li>';
		}
		echo '</ol>';
		wp_footer();
		echo '</body></html>';
		exit;
	},
	0
);
