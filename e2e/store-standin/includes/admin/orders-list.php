<?php
declare( strict_types = 1 );

// The list class is not loaded for other pages, and extends a class of wp-admin.
add_action(
	'admin_init',
	static function (): void {
		if ( 'wc-orders' === ( $_GET['page'] ?? '' ) ) {
			require_once ABSPATH . 'wp-admin/includes/class-wp-list-table.php';
			require_once WC_ABSPATH . 'includes/admin/class-wc-standin-orders-table.php';
		}
	}
);

function wc_standin_show_orders(): void {
	$table = $GLOBALS['standin_orders_table'];
	$table->prepare_items();
	echo '<div class="wrap"><h1 class="wp-heading-inline">Orders</h1><hr class="wp-header-end"><form id="wc-orders-filter" method="get"><input type="hidden" name="page" value="wc-orders">';
	$table->views();
	$table->display();
	echo '</form></div>';
}
