<?php
declare( strict_types = 1 );

function wc_get_product( mixed $the_product = false ): WC_Product|false {
	if ( $the_product instanceof WC_Product ) {
		return $the_product;
	}
	$post = get_post( $the_product );
	if ( ! $post instanceof WP_Post ) {
		return false;
	}
	return match ( $post->post_type ) {
		'product_variation' => new WC_Product_Variation( $post ),
		'product'           => 'variable' === get_post_meta( $post->ID, '_product_type', true ) ? new WC_Product_Variable( $post ) : new WC_Product_Simple( $post ),
		default             => false,
	};
}

function wc_get_product_id_by_sku( string $sku ): int {
	global $wpdb;
	return (int) $wpdb->get_var( $wpdb->prepare( "SELECT p.ID FROM {$wpdb->posts} p JOIN {$wpdb->postmeta} m ON m.post_id = p.ID WHERE m.meta_key = '_sku' AND m.meta_value = %s AND p.post_type IN ('product', 'product_variation') AND p.post_status != 'trash' LIMIT 1", $sku ) );
}

/**
 * One page of products; `sku` may be a comma list and finds variations too.
 *
 * @return array{ids: list<int>, total: int}
 */
function wc_standin_find_products( array $args ): array {
	global $wpdb;
	$where = array();
	if ( ! empty( $args['sku'] ) ) {
		$skus    = array_map( 'trim', explode( ',', $args['sku'] ) );
		$where[] = "p.post_type IN ('product', 'product_variation')";
		$where[] = $wpdb->prepare( "EXISTS (SELECT 1 FROM {$wpdb->postmeta} m WHERE m.post_id = p.ID AND m.meta_key = '_sku' AND m.meta_value IN (" . implode( ',', array_fill( 0, count( $skus ), '%s' ) ) . '))', ...$skus );
	} else {
		$where[] = isset( $args['parent'] ) ? "p.post_type = 'product_variation'" : "p.post_type = 'product'";
	}
	$where[] = 'any' === ( $args['status'] ?? 'any' ) ? "p.post_status NOT IN ('trash', 'auto-draft')" : $wpdb->prepare( 'p.post_status = %s', $args['status'] );
	if ( isset( $args['parent'] ) ) {
		$where[] = $wpdb->prepare( 'p.post_parent = %d', $args['parent'] );
	}
	if ( ! empty( $args['include'] ) ) {
		$where[] = 'p.ID IN (' . implode( ',', array_map( 'intval', $args['include'] ) ) . ')';
	}
	if ( ! empty( $args['search'] ) ) {
		$where[] = $wpdb->prepare( 'p.post_title LIKE %s', '%' . $wpdb->esc_like( $args['search'] ) . '%' );
	}
	foreach ( $args['standin_where'] ?? array() as $condition ) {
		$where[] = $condition;
	}
	$all    = implode( ' AND ', $where );
	$column = array( 'id' => 'p.ID', 'modified' => 'p.post_modified_gmt', 'title' => 'p.post_title' )[ $args['orderby'] ?? 'date' ] ?? 'p.post_date_gmt';
	$way    = 'asc' === ( $args['order'] ?? 'desc' ) ? 'ASC' : 'DESC';
	$limit  = (int) ( $args['per_page'] ?? 10 );
	$offset = ( max( 1, (int) ( $args['page'] ?? 1 ) ) - 1 ) * $limit;
	return array(
		'ids'   => array_map( 'intval', $wpdb->get_col( "SELECT p.ID FROM {$wpdb->posts} p WHERE $all ORDER BY $column $way, p.ID $way LIMIT $limit OFFSET $offset" ) ),
		'total' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->posts} p WHERE $all" ),
	);
}
