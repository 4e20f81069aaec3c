<?php
declare( strict_types = 1 );

add_action(
	'rest_api_init',
	static fn() => register_rest_route( 'wc/v3', '/system_status', array(
		'methods'             => 'GET',
		'permission_callback' => wc_standin_may_manage( 'system_status' ),
		'callback'            => static fn(): array => array(
			'environment' => array(
				'home_url'            => get_option( 'home' ),
				'site_url'            => get_option( 'siteurl' ),
				'version'             => WC_VERSION,
				'wp_version'          => get_bloginfo( 'version' ),
				'wp_environment_type' => wp_get_environment_type(),
				'php_version'         => PHP_VERSION,
				'default_timezone'    => date_default_timezone_get(),
			),
			'settings'    => array(
				'currency'           => get_woocommerce_currency(),
				'currency_symbol'    => get_woocommerce_currency_symbol(),
				'number_of_decimals' => wc_get_price_decimals(),
				'order_datastore'    => 'Automattic\WooCommerce\Internal\DataStores\Orders\OrdersTableDataStore',
				'HPOS_enabled'       => true,
				'HPOS_sync_enabled'  => false,
				'enabled_features'   => Automattic\WooCommerce\Utilities\FeaturesUtil::enabled(),
			),
		),
	) )
);
