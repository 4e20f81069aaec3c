<?php
declare( strict_types = 1 );

namespace Automattic\WooCommerce\Utilities;

/** Which features the shop has on, and what plugins say about them. */
final class FeaturesUtil {
	/** @var array<string, array<string, bool>> */
	private static array $declared = array();

	public static function declare_compatibility( string $feature_id, string $plugin_file, bool $positive = true ): bool {
		if ( ! doing_action( 'before_woocommerce_init' ) ) {
			return false;
		}
		self::$declared[ $feature_id ][ plugin_basename( $plugin_file ) ] = $positive;
		return true;
	}

	/** @return array{compatible: list<string>, incompatible: list<string>} */
	public static function get_compatible_plugins_for_feature( string $feature_id ): array {
		$plugins = self::$declared[ $feature_id ] ?? array();
		return array(
			'compatible'   => array_keys( array_filter( $plugins ) ),
			'incompatible' => array_keys( array_filter( $plugins, static fn( $yes ) => ! $yes ) ),
		);
	}

	public static function feature_is_enabled( string $feature_id ): bool {
		return in_array( $feature_id, self::enabled(), true );
	}

	/** @return list<string> */
	public static function enabled(): array {
		return array_values( array_filter( array( 'custom_order_tables', 'order_attribution' ), static fn( $id ) => 'no' !== get_option( "woocommerce_feature_{$id}_enabled" ) ) );
	}
}

/** The stand-in has HPOS only. */
final class OrderUtil {
	public static function custom_orders_table_usage_is_enabled(): bool {
		return true;
	}

	public static function is_custom_order_tables_in_sync(): bool {
		return false;
	}

	public static function init_theorder_object( mixed $post_or_order_object ): mixed {
		return $post_or_order_object instanceof \WP_Post ? \wc_get_order( $post_or_order_object->ID ) : $post_or_order_object;
	}

	public static function get_post_or_order_id( mixed $post_or_order_object ): int {
		return $post_or_order_object instanceof \WC_Order ? $post_or_order_object->get_id() : (int) ( $post_or_order_object->ID ?? $post_or_order_object );
	}

	public static function is_order( mixed $order_id, array $types = array() ): bool {
		$type = self::get_order_type( $order_id );
		return null !== $type && ( array() === $types || in_array( $type, $types, true ) );
	}

	public static function get_order_type( mixed $order_id ): ?string {
		return \wc_standin_order_type( is_object( $order_id ) ? $order_id->get_id() : (int) $order_id );
	}

	public static function get_order_admin_edit_url( int $order_id ): string {
		return admin_url( "admin.php?page=wc-orders&action=edit&id=$order_id" );
	}

	public static function is_order_list_table_screen( string $order_type = 'shop_order' ): bool {
		return 'shop_order' === $order_type && 'wc-orders' === ( $_GET['page'] ?? '' ) && ! isset( $_GET['action'] );
	}

	public static function is_order_edit_screen( string $order_type = 'shop_order' ): bool {
		return 'shop_order' === $order_type && 'wc-orders' === ( $_GET['page'] ?? '' ) && 'edit' === ( $_GET['action'] ?? '' );
	}

	public static function get_table_for_orders(): string {
		return $GLOBALS['wpdb']->prefix . 'wc_orders';
	}

	public static function get_table_for_order_meta(): string {
		return $GLOBALS['wpdb']->prefix . 'wc_orders_meta';
	}
}
