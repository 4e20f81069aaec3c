<?php
declare( strict_types = 1 );

/** @return array<string, mixed> */
function wc_standin_note_response( int $id ): array {
	$comment = get_comment( $id );
	$date    = WC_DateTime::from_gmt( $comment->comment_date_gmt );
	return array(
		'id'               => $id,
		'author'           => $comment->comment_author,
		'date_created'     => wc_rest_prepare_date_response( $date, false ),
		'date_created_gmt' => wc_rest_prepare_date_response( $date ),
		'note'             => $comment->comment_content,
		'customer_note'    => (bool) get_comment_meta( $id, 'is_customer_note', true ),
	);
}

add_action(
	'rest_api_init',
	static function (): void {
		$order = static function ( WP_REST_Request $request ): WC_Order|WP_Error {
			$found = wc_get_order( (int) $request['order_id'] );
			return $found instanceof WC_Order ? $found : new WP_Error( 'woocommerce_rest_order_invalid_id', 'Invalid order ID.', array( 'status' => 404 ) );
		};
		$list  = static function ( WP_REST_Request $request ) use ( $order ): array|WP_Error {
			$found = $order( $request );
			if ( is_wp_error( $found ) ) {
				return $found;
			}
			$notes = array_reverse( array_map( static fn( $note ) => wc_standin_note_response( (int) $note->comment_ID ), wc_standin_notes( $found->get_id() ) ) );
			$wants = $request['type'];
			return 'any' === $wants ? $notes : array_values( array_filter( $notes, static fn( $note ) => $note['customer_note'] === ( 'customer' === $wants ) ) );
		};
		$add   = static function ( WP_REST_Request $request ) use ( $order ): WP_REST_Response|WP_Error {
			$found = $order( $request );
			return is_wp_error( $found ) ? $found : new WP_REST_Response( wc_standin_note_response( $found->add_order_note( $request['note'], $request['customer_note'], $request['added_by_user'] ) ), 201 );
		};
		register_rest_route( 'wc/v3', '/orders/(?P<order_id>[\d]+)/notes', array(
			array( 'methods' => 'GET', 'callback' => $list, 'permission_callback' => wc_standin_may( 'shop_order', 'read' ), 'args' => array( 'type' => array( 'type' => 'string', 'default' => 'any', 'enum' => array( 'any', 'customer', 'internal' ) ) ) ),
			array( 'methods' => 'POST', 'callback' => $add, 'permission_callback' => wc_standin_may( 'shop_order', 'create' ), 'args' => array( 'note' => array( 'type' => 'string', 'required' => true ), 'customer_note' => array( 'type' => 'boolean', 'default' => false ), 'added_by_user' => array( 'type' => 'boolean', 'default' => false ) ) ),
		) );
	}
);
