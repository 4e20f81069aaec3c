<?php
declare( strict_types = 1 );

add_action(
	'init',
	static function (): void {
		$orders   = array( 'public' => false, 'capability_type' => 'shop_order', 'map_meta_cap' => true );
		$products = array( 'public' => true, 'capability_type' => 'product', 'map_meta_cap' => true, 'supports' => array( 'title', 'editor', 'excerpt' ) );
		register_post_type( 'shop_order', $orders + array( 'labels' => array( 'name' => 'Orders' ) ) );
		register_post_type( 'shop_order_refund', $orders );
		register_post_type( 'shop_order_placehold', $orders );
		register_post_type( 'product', $products + array( 'labels' => array( 'name' => 'Products' ), 'rewrite' => array( 'slug' => 'product' ), 'menu_icon' => 'dashicons-archive' ) );
		register_post_type( 'product_variation', array( 'public' => false, 'capability_type' => 'product', 'map_meta_cap' => true ) );
	},
	5
);
