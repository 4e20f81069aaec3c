<?php
/**
 * Every action and filter of the plugin, in one list.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock;

use Crossdock\Admin\Notices;
use Crossdock\Agent\Access;
use Crossdock\Agent\AgentRoutes;
use Crossdock\Apply\Tracking\ParcelBlock;
use Crossdock\Support\Schema;

defined( 'ABSPATH' ) || exit;

final class Hooks {
	/** Before third parties: a callback of theirs that throws ends the hook, and with it whatever comes later. */
	private const EARLY = 1;

	private const ORDER_HOOKS = array(
		'woocommerce_new_order'             => 'created',
		'woocommerce_update_order'          => 'updated',
		'woocommerce_order_status_changed'  => 'status',
		'woocommerce_payment_complete'      => 'status',
		'woocommerce_reduce_order_stock'    => 'stock',
		'woocommerce_restore_order_stock'   => 'stock',
		'woocommerce_order_refunded'        => 'refunded',
		'woocommerce_trash_order'           => 'trashed',
		'woocommerce_untrash_order'         => 'untrashed',
		'woocommerce_before_delete_order'   => 'deleted',
		'woocommerce_delete_order'          => 'deleted',
		// What somebody edits on the order's screen, should the order itself not be saved after it.
		'woocommerce_saved_order_items'     => 'updated',
	);

	private const PRODUCT_HOOKS = array(
		'woocommerce_new_product'              => 'created',
		'woocommerce_new_product_variation'    => 'created',
		'woocommerce_update_product'           => 'updated',
		'woocommerce_update_product_variation' => 'updated',
		'woocommerce_product_set_stock'        => 'stock',
		'woocommerce_variation_set_stock'      => 'stock',
		'woocommerce_updated_product_stock'    => 'stock',
	);

	/** Posts: products, and orders where they are still kept as posts. */
	private const POST_HOOKS = array(
		'wp_trash_post'      => 'trashed',
		'trashed_post'       => 'trashed',
		'untrashed_post'     => 'untrashed',
		'before_delete_post' => 'deleted',
		'after_delete_post'  => 'deleted',
	);

	public static function register( Plugin $plugin ): void {
		self::life( $plugin );
		self::feed( $plugin );
		self::routes( $plugin );
		self::customer( $plugin );
		if ( is_admin() ) {
			self::admin( $plugin );
		}
	}

	private static function life( Plugin $plugin ): void {
		register_activation_hook( $plugin->file, array( Schema::class, 'install' ) );
		add_action( 'plugins_loaded', array( Schema::class, 'upgrade' ) );
		add_action(
			'before_woocommerce_init',
			static function () use ( $plugin ): void {
				if ( class_exists( \Automattic\WooCommerce\Utilities\FeaturesUtil::class ) ) {
					\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'custom_order_tables', $plugin->file, true );
					\Automattic\WooCommerce\Utilities\FeaturesUtil::declare_compatibility( 'cart_checkout_blocks', $plugin->file, true );
				}
			}
		);
	}

	private static function feed( Plugin $plugin ): void {
		foreach ( self::ORDER_HOOKS as $hook => $reason ) {
			add_action( $hook, static fn( mixed $order = null ) => $plugin->recorder()->order( $order, $reason ), self::EARLY );
		}
		foreach ( array( 'woocommerce_ajax_order_items_added' => 1, 'woocommerce_ajax_order_items_removed' => 3 ) as $hook => $at ) {
			add_action( $hook, static fn( mixed ...$given ) => $plugin->recorder()->order( $given[ $at ] ?? null, 'updated' ), self::EARLY, 4 );
		}
		// Only the order's screen tells of a deleted refund; this filter is asked wherever it is deleted from.
		add_filter( 'woocommerce_pre_delete_order_refund', static fn( mixed $answer = null, mixed $refund = null ): mixed => $plugin->recorder()->refundGoes( $answer, $refund ), PHP_INT_MAX, 2 );
		// This one names the refund first and the order second.
		add_action( 'woocommerce_refund_deleted', static fn( mixed $refund = null, mixed $order = null ) => $plugin->recorder()->order( $order, 'refunded' ), self::EARLY, 2 );
		foreach ( self::PRODUCT_HOOKS as $hook => $reason ) {
			add_action( $hook, static fn( mixed $product = null ) => $plugin->recorder()->product( $product, $reason ), self::EARLY );
		}
		foreach ( self::POST_HOOKS as $hook => $reason ) {
			add_action( $hook, static fn( mixed $id = null, mixed $post = null ) => $plugin->recorder()->post( $id, $post, $reason ), self::EARLY, 2 );
		}
		add_filter( 'rest_request_before_callbacks', static fn( mixed $response, mixed $server = null, mixed $request = null ): mixed => $plugin->echo()->enter( $response, $request ), self::EARLY, 3 );
		add_filter( 'rest_request_after_callbacks', static fn( mixed $response, mixed $server = null, mixed $request = null ): mixed => $plugin->echo()->leave( $response, $request ), PHP_INT_MAX, 3 );
		add_action(
			'shutdown',
			static function () use ( $plugin ): void {
				$topics = $plugin->recorder()->flush();
				if ( array() !== $topics ) {
					$plugin->doorbell()->ring( $topics );
				}
			},
			PHP_INT_MAX
		);
	}

	private static function routes( Plugin $plugin ): void {
		add_action(
			'rest_api_init',
			static function () use ( $plugin ): void {
				$plugin->agentRoutes()->register();
				$plugin->stateRoutes()->register();
				$plugin->agentProxy()->register();
			}
		);
		add_filter( 'rest_request_after_callbacks', array( AgentRoutes::class, 'stableCodes' ), 10, 3 );
		add_filter( 'authenticate', array( Access::class, 'noPasswordLogin' ), PHP_INT_MAX );
	}

	private static function customer( Plugin $plugin ): void {
		add_action( 'woocommerce_order_details_after_order_table', static fn( mixed $order ) => ParcelBlock::onOrderPage( $order ) );
		add_action( 'woocommerce_email_after_order_table', static fn( mixed $order, mixed $admin = false, mixed $plain = false ) => ParcelBlock::inEmail( $order, (bool) $plain ), 10, 3 );
	}

	private static function admin( Plugin $plugin ): void {
		add_action( 'admin_menu', static fn() => $plugin->screen()->addPage(), 60 );
		add_action( 'admin_enqueue_scripts', static fn( string $hook ) => $plugin->screen()->enqueue( $hook ) );
		add_action( 'admin_notices', array( Notices::class, 'show' ) );
		add_action( 'add_meta_boxes', static fn() => $plugin->orderPanel()->addBox() );
		add_filter( 'woocommerce_order_query', static fn( mixed $result ): mixed => $plugin->orderColumn()->remember( $result ) );
		foreach ( array( 'manage_woocommerce_page_wc-orders_columns', 'manage_edit-shop_order_columns' ) as $hook ) {
			add_filter( $hook, static fn( mixed $columns ): mixed => $plugin->orderColumn()->add( $columns ), 20 );
		}
		foreach ( array( 'manage_woocommerce_page_wc-orders_custom_column', 'manage_shop_order_posts_custom_column' ) as $hook ) {
			add_action( $hook, static fn( mixed $column, mixed $order ) => $plugin->orderColumn()->show( $column, $order ), 10, 2 );
		}
	}
}
