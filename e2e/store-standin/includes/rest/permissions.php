<?php
declare( strict_types = 1 );

function wc_rest_check_post_permissions( string $post_type, string $context = 'read', int $object_id = 0 ): bool {
	$capability = array( 'read' => 'read_private_posts', 'create' => 'publish_posts', 'edit' => 'edit_post', 'delete' => 'delete_post', 'batch' => 'edit_others_posts' )[ $context ];
	$type       = get_post_type_object( $post_type );
	return (bool) apply_filters( 'woocommerce_rest_check_permissions', null !== $type && current_user_can( $type->cap->$capability, $object_id ), $context, $object_id, $post_type );
}

function wc_rest_check_manager_permissions( string $object, string $context = 'read' ): bool {
	return (bool) apply_filters( 'woocommerce_rest_check_permissions', current_user_can( 'reports' === $object ? 'view_woocommerce_reports' : 'manage_woocommerce' ), $context, 0, $object );
}

/** A permission callback for a kind of post. */
function wc_standin_may( string $post_type, string $context ): Closure {
	$words = array( 'read' => 'cannot_view', 'create' => 'cannot_create', 'edit' => 'cannot_edit', 'delete' => 'cannot_delete', 'batch' => 'cannot_batch' );
	return static function ( WP_REST_Request $request ) use ( $post_type, $context, $words ): true|WP_Error {
		$id = in_array( $context, array( 'edit', 'delete', 'read' ), true ) ? (int) $request['id'] : 0;
		// What does not exist is answered by the route itself, as "invalid id".
		if ( 0 !== $id && null === get_post( $id ) ) {
			$id = 0;
			if ( 'read' !== $context ) {
				return true;
			}
		}
		return wc_rest_check_post_permissions( $post_type, $context, $id ) ? true : wc_standin_refusal( $words[ $context ] );
	};
}

/** A permission callback for settings and reports. */
function wc_standin_may_manage( string $object, string $context = 'read' ): Closure {
	return static fn(): true|WP_Error => wc_rest_check_manager_permissions( $object, $context ) ? true : wc_standin_refusal( 'read' === $context ? 'cannot_view' : 'cannot_create' );
}

function wc_standin_refusal( string $what ): WP_Error {
	$text = array( 'cannot_view' => 'Sorry, you cannot list resources.', 'cannot_create' => 'Sorry, you are not allowed to create resources.', 'cannot_edit' => 'Sorry, you are not allowed to edit this resource.', 'cannot_delete' => 'Sorry, you are not allowed to delete this resource.', 'cannot_batch' => 'Sorry, you are not allowed to batch manipulate this resource.' );
	return new WP_Error( "woocommerce_rest_$what", $text[ $what ], array( 'status' => rest_authorization_required_code() ) );
}

/** Arguments of every list. */
function wc_standin_list_args( array $orderby ): array {
	$date = array( 'type' => 'string', 'format' => 'date-time', 'validate_callback' => 'rest_validate_request_arg' );
	return array(
		'page'            => array( 'type' => 'integer', 'default' => 1, 'minimum' => 1 ),
		'per_page'        => array( 'type' => 'integer', 'default' => 10, 'minimum' => 1, 'maximum' => 100 ),
		'offset'          => array( 'type' => 'integer' ),
		'order'           => array( 'type' => 'string', 'default' => 'desc', 'enum' => array( 'asc', 'desc' ) ),
		'orderby'         => array( 'type' => 'string', 'default' => 'date', 'enum' => $orderby ),
		'include'         => array( 'type' => 'array', 'items' => array( 'type' => 'integer' ), 'default' => array() ),
		'exclude'         => array( 'type' => 'array', 'items' => array( 'type' => 'integer' ), 'default' => array() ),
		'search'          => array( 'type' => 'string' ),
		'after'           => $date,
		'before'          => $date,
		'modified_after'  => $date,
		'modified_before' => $date,
		'dates_are_gmt'   => array( 'type' => 'boolean', 'default' => false ),
		'dp'              => array( 'type' => 'integer', 'default' => wc_get_price_decimals() ),
	);
}

/**
 * Date windows: strict at both ends, whole seconds, site-local unless said otherwise.
 *
 * @return list<string>
 */
function wc_standin_date_window( WP_REST_Request $request, string $created, string $modified ): array {
	global $wpdb;
	$where = array();
	foreach ( array( 'after' => "$created >", 'before' => "$created <", 'modified_after' => "$modified >", 'modified_before' => "$modified <" ) as $name => $test ) {
		$value = $request[ $name ];
		if ( empty( $value ) ) {
			continue;
		}
		// A zone in the text is ignored: only the flag counts.
		$plain   = preg_replace( '/(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/i', '', str_replace( 'T', ' ', (string) $value ) );
		$gmt     = $request['dates_are_gmt'] ? $plain : get_gmt_from_date( $plain );
		$where[] = $wpdb->prepare( "$test %s", $gmt );
	}
	return $where;
}

/** @param array{ids: list<int>, total: int} $found */
function wc_standin_list_response( array $found, WP_REST_Request $request, callable $prepare ): WP_REST_Response {
	$response = new WP_REST_Response( array_map( static fn( $id ) => rest_get_server()->response_to_data( $prepare( $id ), false ), $found['ids'] ) );
	$response->header( 'X-WP-Total', (string) $found['total'] );
	$response->header( 'X-WP-TotalPages', (string) (int) ceil( $found['total'] / (int) $request['per_page'] ) );
	return $response;
}
