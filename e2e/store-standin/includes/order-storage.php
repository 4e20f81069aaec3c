<?php
declare( strict_types = 1 );

const WC_STANDIN_ORDER_DATES = array( 'date_created', 'date_modified', 'date_paid', 'date_completed' );

function wc_standin_order_type( int $id ): ?string {
	global $wpdb;
	return $wpdb->get_var( $wpdb->prepare( "SELECT type FROM {$wpdb->prefix}wc_orders WHERE id = %d", $id ) );
}

/** Orders and products never share an id, because both take it from the posts table. */
function wc_standin_new_order_id( ?int $parent ): int {
	global $wpdb;
	$now = current_time( 'mysql', true );
	$wpdb->insert(
		$wpdb->posts,
		array(
			'post_type'         => 'shop_order_placehold',
			'post_status'       => 'draft',
			'post_parent'       => (int) $parent,
			'post_date'         => $now,
			'post_date_gmt'     => $now,
			'post_modified'     => $now,
			'post_modified_gmt' => $now,
			'post_content'      => '',
			'post_title'        => '',
			'post_excerpt'      => '',
			'to_ping'           => '',
			'pinged'            => '',
			'post_content_filtered' => '',
		)
	);
	return (int) $wpdb->insert_id;
}

/** @return array<string, mixed>|null */
function wc_standin_read_order( int $id, string $type ): ?array {
	global $wpdb;
	$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}wc_orders WHERE id = %d AND type = %s", $id, $type ) );
	if ( null === $row ) {
		return null;
	}
	$data = json_decode( (string) $row->data, true );
	foreach ( WC_STANDIN_ORDER_DATES as $name ) {
		$data[ $name ] = WC_DateTime::from( $data[ $name ] ?? null );
	}
	$data['date_modified'] = WC_DateTime::from_gmt( $row->date_updated_gmt );
	$data['status']        = preg_replace( '/^wc-/', '', $row->status );
	$data['parent_id']     = (int) $row->parent_order_id;
	return $data;
}

/** @param array<string, mixed> $data */
function wc_standin_write_order( int $id, string $type, array $data, bool $fresh ): void {
	global $wpdb;
	$bare   = in_array( $data['status'], array( 'trash', 'auto-draft', 'draft' ), true );
	$stored = array_merge( $data, array_map( static fn( $date ) => $date?->getTimestamp(), array_intersect_key( $data, array_flip( WC_STANDIN_ORDER_DATES ) ) ) );
	$row    = array(
		'status'           => ( $bare ? '' : 'wc-' ) . $data['status'],
		'currency'         => $data['currency'],
		'type'             => $type,
		'tax_amount'       => (float) $data['total_tax'],
		'total_amount'     => (float) $data['total'],
		'customer_id'      => (int) ( $data['customer_id'] ?? 0 ),
		'billing_email'    => $data['billing']['email'] ?? '',
		'date_created_gmt' => $data['date_created']->gmt(),
		'date_updated_gmt' => $data['date_modified']->gmt(),
		'parent_order_id'  => (int) $data['parent_id'],
		'payment_method'   => $data['payment_method'] ?? '',
		'data'             => wp_json_encode( $stored ),
	);
	if ( $fresh ) {
		$wpdb->insert( "{$wpdb->prefix}wc_orders", array( 'id' => $id ) + $row );
	} else {
		$wpdb->update( "{$wpdb->prefix}wc_orders", $row, array( 'id' => $id ) );
	}
}

function wc_standin_erase_order( WC_Abstract_Order $order ): void {
	global $wpdb;
	$id = $order->get_id();
	foreach ( $order->get_items( array_keys( wc_standin_item_classes() ) ) as $item ) {
		$item->delete();
	}
	foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT id FROM {$wpdb->prefix}wc_orders WHERE parent_order_id = %d", $id ) ) as $child ) {
		$wpdb->delete( "{$wpdb->prefix}wc_orders", array( 'id' => $child ) );
		$wpdb->delete( $wpdb->posts, array( 'ID' => $child ) );
	}
	$wpdb->delete( "{$wpdb->prefix}wc_orders", array( 'id' => $id ) );
	$wpdb->delete( "{$wpdb->prefix}wc_orders_meta", array( 'order_id' => $id ) );
	$wpdb->delete( $wpdb->posts, array( 'ID' => $id ) );
}

