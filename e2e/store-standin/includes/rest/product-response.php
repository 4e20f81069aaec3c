<?php
declare( strict_types = 1 );

function wc_standin_product_response( WC_Product $product, int $status = 200 ): WP_REST_Response {
	$data = array_diff_key( $product->get_data(), array_flip( array( 'attributes' ) ) );
	foreach ( array( 'date_created', 'date_modified' ) as $name ) {
		$data[ "{$name}_gmt" ] = wc_rest_prepare_date_response( $product->{"get_$name"}() );
		$data[ $name ]         = wc_rest_prepare_date_response( $product->{"get_$name"}(), false );
	}
	$data     = array_merge( $data, array(
		'name'           => $product->get_name(),
		'permalink'      => $product->get_permalink(),
		'purchasable'    => '' !== $product->get_price(),
		'manage_stock'   => $product->get_manage_stock(),
		'stock_quantity' => $product->get_stock_quantity(),
		'backorders_allowed' => $product->backorders_allowed(),
		'variations'     => $product->is_type( 'variable' ) ? $product->get_children() : array(),
		'meta_data'      => wc_standin_meta_data( $product ),
	) );
	$response = new WP_REST_Response( $data, $status );
	$response->add_link( 'self', rest_url( "wc/v3/products/{$product->get_id()}" ) );
	return $response;
}

/** Reads a request into a product. */
function wc_standin_apply_product( WC_Product $product, WP_REST_Request $request ): void {
	foreach ( array( 'name', 'slug', 'status', 'description', 'short_description', 'global_unique_id', 'regular_price', 'sale_price', 'tax_status', 'tax_class', 'backorders', 'stock_status', 'weight' ) as $name ) {
		if ( isset( $request[ $name ] ) ) {
			$product->set_prop( $name, (string) $request[ $name ] );
		}
	}
	if ( isset( $request['sku'] ) ) {
		$product->set_sku( (string) $request['sku'] );
	}
	foreach ( array( 'manage_stock', 'virtual', 'downloadable' ) as $name ) {
		if ( isset( $request[ $name ] ) ) {
			$product->set_prop( $name, wc_string_to_bool( $request[ $name ] ) );
		}
	}
	if ( $product->get_prop( 'manage_stock' ) && isset( $request['stock_quantity'] ) ) {
		$product->set_stock_quantity( $request['stock_quantity'] );
	} elseif ( $product->get_prop( 'manage_stock' ) && isset( $request['inventory_delta'] ) ) {
		// Read, then write: not atomic, as measured.
		$product->set_stock_quantity( (int) $product->get_stock_quantity() + (int) $request['inventory_delta'] );
	}
	if ( $product->is_type( 'variation' ) && is_array( $request['attributes'] ) ) {
		$product->set_prop( 'attributes', array_column( $request['attributes'], 'option', 'name' ) );
	}
	wc_standin_apply_meta( $product, $request['meta_data'] );
}
