<?php
declare( strict_types = 1 );

/** One batch: always 200, an error stands in the place of its item, and more than 100 items are refused as a whole. */
function wc_standin_batch( WP_REST_Request $request, array $routes ): array|WP_Error {
	$limit = (int) apply_filters( 'woocommerce_rest_batch_items_limit', 100, 'standin' );
	$count = array_sum( array_map( static fn( $verb ) => is_array( $request[ $verb ] ) ? count( $request[ $verb ] ) : 0, array( 'create', 'update', 'delete' ) ) );
	if ( $count > $limit ) {
		return new WP_Error( 'woocommerce_rest_request_entity_too_large', "Unable to accept more than $limit items for this request.", array( 'status' => 413 ) );
	}
	$answer = array();
	foreach ( array( 'create' => 'POST', 'update' => 'PUT', 'delete' => 'DELETE' ) as $verb => $method ) {
		foreach ( is_array( $request[ $verb ] ) ? $request[ $verb ] : array() as $item ) {
			$id    = 'delete' === $verb ? (int) $item : (int) ( $item['id'] ?? 0 );
			$inner = new WP_REST_Request( $method );
			// Items are not checked against the schema, only unknown statuses and the like fall back: measured so.
			$inner->set_body_params( 'delete' === $verb ? array( 'force' => true ) : (array) $item );
			$inner->set_url_params( array_filter( array_merge( $request->get_url_params(), array( 'id' => $id ) ) ) );
			$inner->set_default_params( array( 'dp' => wc_get_price_decimals() ) );
			$result            = $routes[ $verb ]( $inner );
			$answer[ $verb ][] = is_wp_error( $result ) ? array( 'id' => $id, 'error' => array( 'code' => $result->get_error_code(), 'message' => $result->get_error_message(), 'data' => $result->get_error_data() ) ) : rest_get_server()->response_to_data( rest_ensure_response( $result ), false );
		}
	}
	return $answer;
}