/** A date condition of wc_get_orders: '>=N', '>N', '<N', 'A...B' or a day; numbers are timestamps. */
function wc_standin_date_condition( string $column, mixed $value ): string {
	$gmt = static fn( string $text ): string => WC_DateTime::from( trim( $text ) )->gmt();
	if ( str_contains( (string) $value, '...' ) ) {
		list( $from, $to ) = explode( '...', (string) $value );
		return "$column BETWEEN '{$gmt( $from )}' AND '{$gmt( $to )}'";
	}
	if ( preg_match( '/^(>=|<=|>|<)(.+)$/', (string) $value, $match ) ) {
		return "$column {$match[1]} '{$gmt( $match[2] )}'";
	}
	$day = WC_DateTime::from( $value )->date( 'Y-m-d' );
	return "$column BETWEEN '{$gmt( "$day 00:00:00" )}' AND '{$gmt( "$day 23:59:59" )}'";
}

/**
 * The conditions of a query; `any` leaves out the trash and drafts, as the real one does.
 *
 * @return list<string>
 */
function wc_standin_order_conditions( array $args ): array {
	global $wpdb;
	$types = implode( "','", array_map( 'esc_sql', (array) ( $args['type'] ?? array( 'shop_order' ) ) ) );
	$where = array( "type IN ('$types')" );
	$states = array_filter( (array) ( $args['status'] ?? 'any' ), static fn( $status ) => '' !== $status );
	if ( array() === $states || in_array( 'any', $states, true ) || in_array( 'all', $states, true ) ) {
		$where[] = "status NOT IN ('trash', 'auto-draft', 'draft', 'wc-checkout-draft')";
	} else {
		$names   = array_merge( $states, array_map( static fn( $status ) => 'wc-' . preg_replace( '/^wc-/', '', $status ), $states ) );
		$where[] = "status IN ('" . implode( "','", array_map( 'esc_sql', $names ) ) . "')";
	}
	foreach ( array( 'date_created' => 'date_created_gmt', 'date_modified' => 'date_updated_gmt' ) as $name => $column ) {
		if ( ! empty( $args[ $name ] ) ) {
			$where[] = wc_standin_date_condition( $column, $args[ $name ] );
		}
	}
	$lists = array( 'id' => 'id IN', 'include' => 'id IN', 'post__in' => 'id IN', 'exclude' => 'id NOT IN', 'parent' => 'parent_order_id IN', 'customer_id' => 'customer_id IN' );
	foreach ( $lists as $name => $test ) {
		if ( isset( $args[ $name ] ) && array() !== (array) $args[ $name ] ) {
			$where[] = "$test (" . implode( ',', array_map( 'intval', (array) $args[ $name ] ) ) . ')';
		}
	}
	foreach ( array( 'billing_email', 'payment_method', 'currency' ) as $name ) {
		if ( isset( $args[ $name ] ) ) {
			$where[] = $wpdb->prepare( "$name = %s", $args[ $name ] );
		}
	}
	if ( isset( $args['meta_key'] ) ) {
		$value   = isset( $args['meta_value'] ) ? $wpdb->prepare( ' AND meta_value = %s', $args['meta_value'] ) : '';
		$where[] = $wpdb->prepare( "id IN (SELECT order_id FROM {$wpdb->prefix}wc_orders_meta WHERE meta_key = %s", $args['meta_key'] ) . $value . ')';
	}
	return $where;
}

/** @return array{ids: list<int>, total: int} */
function wc_standin_find_orders( array $args ): array {
	global $wpdb;
	$where   = implode( ' AND ', array_merge( wc_standin_order_conditions( $args ), $args['standin_where'] ?? array() ) );
	$columns = array( 'date' => 'date_created_gmt', 'modified' => 'date_updated_gmt', 'ID' => 'id', 'id' => 'id', 'date_modified' => 'date_updated_gmt', 'date_created' => 'date_created_gmt' );
	$column  = $columns[ $args['orderby'] ?? 'date' ] ?? 'date_created_gmt';
	$way     = 'ASC' === strtoupper( (string) ( $args['order'] ?? 'DESC' ) ) ? 'ASC' : 'DESC';
	$limit   = (int) ( $args['limit'] ?? 10 );
	$offset  = isset( $args['offset'] ) ? (int) $args['offset'] : ( max( 1, (int) ( $args['page'] ?? $args['paged'] ?? 1 ) ) - 1 ) * $limit;
	$window  = $limit > 0 ? "LIMIT $limit OFFSET $offset" : '';
	return array(
		'ids'   => array_map( 'intval', $wpdb->get_col( "SELECT id FROM {$wpdb->prefix}wc_orders WHERE $where ORDER BY $column $way, id $way $window" ) ),
		'total' => (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->prefix}wc_orders WHERE $where" ),
	);
}
