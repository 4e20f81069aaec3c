<?php
declare( strict_types = 1 );

/** @return array<string, string> */
function wc_get_order_statuses(): array {
	return apply_filters(
		'wc_order_statuses',
		array(
			'wc-pending'        => 'Pending payment',
			'wc-processing'     => 'Processing',
			'wc-on-hold'        => 'On hold',
			'wc-completed'      => 'Completed',
			'wc-cancelled'      => 'Cancelled',
			'wc-refunded'       => 'Refunded',
			'wc-failed'         => 'Failed',
			'wc-checkout-draft' => 'Draft',
		)
	);
}

function wc_get_order_status_name( string $status ): string {
	return wc_get_order_statuses()[ 'wc-' . preg_replace( '/^wc-/', '', $status ) ] ?? $status;
}

function wc_is_order_status( string $status ): bool {
	return isset( wc_get_order_statuses()[ $status ] );
}

/** @return list<string> */
function wc_get_is_paid_statuses(): array {
	return apply_filters( 'woocommerce_order_is_paid_statuses', array( 'processing', 'completed' ) );
}

/** @return list<string> */
function wc_get_order_types( string $for = '' ): array {
	return '' === $for ? array( 'shop_order', 'shop_order_refund' ) : array( 'shop_order' );
}

function wc_get_order( mixed $the_order = false ): WC_Order|WC_Order_Refund|false {
	if ( $the_order instanceof WC_Abstract_Order ) {
		return $the_order;
	}
	if ( false === $the_order && isset( $GLOBALS['theorder'] ) ) {
		return $GLOBALS['theorder'];
	}
	$id = $the_order instanceof WP_Post ? $the_order->ID : (int) $the_order;
	return match ( wc_standin_order_type( $id ) ) {
		'shop_order'        => new WC_Order( $id ),
		'shop_order_refund' => new WC_Order_Refund( $id ),
		default             => false,
	};
}

/** @return list<WC_Order>|list<int>|object */
function wc_get_orders( array $args ): array|object {
	$alias = array( 'posts_per_page' => 'limit', 'numberposts' => 'limit', 'customer' => 'customer_id' );
	foreach ( $alias as $from => $to ) {
		if ( isset( $args[ $from ] ) ) {
			$args[ $to ] = $args[ $from ];
		}
	}
	$found  = wc_standin_find_orders( $args );
	$orders = 'ids' === ( $args['return'] ?? 'objects' ) ? $found['ids'] : array_map( 'wc_get_order', $found['ids'] );
	$limit  = max( 1, (int) ( $args['limit'] ?? 10 ) );
	$result = empty( $args['paginate'] ) ? $orders : (object) array(
		'orders'        => $orders,
		'total'         => $found['total'],
		'max_num_pages' => (int) ceil( $found['total'] / $limit ),
	);
	return apply_filters( 'woocommerce_order_query', $result, $args );
}

/** @return WC_Order|WP_Error */
function wc_create_order( array $args = array() ): WC_Order|WP_Error {
	$order = new WC_Order();
	foreach ( array_intersect_key( $args, array_flip( array( 'customer_id', 'customer_note', 'created_via', 'cart_hash' ) ) ) as $name => $value ) {
		$order->set_prop( $name, $value );
	}
	if ( ! empty( $args['status'] ) ) {
		$order->set_status( $args['status'] );
	}
	$order->save();
	return $order;
}

function wc_orders_count( string $status ): int {
	return wc_standin_find_orders( array( 'status' => $status, 'limit' => 1 ) )['total'];
}

function wc_standin_add_note( WC_Order $order, string $note, bool $for_customer, bool $by_user ): int {
	$user = wp_get_current_user();
	$own  = $by_user && is_user_logged_in() && current_user_can( 'edit_shop_orders' );
	$data = apply_filters(
		'woocommerce_new_order_note_data',
		array(
			'comment_post_ID'      => $order->get_id(),
			'comment_author'       => $own ? $user->display_name : 'WooCommerce',
			'comment_author_email' => $own ? $user->user_email : 'woocommerce@localhost',
			'comment_author_url'   => '',
			'comment_content'      => $note,
			'comment_agent'        => 'WooCommerce',
			'comment_type'         => 'order_note',
			'comment_parent'       => 0,
			'comment_approved'     => 1,
		),
		array( 'order_id' => $order->get_id(), 'is_customer_note' => $for_customer ? 1 : 0 )
	);
	$id   = (int) wp_insert_comment( $data );
	if ( $for_customer ) {
		add_comment_meta( $id, 'is_customer_note', 1 );
		do_action( 'woocommerce_new_customer_note', array( 'order_id' => $order->get_id(), 'customer_note' => $note ) );
	}
	do_action( 'woocommerce_order_note_added', $id, $order );
	return $id;
}

/** @return list<WP_Comment> newest first */
function wc_standin_notes( int $order_id ): array {
	global $wpdb;
	$ids = $wpdb->get_col( $wpdb->prepare( "SELECT comment_ID FROM {$wpdb->comments} WHERE comment_post_ID = %d AND comment_type = 'order_note' ORDER BY comment_ID DESC", $order_id ) );
	return array_map( 'get_comment', $ids );
}

function wc_get_order_note( mixed $data ): ?stdClass {
	$comment = $data instanceof WP_Comment ? $data : get_comment( (int) $data );
	return $comment instanceof WP_Comment ? (object) array(
		'id'            => (int) $comment->comment_ID,
		'date_created'  => WC_DateTime::from_gmt( $comment->comment_date_gmt ),
		'content'       => $comment->comment_content,
		'customer_note' => (bool) get_comment_meta( (int) $comment->comment_ID, 'is_customer_note', true ),
		'added_by'      => 'WooCommerce' === $comment->comment_author ? 'system' : $comment->comment_author,
		'order_id'      => (int) $comment->comment_post_ID,
	) : null;
}

/** @return list<stdClass> */
function wc_get_order_notes( array $args ): array {
	$notes = array_map( 'wc_get_order_note', wc_standin_notes( (int) $args['order_id'] ) );
	$wants = $args['type'] ?? '';
	return '' === $wants ? $notes : array_values( array_filter( $notes, static fn( $note ) => $note->customer_note === ( 'customer' === $wants ) ) );
}

function wc_create_order_note( int $order_id, string $note, bool $is_customer_note = false, bool $added_by_user = false ): int {
	return wc_get_order( $order_id )->add_order_note( $note, $is_customer_note, $added_by_user );
}

function wc_delete_order_note( int $note_id ): bool {
	return wp_delete_comment( $note_id, true );
}

// Notes are no comments: keep them off the site's feeds, lists and counts.
add_filter( 'comments_clauses', static function ( array $clauses ): array {
	$clauses['where'] .= ( '' !== $clauses['where'] ? ' AND ' : '' ) . " comment_type != 'order_note' ";
	return $clauses;
} );
