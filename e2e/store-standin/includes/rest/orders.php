<?php
declare( strict_types = 1 );

final class WC_Standin_Orders_Route {
	public function register(): void {
		$states   = array_map( static fn( $status ) => substr( $status, 3 ), array_keys( wc_get_order_statuses() ) );
		$writable = array(
			'status'       => array( 'type' => 'string', 'enum' => array_merge( array( 'auto-draft' ), $states ) ),
			'set_paid'     => array( 'type' => 'boolean', 'default' => false ),
			'customer_id'  => array( 'type' => 'integer' ),
			'billing'      => array( 'type' => 'object' ),
			'shipping'     => array( 'type' => 'object' ),
			'line_items'   => array( 'type' => 'array' ),
			'meta_data'    => array( 'type' => 'array' ),
			'dp'           => array( 'type' => 'integer', 'default' => wc_get_price_decimals() ),
		);
		$list     = wc_standin_list_args( array( 'date', 'id', 'include', 'title', 'slug', 'modified' ) ) + array(
			'status'   => array( 'type' => 'array', 'default' => array( 'any' ), 'items' => array( 'type' => 'string', 'enum' => array_merge( array( 'any', 'trash', 'auto-draft' ), $states ) ) ),
			'customer' => array( 'type' => 'integer' ),
			'parent'   => array( 'type' => 'array', 'items' => array( 'type' => 'integer' ) ),
		);
		$one      = array( 'dp' => $list['dp'] );
		register_rest_route( 'wc/v3', '/orders', array(
			array( 'methods' => 'GET', 'callback' => array( $this, 'index' ), 'permission_callback' => wc_standin_may( 'shop_order', 'read' ), 'args' => $list ),
			array( 'methods' => 'POST', 'callback' => array( $this, 'create' ), 'permission_callback' => wc_standin_may( 'shop_order', 'create' ), 'args' => $writable ),
		) );
		register_rest_route( 'wc/v3', '/orders/(?P<id>[\d]+)', array(
			array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission_callback' => wc_standin_may( 'shop_order', 'read' ), 'args' => $one ),
			array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'update' ), 'permission_callback' => wc_standin_may( 'shop_order', 'edit' ), 'args' => $writable ),
			array( 'methods' => 'DELETE', 'callback' => array( $this, 'delete' ), 'permission_callback' => wc_standin_may( 'shop_order', 'delete' ), 'args' => array( 'force' => array( 'type' => 'boolean', 'default' => false ) ) ),
		) );
		register_rest_route( 'wc/v3', '/orders/batch', array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'batch' ), 'permission_callback' => wc_standin_may( 'shop_order', 'batch' ) ) );
		register_rest_route( 'wc/v3', '/orders/(?P<order_id>[\d]+)/refunds', array(
			array( 'methods' => 'GET', 'callback' => array( $this, 'refunds' ), 'permission_callback' => wc_standin_may( 'shop_order', 'read' ), 'args' => $list ),
			array( 'methods' => 'POST', 'callback' => array( $this, 'refund' ), 'permission_callback' => wc_standin_may( 'shop_order', 'create' ) ),
		) );
	}

	public function index( WP_REST_Request $request ): WP_REST_Response {
		$found = wc_standin_find_orders( array_filter( array(
			'status'        => $request['status'],
			'include'       => $request['include'],
			'exclude'       => $request['exclude'],
			'customer_id'   => $request['customer'],
			'parent'        => $request['parent'],
			'orderby'       => $request['orderby'],
			'order'         => $request['order'],
			'limit'         => $request['per_page'],
			'page'          => $request['page'],
			'offset'        => $request['offset'],
			'standin_where' => wc_standin_date_window( $request, 'date_created_gmt', 'date_updated_gmt' ),
		), static fn( $value ) => null !== $value ) );
		return wc_standin_list_response( $found, $request, static fn( $id ) => wc_standin_order_response( wc_get_order( $id ), $request ) );
	}

	private function find( mixed $id ): ?WC_Order {
		$order = wc_get_order( (int) $id );
		return $order instanceof WC_Order ? $order : null;
	}

	private function missing( int $status, string $message = 'Invalid ID.' ): WP_Error {
		return new WP_Error( 'woocommerce_rest_shop_order_invalid_id', $message, array( 'status' => $status ) );
	}

	public function read( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$order = $this->find( $request['id'] );
		return null === $order ? $this->missing( 404 ) : wc_standin_order_response( $order, $request );
	}

	public function create( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		if ( ! empty( $request['id'] ) ) {
			return new WP_Error( 'woocommerce_rest_shop_order_exists', 'Cannot create existing shop_order.', array( 'status' => 400 ) );
		}
		return $this->save( new WC_Order(), $request, true );
	}

	public function update( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$order = $this->find( $request['id'] );
		// Not found is 400 on a write and 404 on a read: measured so.
		return null === $order ? $this->missing( 400, 'ID is invalid.' ) : $this->save( $order, $request, false );
	}

	private function save( WC_Order $order, WP_REST_Request $request, bool $creating ): WP_REST_Response|WP_Error {
		try {
			( new WC_Standin_Order_Request( $request ) )->apply( $order, $creating );
			if ( $creating ) {
				$order->set_created_via( 'rest-api' );
				$order->set_prices_include_tax( 'yes' === get_option( 'woocommerce_prices_include_tax' ) );
				$order->save();
				$order->calculate_totals();
			} elseif ( array_intersect( array( 'billing', 'shipping', 'line_items', 'shipping_lines', 'fee_lines' ), array_keys( $request->get_params() ) ) ) {
				$order->calculate_totals();
			}
			if ( ! empty( $request['status'] ) ) {
				$order->set_status( $request['status'], '', (bool) $request['manual_update'] );
			}
			$order->save();
			if ( true === $request['set_paid'] && ( $creating || $order->needs_payment() ) ) {
				$order->payment_complete( (string) $request['transaction_id'] );
			}
		} catch ( WC_Data_Exception $error ) {
			return new WP_Error( $error->getErrorCode(), $error->getMessage(), $error->getErrorData() );
		}
		$saved = wc_get_order( $order->get_id() );
		do_action( 'woocommerce_rest_insert_shop_order_object', $saved, $request, $creating );
		return wc_standin_order_response( $saved, $request, $creating ? 201 : 200 );
	}

	public function delete( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$order = $this->find( $request['id'] );
		if ( null === $order ) {
			return $this->missing( 404 );
		}
		if ( ! $request['force'] && 'trash' === $order->get_status() ) {
			return new WP_Error( 'woocommerce_rest_already_trashed', 'The shop_order has already been deleted.', array( 'status' => 410 ) );
		}
		$response = wc_standin_order_response( $order, $request );
		$order->delete( (bool) $request['force'] );
		return $response;
	}

	public function batch( WP_REST_Request $request ): array|WP_Error {
		return wc_standin_batch( $request, array( 'create' => array( $this, 'create' ), 'update' => array( $this, 'update' ), 'delete' => array( $this, 'delete' ) ) );
	}

	public function refunds( WP_REST_Request $request ): array|WP_Error {
		$order = $this->find( $request['order_id'] );
		if ( null === $order ) {
			return array();
		}
		$all  = 'asc' === $request['order'] ? array_reverse( $order->get_refunds() ) : $order->get_refunds();
		$page = array_slice( $all, ( $request['page'] - 1 ) * $request['per_page'], $request['per_page'] );
		return array_map( static fn( $refund ) => wc_standin_refund_response( $refund, $request['dp'] ), $page );
	}

	public function refund( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		if ( null === $this->find( $request['order_id'] ) ) {
			return new WP_Error( 'woocommerce_rest_invalid_order', 'Order is invalid', array( 'status' => 404 ) );
		}
		$lines = array();
		foreach ( (array) ( $request['line_items'] ?? array() ) as $line ) {
			$taxes                        = array_column( $line['refund_tax'] ?? array(), 'refund_total', 'id' );
			$lines[ (int) $line['id'] ] = array( 'qty' => $line['quantity'] ?? 0, 'refund_total' => $line['refund_total'] ?? 0, 'refund_tax' => $taxes );
		}
		$refund = wc_create_refund( array( 'order_id' => (int) $request['order_id'], 'amount' => $request['amount'], 'reason' => $request['reason'], 'line_items' => $lines, 'refund_payment' => $request['api_refund'] ?? true, 'restock_items' => $request['api_restock'] ?? true ) );
		if ( is_wp_error( $refund ) ) {
			return new WP_Error( 'woocommerce_rest_cannot_create_order_refund', $refund->get_error_message(), array( 'status' => 500 ) );
		}
		return new WP_REST_Response( wc_standin_refund_response( $refund, wc_get_price_decimals() ), 201 );
	}
}

add_action( 'rest_api_init', static fn() => ( new WC_Standin_Orders_Route() )->register() );
