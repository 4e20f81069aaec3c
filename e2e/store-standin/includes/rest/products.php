<?php
declare( strict_types = 1 );

final class WC_Standin_Products_Route {
	public function register(): void {
		$writable = array(
			'name'            => array( 'type' => 'string' ),
			'type'            => array( 'type' => 'string', 'default' => 'simple', 'enum' => array( 'simple', 'grouped', 'external', 'variable' ) ),
			'regular_price'   => array( 'type' => 'string' ),
			'sale_price'      => array( 'type' => 'string' ),
			'sku'             => array( 'type' => 'string' ),
			'stock_quantity'  => array( 'type' => 'integer' ),
			'manage_stock'    => array( 'type' => 'boolean' ),
			'meta_data'       => array( 'type' => 'array' ),
		);
		$list     = wc_standin_list_args( array( 'date', 'id', 'include', 'title', 'slug', 'modified' ) ) + array( 'sku' => array( 'type' => 'string' ), 'status' => array( 'type' => 'string', 'default' => 'any' ) );
		$updates  = array_diff_key( $writable, array( 'type' => 1 ) );
		foreach ( array( '/products', '/products/(?P<product_id>[\d]+)/variations' ) as $base ) {
			register_rest_route( 'wc/v3', $base, array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'index' ), 'permission_callback' => wc_standin_may( 'product', 'read' ), 'args' => $list ),
				array( 'methods' => 'POST', 'callback' => array( $this, 'create' ), 'permission_callback' => wc_standin_may( 'product', 'create' ), 'args' => $writable ),
			) );
			register_rest_route( 'wc/v3', "$base/(?P<id>[\d]+)", array(
				array( 'methods' => 'GET', 'callback' => array( $this, 'read' ), 'permission_callback' => wc_standin_may( 'product', 'read' ) ),
				array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'update' ), 'permission_callback' => wc_standin_may( 'product', 'edit' ), 'args' => $updates ),
				array( 'methods' => 'DELETE', 'callback' => array( $this, 'delete' ), 'permission_callback' => wc_standin_may( 'product', 'delete' ), 'args' => array( 'force' => array( 'type' => 'boolean', 'default' => false ) ) ),
			) );
			register_rest_route( 'wc/v3', "$base/batch", array( 'methods' => 'POST, PUT, PATCH', 'callback' => array( $this, 'batch' ), 'permission_callback' => wc_standin_may( 'product', 'batch' ) ) );
		}
	}

	public function index( WP_REST_Request $request ): WP_REST_Response {
		$found = wc_standin_find_products( array_filter( array(
			'sku'           => $request['sku'],
			'status'        => $request['status'],
			'parent'        => $request['product_id'],
			'include'       => $request['include'],
			'search'        => $request['search'],
			'orderby'       => $request['orderby'],
			'order'         => $request['order'],
			'per_page'      => $request['per_page'],
			'page'          => $request['page'],
			'standin_where' => wc_standin_date_window( $request, 'p.post_date_gmt', 'p.post_modified_gmt' ),
		), static fn( $value ) => null !== $value ) );
		return wc_standin_list_response( $found, $request, static fn( $id ) => wc_standin_product_response( wc_get_product( $id ) ) );
	}

	/** A variation is reached through its parent only. */
	private function find( WP_REST_Request $request ): ?WC_Product {
		$product = wc_get_product( (int) $request['id'] );
		$parent  = (int) $request['product_id'];
		$right   = $product && ( 0 === $parent ? ! $product->is_type( 'variation' ) || 'GET' === $request->get_method() : $product->get_parent_id() === $parent );
		return $right ? $product : null;
	}

	private function missing( WP_REST_Request $request, int $status ): WP_Error {
		if ( 'GET' !== $request->get_method() && wc_get_product( (int) $request['id'] ) ) {
			return new WP_Error( 'woocommerce_rest_invalid_product_id', 'To manipulate product variations you should use the /products/&lt;product_id&gt;/variations/&lt;id&gt; endpoint.', array( 'status' => 404 ) );
		}
		return new WP_Error( 'woocommerce_rest_product_invalid_id', 'Invalid ID.', array( 'status' => $status ) );
	}

	public function read( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$product = $this->find( $request );
		return null === $product ? $this->missing( $request, 404 ) : wc_standin_product_response( $product );
	}

	public function create( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$parent  = (int) $request['product_id'];
		$product = 0 !== $parent ? new WC_Product_Variation() : ( 'variable' === $request['type'] ? new WC_Product_Variable() : new WC_Product_Simple() );
		$product->set_prop( 'parent_id', $parent );
		return $this->save( $product, $request, 201 );
	}

	public function update( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$product = $this->find( $request );
		return null === $product ? $this->missing( $request, 400 ) : $this->save( $product, $request, 200 );
	}

	private function save( WC_Product $product, WP_REST_Request $request, int $status ): WP_REST_Response|WP_Error {
		try {
			wc_standin_apply_product( $product, $request );
		} catch ( WC_Data_Exception $error ) {
			return new WP_Error( $error->getErrorCode(), $error->getMessage(), $error->getErrorData() );
		}
		return wc_standin_product_response( wc_get_product( $product->save() ), $status );
	}

	public function delete( WP_REST_Request $request ): WP_REST_Response|WP_Error {
		$product = $this->find( $request );
		if ( null === $product ) {
			return $this->missing( $request, 404 );
		}
		$response = wc_standin_product_response( $product );
		$product->delete( (bool) $request['force'] );
		return $response;
	}

	public function batch( WP_REST_Request $request ): array|WP_Error {
		return wc_standin_batch( $request, array( 'create' => array( $this, 'create' ), 'update' => array( $this, 'update' ), 'delete' => array( $this, 'delete' ) ) );
	}
}

add_action( 'rest_api_init', static fn() => ( new WC_Standin_Products_Route() )->register() );
