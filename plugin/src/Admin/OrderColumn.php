<?php
/**
 * The Crossdock column of the order list: one query for the whole page.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Apply\MirrorTable;
use Crossdock\Support\Value;
use WC_Abstract_Order;
use WP_Post;
use WP_Query;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Row from MirrorTable
 */
final class OrderColumn {
	private const COLUMN = 'crossdock';

	/** @var array<int, true> orders of the page whose rows have not been read yet */
	private array $awaited = array();

	/** @var array<int, Row|null> */
	private array $rows = array();

	public function __construct( private readonly MirrorTable $mirror ) {
	}

	public function add( mixed $columns ): mixed {
		if ( ! is_array( $columns ) ) {
			return $columns;
		}
		$with = array();
		foreach ( $columns as $key => $label ) {
			$with[ $key ] = $label;
			if ( 'order_status' === $key ) {
				$with[ self::COLUMN ] = 'Crossdock';
			}
		}
		return $with + array( self::COLUMN => 'Crossdock' );
	}

	/** WooCommerce's list table keeps its orders to itself, so their ids are noted as its query answers. */
	public function remember( mixed $result ): mixed {
		$orders = is_object( $result ) ? ( Value::map( $result )['orders'] ?? array() ) : $result;
		foreach ( is_array( $orders ) ? $orders : array() as $order ) {
			if ( $order instanceof WC_Abstract_Order ) {
				$this->await( $order->get_id() );
			}
		}
		return $result;
	}

	public function show( mixed $column, mixed $order ): void {
		if ( self::COLUMN !== $column ) {
			return;
		}
		$row = $this->row( $order instanceof WC_Abstract_Order ? $order->get_id() : Value::int( $order ) );
		if ( null === $row ) {
			echo '<span class="crossdock-none" aria-hidden="true">—</span><span class="screen-reader-text">' . esc_html__( 'Not known to Crossdock', 'crossdock' ) . '</span>';
			return;
		}
		echo '<span class="crossdock-stage">' . esc_html( Stage::label( $row['stage'] ) ) . '</span>';
		if ( $row['attention'] ) {
			echo '<span class="crossdock-attention" title="' . esc_attr( $row['message'] ) . '"><span class="dashicons dashicons-warning" aria-hidden="true"></span> ' . esc_html__( 'Needs attention', 'crossdock' ) . '</span>';
		}
	}

	/** @return Row|null */
	private function row( int $order_id ): ?array {
		if ( ! array_key_exists( $order_id, $this->rows ) ) {
			$this->awaitPostsOfPage();
			$this->await( $order_id );
			$ids           = array_keys( $this->awaited );
			$this->rows    = $this->mirror->read( $ids ) + array_fill_keys( $ids, null ) + $this->rows;
			$this->awaited = array();
		}
		return $this->rows[ $order_id ] ?? null;
	}

	private function awaitPostsOfPage(): void {
		global $wp_query;
		foreach ( $wp_query instanceof WP_Query && is_array( $wp_query->posts ) ? $wp_query->posts : array() as $post ) {
			if ( $post instanceof WP_Post && 'shop_order' === $post->post_type ) {
				$this->await( $post->ID );
			}
		}
	}

	private function await( int $order_id ): void {
		if ( ! array_key_exists( $order_id, $this->rows ) ) {
			$this->awaited[ $order_id ] = true;
		}
	}
}
