<?php
declare( strict_types = 1 );

/** @return array<string, mixed> */
function wc_standin_tax_response( object $rate ): array {
	return array(
		'id'       => (int) $rate->tax_rate_id,
		'country'  => $rate->tax_rate_country,
		'state'    => $rate->tax_rate_state,
		'postcode' => '',
		'city'     => '',
		'rate'     => wc_format_decimal( $rate->tax_rate, 4 ),
		'name'     => $rate->tax_rate_name,
		'priority' => (int) $rate->tax_rate_priority,
		'compound' => (bool) $rate->tax_rate_compound,
		'shipping' => (bool) $rate->tax_rate_shipping,
		'order'    => (int) $rate->tax_rate_order,
		'class'    => '' === $rate->tax_rate_class ? 'standard' : $rate->tax_rate_class,
	);
}

function wc_standin_create_tax( WP_REST_Request $request ): WP_REST_Response {
	global $wpdb;
	$wpdb->insert( "{$wpdb->prefix}woocommerce_tax_rates", array(
		'tax_rate_country'  => strtoupper( (string) $request['country'] ),
		'tax_rate_state'    => strtoupper( (string) $request['state'] ),
		'tax_rate'          => wc_format_decimal( $request['rate'], 4 ),
		'tax_rate_name'     => (string) $request['name'],
		'tax_rate_priority' => (int) ( $request['priority'] ?? 1 ),
		'tax_rate_compound' => (int) wc_string_to_bool( $request['compound'] ?? false ),
		'tax_rate_shipping' => (int) wc_string_to_bool( $request['shipping'] ?? true ),
		'tax_rate_class'    => 'standard' === ( $request['class'] ?? 'standard' ) ? '' : (string) $request['class'],
	) );
	return new WP_REST_Response( wc_standin_tax_response( $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_tax_rates WHERE tax_rate_id = %d", $wpdb->insert_id ) ) ), 201 );
}

/** @return list<array<string, mixed>> */
function wc_standin_gateways(): array {
	$titles = array( 'bacs' => 'Direct bank transfer', 'cheque' => 'Check payments', 'cod' => 'Cash on delivery' );
	return array_map( static fn( $id ) => array( 'id' => $id, 'title' => $titles[ $id ], 'description' => '', 'order' => '', 'enabled' => false, 'method_title' => $titles[ $id ], 'method_description' => '', 'method_supports' => array( 'products' ), 'settings' => array() ), array_keys( $titles ) );
}

/** Zones other than "everywhere else" are kept as one option: [{name, methods: [{method_id, title}]}]. */
function wc_standin_zones(): array {
	return array_values( (array) get_option( 'wc_standin_zones', array() ) );
}

/** @return list<array<string, mixed>> */
function wc_standin_zone_methods( array $methods ): array {
	$titles = array( 'flat_rate' => 'Flat rate', 'free_shipping' => 'Free shipping', 'local_pickup' => 'Local pickup' );
	$rows   = array();
	foreach ( array_values( $methods ) as $at => $method ) {
		$title  = $titles[ $method['method_id'] ] ?? $method['method_id'];
		$rows[] = array( 'id' => $at + 1, 'instance_id' => $at + 1, 'title' => $method['title'] ?? $title, 'order' => $at + 1, 'enabled' => true, 'method_id' => $method['method_id'], 'method_title' => $title, 'method_description' => '', 'settings' => array() );
	}
	return $rows;
}

function wc_standin_register_list( string $path, string $object, callable $list, ?callable $create = null ): void {
	$routes = array( array( 'methods' => 'GET', 'callback' => $list, 'permission_callback' => wc_standin_may_manage( $object ) ) );
	if ( null !== $create ) {
		$routes[] = array( 'methods' => 'POST', 'callback' => $create, 'permission_callback' => wc_standin_may_manage( $object, 'create' ) );
	}
	register_rest_route( 'wc/v3', $path, $routes );
}

add_action(
	'rest_api_init',
	static function (): void {
		global $wpdb;
		wc_standin_register_list( '/taxes', 'settings', static fn() => array_map( 'wc_standin_tax_response', $wpdb->get_results( "SELECT * FROM {$wpdb->prefix}woocommerce_tax_rates ORDER BY tax_rate_id" ) ), 'wc_standin_create_tax' );
		wc_standin_register_list( '/taxes/classes', 'settings', static fn() => array_map( static fn( $name ) => array( 'slug' => 'Standard rate' === $name ? 'standard' : sanitize_title( $name ), 'name' => $name ), array_merge( array( 'Standard rate' ), WC_Tax::get_tax_classes() ) ) );
		wc_standin_register_list( '/payment_gateways', 'payment_gateways', 'wc_standin_gateways' );
		wc_standin_register_list( '/shipping_methods', 'shipping_methods', static fn() => array( array( 'id' => 'flat_rate', 'title' => 'Flat rate', 'description' => '' ), array( 'id' => 'free_shipping', 'title' => 'Free shipping', 'description' => '' ), array( 'id' => 'local_pickup', 'title' => 'Local pickup', 'description' => '' ) ) );
		wc_standin_register_list(
			'/shipping/zones',
			'settings',
			static function (): array {
				$zones = array( array( 'id' => 0, 'name' => 'Locations not covered by your other zones', 'order' => 0 ) );
				foreach ( wc_standin_zones() as $at => $zone ) {
					$zones[] = array( 'id' => $at + 1, 'name' => $zone['name'], 'order' => $at );
				}
				return $zones;
			},
			static function ( WP_REST_Request $request ): WP_REST_Response {
				update_option( 'wc_standin_zones', array_merge( wc_standin_zones(), array( array( 'name' => (string) $request['name'], 'methods' => array() ) ) ) );
				return new WP_REST_Response( array( 'id' => count( wc_standin_zones() ), 'name' => (string) $request['name'], 'order' => 0 ), 201 );
			}
		);
		wc_standin_register_list(
			'/shipping/zones/(?P<zone_id>[\d]+)/methods',
			'settings',
			static fn( WP_REST_Request $request ) => wc_standin_zone_methods( wc_standin_zones()[ (int) $request['zone_id'] - 1 ]['methods'] ?? array() ),
			static function ( WP_REST_Request $request ): WP_REST_Response {
				$zones = wc_standin_zones();
				$at    = (int) $request['zone_id'] - 1;
				$zones[ $at ]['methods'][] = array( 'method_id' => (string) $request['method_id'] ) + ( isset( $request['settings']['title'] ) ? array( 'title' => $request['settings']['title'] ) : array() );
				update_option( 'wc_standin_zones', $zones );
				return new WP_REST_Response( array_slice( wc_standin_zone_methods( $zones[ $at ]['methods'] ), -1 )[0], 200 );
			}
		);
		wc_standin_register_list( '/data/currencies/current', 'settings', static fn() => array( 'code' => get_woocommerce_currency(), 'name' => get_woocommerce_currency(), 'symbol' => get_woocommerce_currency_symbol() ) );
		wc_standin_register_list( '/reports/orders/totals', 'reports', static fn() => array_map( static fn( $slug, $name ) => array( 'slug' => substr( $slug, 3 ), 'name' => $name, 'total' => wc_orders_count( $slug ) ), array_keys( wc_get_order_statuses() ), array_values( wc_get_order_statuses() ) ) );
	}
);
