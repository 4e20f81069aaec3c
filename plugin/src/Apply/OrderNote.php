<?php
/**
 * Notes on an order that are written once, however often the agent has to repeat itself.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Apply;

use Crossdock\Support\Database;
use Crossdock\Support\Value;
use WC_Order;

defined( 'ABSPATH' ) || exit;

final class OrderNote {
	private const META = '_crossdock_note';

	/** The mark is stored with the note itself, so that no crash can fall between them. */
	public static function once( WC_Order $order, string $mark, string $text, bool $for_customer ): bool {
		$mark = substr( hash( 'sha256', $mark ), 0, 40 );
		if ( self::exists( $order->get_id(), $mark ) ) {
			return false;
		}
		$add = static function ( mixed $data ) use ( $mark ): mixed {
			if ( is_array( $data ) ) {
				$data['comment_meta'] = array( self::META => $mark ) + Value::map( $data['comment_meta'] ?? array() );
			}
			return $data;
		};
		add_filter( 'woocommerce_new_order_note_data', $add );
		try {
			$id = $order->add_order_note( $text, $for_customer ? 1 : 0, false );
		} finally {
			remove_filter( 'woocommerce_new_order_note_data', $add );
		}
		if ( $id > 0 && '' === Value::text( get_comment_meta( $id, self::META, true ) ) ) {
			add_comment_meta( $id, self::META, $mark, true );
		}
		return true;
	}

	/** WooCommerce hides order notes from comment queries, so this asks the tables. */
	private static function exists( int $order_id, string $mark ): bool {
		$wpdb = Database::connection();
		return null !== $wpdb->get_var(
			$wpdb->prepare(
				'SELECT c.comment_ID FROM %i AS c INNER JOIN %i AS m ON m.comment_id = c.comment_ID WHERE c.comment_post_ID = %d AND m.meta_key = %s AND m.meta_value = %s LIMIT 1',
				$wpdb->comments,
				$wpdb->commentmeta,
				$order_id,
				self::META,
				$mark
			)
		);
	}
}
