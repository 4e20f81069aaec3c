<?php
declare( strict_types = 1 );

function wc_standin_install(): void {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	foreach ( wc_standin_tables() as $sql ) {
		dbDelta( $sql );
	}
	$options = array(
		'woocommerce_currency'                    => 'USD',
		'woocommerce_default_country'             => 'US:CA',
		'woocommerce_manage_stock'                => 'yes',
		'woocommerce_calc_taxes'                  => 'no',
		'woocommerce_prices_include_tax'          => 'no',
		'woocommerce_tax_based_on'                => 'shipping',
		'woocommerce_price_num_decimals'          => '2',
		'woocommerce_weight_unit'                 => 'kg',
		'woocommerce_custom_orders_table_enabled' => 'yes',
		'woocommerce_version'                     => WC_VERSION,
		'woocommerce_db_version'                  => WC_VERSION,
		'woocommerce_tax_classes'                 => "Reduced rate\nZero rate",
	);
	array_walk( $options, static fn( $value, $name ) => add_option( $name, $value ) );
	wc_standin_create_roles();
}

/** @return list<string> */
function wc_standin_tables(): array {
	global $wpdb;
	$end = $wpdb->get_charset_collate();
	$p   = $wpdb->prefix;
	return array(
		"CREATE TABLE {$p}wc_orders (id bigint(20) unsigned NOT NULL, status varchar(20) NULL, currency varchar(10) NULL, type varchar(20) NULL, tax_amount decimal(26,8) NULL, total_amount decimal(26,8) NULL, customer_id bigint(20) unsigned NULL, billing_email varchar(320) NULL, date_created_gmt datetime NULL, date_updated_gmt datetime NULL, parent_order_id bigint(20) unsigned NULL, payment_method varchar(100) NULL, data longtext NULL, PRIMARY KEY  (id), KEY status (status), KEY date_updated (date_updated_gmt), KEY parent_order_id (parent_order_id)) $end",
		"CREATE TABLE {$p}wc_orders_meta (id bigint(20) unsigned NOT NULL auto_increment, order_id bigint(20) unsigned NULL, meta_key varchar(255) NULL, meta_value longtext NULL, PRIMARY KEY  (id), KEY order_id (order_id)) $end",
		"CREATE TABLE {$p}woocommerce_order_items (order_item_id bigint(20) unsigned NOT NULL auto_increment, order_item_name text NOT NULL, order_item_type varchar(200) NOT NULL DEFAULT '', order_id bigint(20) unsigned NOT NULL, data longtext NULL, PRIMARY KEY  (order_item_id), KEY order_id (order_id)) $end",
		"CREATE TABLE {$p}woocommerce_order_itemmeta (meta_id bigint(20) unsigned NOT NULL auto_increment, order_item_id bigint(20) unsigned NOT NULL, meta_key varchar(255) NULL, meta_value longtext NULL, PRIMARY KEY  (meta_id), KEY order_item_id (order_item_id)) $end",
		"CREATE TABLE {$p}woocommerce_tax_rates (tax_rate_id bigint(20) unsigned NOT NULL auto_increment, tax_rate_country varchar(2) NOT NULL DEFAULT '', tax_rate_state varchar(200) NOT NULL DEFAULT '', tax_rate varchar(8) NOT NULL DEFAULT '', tax_rate_name varchar(200) NOT NULL DEFAULT '', tax_rate_priority bigint(20) unsigned NOT NULL DEFAULT 1, tax_rate_compound int(1) NOT NULL DEFAULT 0, tax_rate_shipping int(1) NOT NULL DEFAULT 1, tax_rate_order bigint(20) unsigned NOT NULL DEFAULT 0, tax_rate_class varchar(200) NOT NULL DEFAULT '', PRIMARY KEY  (tax_rate_id)) $end",
		"CREATE TABLE {$p}woocommerce_api_keys (key_id bigint(20) unsigned NOT NULL auto_increment, user_id bigint(20) unsigned NOT NULL, description varchar(200) NULL, permissions varchar(10) NOT NULL, consumer_key char(64) NOT NULL, consumer_secret char(43) NOT NULL, nonces longtext NULL, truncated_key char(7) NOT NULL, last_access datetime NULL DEFAULT NULL, PRIMARY KEY  (key_id), KEY consumer_key (consumer_key), KEY consumer_secret (consumer_secret)) $end",
	);
}

function wc_standin_create_roles(): void {
	add_role( 'customer', 'Customer', array( 'read' => true ) );
	add_role( 'shop_manager', 'Shop manager', array_fill_keys( array( 'read', 'read_private_posts', 'edit_posts', 'edit_users', 'list_users', 'upload_files', 'moderate_comments', 'unfiltered_html', 'export', 'import' ), true ) );
	$capabilities = array( 'manage_woocommerce', 'view_woocommerce_reports', 'create_customers' );
	foreach ( array( 'product', 'shop_order', 'shop_coupon' ) as $type ) {
		foreach ( array( 'edit_%s', 'read_%s', 'delete_%s', 'edit_%ss', 'edit_others_%ss', 'publish_%ss', 'read_private_%ss', 'delete_%ss', 'delete_private_%ss', 'delete_published_%ss', 'delete_others_%ss', 'edit_private_%ss', 'edit_published_%ss' ) as $pattern ) {
			$capabilities[] = sprintf( $pattern, $type );
		}
	}
	foreach ( array( 'administrator', 'shop_manager' ) as $role ) {
		array_walk( $capabilities, static fn( $capability ) => get_role( $role )->add_cap( $capability ) );
	}
}
