<?php
declare( strict_types = 1 );

add_action(
	'admin_menu',
	static function (): void {
		global $admin_page_hooks;
		add_menu_page( 'WooCommerce', 'WooCommerce', 'edit_others_shop_orders', 'woocommerce', '', 'dashicons-cart', '55.5' );
		// The hook names of the pages below must not depend on the menu's translation.
		$admin_page_hooks['woocommerce'] = 'woocommerce';
	},
	9
);

add_action(
	'admin_menu',
	static function (): void {
		$show = static function (): void {
			$order = wc_get_order( (int) ( $_GET['id'] ?? 0 ) );
			'edit' === ( $_GET['action'] ?? '' ) && $order instanceof WC_Order ? wc_standin_show_order( $order ) : wc_standin_show_orders();
		};
		$page = (string) add_submenu_page( 'woocommerce', 'Orders', 'Orders', 'edit_shop_orders', 'wc-orders', $show );
		remove_submenu_page( 'woocommerce', 'woocommerce' );
		add_action( "load-$page", 'wc_standin_load_orders_page' );
	},
	15
);

/** Saves the edit form, and prepares the boxes before anything is printed. */
function wc_standin_load_orders_page(): void {
	$order = 'edit' === ( $_GET['action'] ?? '' ) ? wc_get_order( (int) ( $_GET['id'] ?? 0 ) ) : false;
	if ( ! $order instanceof WC_Order ) {
		$GLOBALS['standin_orders_table'] = new WC_Standin_Orders_Table();
		return;
	}
	$GLOBALS['theorder'] = $order;
	if ( 'POST' === $_SERVER['REQUEST_METHOD'] ) {
		check_admin_referer( 'update-order_' . $order->get_id() );
		do_action( 'woocommerce_process_shop_order_meta', $order->get_id(), $order );
		$fresh = wc_get_order( $order->get_id() );
		$fresh->set_status( sanitize_key( (string) $_POST['order_status'] ), '', true );
		$fresh->save();
		wp_safe_redirect( $order->get_edit_order_url() );
		exit;
	}
	$screen = wc_get_page_screen_id( 'shop-order' );
	do_action( 'add_meta_boxes', $screen, $order );
	do_action( "add_meta_boxes_$screen", $order );
	wp_enqueue_script( 'post' );
}
