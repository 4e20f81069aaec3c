<?php
declare( strict_types = 1 );

/** One row of an order. */
abstract class WC_Order_Item extends WC_Data {
	/** @var array<string, mixed> */
	protected array $data = array(
		'order_id' => 0,
		'name'     => '',
	);

	public const TYPE = 'line_item';

	/** @var array<string, mixed> */
	protected array $extra = array();

	public function __construct( int $id = 0 ) {
		$this->data = array_merge( $this->data, $this->extra );
		if ( 0 !== $id ) {
			global $wpdb;
			$row = $wpdb->get_row( $wpdb->prepare( "SELECT * FROM {$wpdb->prefix}woocommerce_order_items WHERE order_item_id = %d", $id ) );
			if ( null !== $row ) {
				$this->fill( $row );
			}
		}
	}

	public static function from_row( object $row ): self {
		$class = wc_standin_item_classes()[ $row->order_item_type ];
		$item  = new $class();
		$item->fill( $row );
		return $item;
	}

	protected function fill( object $row ): void {
		$this->id   = (int) $row->order_item_id;
		$this->data = array_merge( $this->data, json_decode( (string) $row->data, true ), array(
			'order_id' => (int) $row->order_id,
			'name'     => $row->order_item_name,
		) );
	}

	protected function meta_store(): array {
		return array(
			'table'  => $GLOBALS['wpdb']->prefix . 'woocommerce_order_itemmeta',
			'id'     => 'meta_id',
			'object' => 'order_item_id',
		);
	}

	public function get_type(): string {
		return static::TYPE;
	}

	public function is_type( mixed $type ): bool {
		return in_array( static::TYPE, (array) $type, true );
	}

	public function get_order(): mixed {
		return wc_get_order( $this->get_prop( 'order_id' ) );
	}

	public function set_taxes( mixed $taxes ): void {
		$this->set_prop( 'taxes', $taxes );
		$this->set_prop( 'total_tax', (string) array_sum( array_map( 'floatval', $taxes['total'] ?? array() ) ) );
		if ( array_key_exists( 'subtotal_tax', $this->data ) ) {
			$this->set_prop( 'subtotal_tax', (string) array_sum( array_map( 'floatval', $taxes['subtotal'] ?? $taxes['total'] ?? array() ) ) );
		}
	}

	public function save(): int {
		global $wpdb;
		$this->apply_changes();
		$props = array_diff_key( $this->data, array_flip( array( 'order_id', 'name' ) ) );
		$row   = array(
			'order_id'        => $this->data['order_id'],
			'order_item_name' => $this->data['name'],
			'order_item_type' => static::TYPE,
			'data'            => wp_json_encode( $props ),
		);
		if ( 0 === $this->id ) {
			$wpdb->insert( "{$wpdb->prefix}woocommerce_order_items", $row );
			$this->id = (int) $wpdb->insert_id;
			do_action( 'woocommerce_new_order_item', $this->id, $this, $this->data['order_id'] );
		} else {
			$wpdb->update( "{$wpdb->prefix}woocommerce_order_items", $row, array( 'order_item_id' => $this->id ) );
			do_action( 'woocommerce_update_order_item', $this->id, $this, $this->data['order_id'] );
		}
		$this->save_meta_data();
		return $this->id;
	}

	public function delete( bool $force = true ): bool {
		global $wpdb;
		$wpdb->delete( "{$wpdb->prefix}woocommerce_order_items", array( 'order_item_id' => $this->id ) );
		$wpdb->delete( "{$wpdb->prefix}woocommerce_order_itemmeta", array( 'order_item_id' => $this->id ) );
		return true;
	}
}

class WC_Order_Item_Product extends WC_Order_Item {
	protected array $extra = array(
		'product_id'   => 0,
		'variation_id' => 0,
		'quantity'     => 1,
		'tax_class'    => '',
		'subtotal'     => '0',
		'subtotal_tax' => '0',
		'total'        => '0',
		'total_tax'    => '0',
		'taxes'        => array( 'total' => array(), 'subtotal' => array() ),
	);

	public function get_product(): WC_Product|false {
		$id      = $this->get_prop( 'variation_id' ) ? $this->get_prop( 'variation_id' ) : $this->get_prop( 'product_id' );
		$product = $id ? wc_get_product( $id ) : false;
		return apply_filters( 'woocommerce_order_item_product', $product ? $product : false, $this );
	}

	public function set_product( WC_Product $product ): void {
		$is_variation = $product->is_type( 'variation' );
		$this->set_prop( 'product_id', $is_variation ? $product->get_parent_id() : $product->get_id() );
		$this->set_prop( 'variation_id', $is_variation ? $product->get_id() : 0 );
		$this->set_prop( 'name', $product->get_name() );
		$this->set_prop( 'tax_class', $product->get_tax_class() );
	}
}

class WC_Order_Item_Shipping extends WC_Order_Item {
	public const TYPE = 'shipping';

	protected array $extra = array(
		'method_title' => '',
		'method_id'    => '',
		'instance_id'  => '',
		'total'        => '0',
		'total_tax'    => '0',
		'taxes'        => array( 'total' => array() ),
		'tax_status'   => 'taxable',
	);

	public function set_method_title( string $title ): void {
		$this->set_prop( 'method_title', $title );
		$this->set_prop( 'name', $title );
	}
}

class WC_Order_Item_Fee extends WC_Order_Item {
	public const TYPE = 'fee';

	protected array $extra = array(
		'tax_class'  => '',
		'tax_status' => 'taxable',
		'amount'     => '',
		'total'      => '0',
		'total_tax'  => '0',
		'taxes'      => array( 'total' => array() ),
	);
}

class WC_Order_Item_Tax extends WC_Order_Item {
	public const TYPE = 'tax';

	protected array $extra = array(
		'rate_code'          => '',
		'rate_id'            => 0,
		'label'              => '',
		'compound'           => false,
		'tax_total'          => '0',
		'shipping_tax_total' => '0',
		'rate_percent'       => null,
	);
}

class WC_Order_Item_Coupon extends WC_Order_Item {
	public const TYPE = 'coupon';

	protected array $extra = array(
		'code'         => '',
		'discount'     => '0',
		'discount_tax' => '0',
	);

	public function set_code( string $code ): void {
		$this->set_prop( 'code', $code );
		$this->set_prop( 'name', $code );
	}
}

/** @return array<string, class-string<WC_Order_Item>> */
function wc_standin_item_classes(): array {
	return array(
		'line_item' => WC_Order_Item_Product::class,
		'shipping'  => WC_Order_Item_Shipping::class,
		'fee'       => WC_Order_Item_Fee::class,
		'tax'       => WC_Order_Item_Tax::class,
		'coupon'    => WC_Order_Item_Coupon::class,
	);
}
