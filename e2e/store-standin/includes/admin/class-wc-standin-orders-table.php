<?php
declare( strict_types = 1 );

final class WC_Standin_Orders_Table extends WP_List_Table {
	public function __construct() {
		parent::__construct( array( 'singular' => 'order', 'plural' => 'orders', 'ajax' => false ) );
		// Columns of the screen go through "manage_{screen}_columns", as for every list of wp-admin.
		add_filter( "manage_{$this->screen->id}_columns", array( $this, 'get_columns' ), 0 );
	}

	public function get_columns(): array {
		return apply_filters( 'woocommerce_shop_order_list_table_columns', array(
			'cb'           => '<input type="checkbox">',
			'order_number' => 'Order',
			'order_date'   => 'Date',
			'order_status' => 'Status',
			'order_total'  => 'Total',
		) );
	}

	public function prepare_items(): void {
		$status = sanitize_key( (string) ( $_GET['status'] ?? '' ) );
		$result = wc_get_orders( array_filter( array( 'limit' => 20, 'page' => $this->get_pagenum(), 'paginate' => true, 'type' => 'shop_order', 'status' => $status ) ) );
		$this->items = $result->orders;
		$this->set_pagination_args( array( 'total_items' => $result->total, 'per_page' => 20 ) );
	}

	protected function get_views(): array {
		$views = array( 'all' => '<a href="' . esc_url( admin_url( 'admin.php?page=wc-orders' ) ) . '">All</a>' );
		foreach ( array_merge( wc_get_order_statuses(), array( 'trash' => 'Trash' ) ) as $status => $name ) {
			$count = wc_orders_count( $status );
			if ( $count > 0 ) {
				$views[ $status ] = '<a href="' . esc_url( admin_url( "admin.php?page=wc-orders&status=$status" ) ) . '">' . esc_html( $name ) . " <span class=\"count\">($count)</span></a>";
			}
		}
		return $views;
	}

	public function single_row( $order ): void {
		echo '<tr id="order-' . esc_attr( (string) $order->get_id() ) . '" class="order-' . esc_attr( (string) $order->get_id() ) . ' type-shop_order status-' . esc_attr( $order->get_status() ) . '">';
		$this->single_row_columns( $order );
		echo '</tr>';
	}

	protected function column_cb( $order ): string {
		return '<input type="checkbox" name="id[]" value="' . $order->get_id() . '">';
	}

	protected function column_order_number( WC_Order $order ): string {
		return '<a class="order-view" href="' . esc_url( $order->get_edit_order_url() ) . '"><strong>#' . esc_html( "{$order->get_order_number()} {$order->get_formatted_billing_full_name()}" ) . '</strong></a>';
	}

	protected function column_order_date( WC_Order $order ): string {
		return esc_html( $order->get_date_created()->date_i18n( 'M j, Y' ) );
	}

	protected function column_order_status( WC_Order $order ): string {
		return '<mark class="order-status status-' . esc_attr( $order->get_status() ) . '"><span>' . esc_html( wc_get_order_status_name( $order->get_status() ) ) . '</span></mark>';
	}

	protected function column_order_total( WC_Order $order ): string {
		return $order->get_formatted_order_total();
	}

	protected function column_default( $order, $column_name ): void {
		do_action( 'woocommerce_shop_order_list_table_custom_column', $column_name, $order );
		do_action( "manage_{$this->screen->id}_custom_column", $column_name, $order );
	}
}
