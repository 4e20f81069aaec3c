<?php
declare( strict_types = 1 );

/** What orders and refunds share. */
abstract class WC_Abstract_Order extends WC_Data {
	public const TYPE = 'shop_order';

	/** @var array<string, mixed> */
	protected array $data = array(
		'parent_id'          => 0,
		'status'             => '',
		'currency'           => '',
		'version'            => '',
		'prices_include_tax' => false,
		'date_created'       => null,
		'date_modified'      => null,
		'discount_total'     => '0',
		'discount_tax'       => '0',
		'shipping_total'     => '0',
		'shipping_tax'       => '0',
		'cart_tax'           => '0',
		'total'              => '0',
		'total_tax'          => '0',
	);

	/** @var array<string, mixed> */
	protected array $extra = array();

	/** @var list<WC_Order_Item>|null */
	private ?array $items = null;

	public function __construct( mixed $order = 0 ) {
		$this->data = array_merge( $this->data, array( 'currency' => get_woocommerce_currency() ), $this->extra );
		$id         = is_object( $order ) ? ( $order instanceof WP_Post ? $order->ID : $order->get_id() ) : (int) $order;
		$read       = 0 === $id ? null : wc_standin_read_order( $id, static::TYPE );
		if ( 0 !== $id && null === $read ) {
			throw new Exception( 'Invalid order.' );
		}
		$this->id   = $id;
		$this->data = array_merge( $this->data, $read ?? array() );
	}

	protected function meta_store(): array {
		return array(
			'table'  => $GLOBALS['wpdb']->prefix . 'wc_orders_meta',
			'id'     => 'id',
			'object' => 'order_id',
		);
	}

	public function get_type(): string {
		return static::TYPE;
	}

	public function get_status( string $context = 'view' ): string {
		$status = (string) $this->get_prop( 'status' );
		return '' === $status && 'view' === $context ? 'pending' : $status;
	}

	public function has_status( mixed $status ): bool {
		return in_array( $this->get_status(), (array) $status, true );
	}

	/** @return array{from: string, to: string} */
	public function set_status( string $new_status ): array {
		$from  = $this->get_status();
		$to    = preg_replace( '/^wc-/', '', $new_status );
		$known = array_keys( wc_get_order_statuses() );
		if ( ! in_array( "wc-$to", $known, true ) && ! in_array( $to, array( 'trash', 'auto-draft', 'draft', 'checkout-draft' ), true ) ) {
			$to = 'pending';
		}
		$this->set_prop( 'status', $to );
		return compact( 'from', 'to' );
	}

	/** @return array<int, WC_Order_Item> */
	public function get_items( mixed $types = 'line_item' ): array {
		if ( null === $this->items ) {
			global $wpdb;
			$rows        = 0 === $this->id ? array() : $wpdb->get_results( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_order_items WHERE order_id = %d ORDER BY order_item_id", $this->id ) );
			$this->items = array_map( array( WC_Order_Item::class, 'from_row' ), $rows );
		}
		$found = array();
		foreach ( $this->items as $at => $item ) {
			if ( $item->is_type( $types ) ) {
				$found[ $item->get_id() ? $item->get_id() : "new:$at" ] = $item;
			}
		}
		return $found;
	}

	public function get_item( int $id ): WC_Order_Item|false {
		return $this->get_items( array_keys( wc_standin_item_classes() ) )[ $id ] ?? false;
	}

	/** @return array<int, WC_Order_Item> */
	public function get_shipping_methods(): array {
		return $this->get_items( 'shipping' );
	}

	/** @return array<int, WC_Order_Item> */
	public function get_fees(): array {
		return $this->get_items( 'fee' );
	}

	public function get_item_count(): int {
		return (int) array_sum( array_map( static fn( $item ) => $item->get_quantity(), $this->get_items() ) );
	}

	public function add_item( WC_Order_Item $item ): void {
		$this->get_items();
		$item->set_prop( 'order_id', $this->id );
		$this->items[] = $item;
		if ( 0 !== $this->id ) {
			$item->save();
		}
	}

	public function remove_item( int $id ): void {
		$item = $this->get_item( $id );
		if ( $item ) {
			$item->delete();
			$this->items = array_values( array_filter( $this->items, static fn( $kept ) => $kept !== $item ) );
		}
	}

	public function calculate_totals( bool $and_taxes = true ): float {
		( new WC_Standin_Totals( $this ) )->calculate( $and_taxes );
		$this->save();
		return (float) $this->get_prop( 'total' );
	}

	/** Creates or updates the row; every update moves the date, even when nothing changed. */
	protected function persist(): bool {
		$fresh = 0 === $this->id;
		if ( ! isset( $this->changes['date_modified'] ) ) {
			$this->set_prop( 'date_modified', WC_DateTime::from( time() ) );
		}
		if ( $fresh ) {
			$this->id = wc_standin_new_order_id( (int) $this->get_prop( 'parent_id' ) );
			$this->set_prop( 'status', $this->get_status() );
			$this->set_prop( 'date_created', $this->get_prop( 'date_created' ) ?? WC_DateTime::from( time() ) );
			$this->set_prop( 'version', WC_VERSION );
		}
		$this->apply_changes();
		wc_standin_write_order( $this->id, static::TYPE, $this->data, $fresh );
		parent::save_meta_data();
		return $fresh;
	}

	protected function save_items(): void {
		foreach ( $this->items ?? array() as $item ) {
			$item->set_prop( 'order_id', $this->id );
			if ( 0 === $item->get_id() || array() !== $item->get_changes() ) {
				$item->save();
			}
		}
	}

	abstract public function save(): int;
}

class WC_Order_Refund extends WC_Abstract_Order {
	public const TYPE = 'shop_order_refund';

	protected array $extra = array(
		'amount'           => '',
		'reason'           => '',
		'refunded_by'      => 0,
		'refunded_payment' => false,
	);

	public function save(): int {
		$this->persist();
		$this->save_items();
		return $this->id;
	}

	/** The real one says nothing afterwards; only the order's screen does, by woocommerce_refund_deleted. */
	public function delete( bool $force_delete = false ): mixed {
		$check = apply_filters( 'woocommerce_pre_delete_order_refund', null, $this, $force_delete );
		if ( null !== $check ) {
			return $check;
		}
		wc_standin_erase_order( $this );
		$this->id = 0;
		return true;
	}
}
