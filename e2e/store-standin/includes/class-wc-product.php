<?php
declare( strict_types = 1 );

/** A product or variation: a post with its values in post meta. */
class WC_Product extends WC_Data {
	/** Property => meta key. */
	public const META = array(
		'sku'              => '_sku',
		'global_unique_id' => '_global_unique_id',
		'regular_price'    => '_regular_price',
		'sale_price'       => '_sale_price',
		'price'            => '_price',
		'tax_status'       => '_tax_status',
		'tax_class'        => '_tax_class',
		'manage_stock'     => '_manage_stock',
		'stock_quantity'   => '_stock',
		'stock_status'     => '_stock_status',
		'backorders'       => '_backorders',
		'weight'           => '_weight',
		'virtual'          => '_virtual',
		'downloadable'     => '_downloadable',
		'attributes'       => '_product_attributes',
	);

	protected array $data = array(
		'name'              => '',
		'slug'              => '',
		'status'            => 'publish',
		'type'              => 'simple',
		'parent_id'         => 0,
		'description'       => '',
		'short_description' => '',
		'date_created'      => null,
		'date_modified'     => null,
		'sku'               => '',
		'global_unique_id'  => '',
		'regular_price'     => '',
		'sale_price'        => '',
		'price'             => '',
		'tax_status'        => 'taxable',
		'tax_class'         => '',
		'manage_stock'      => false,
		'stock_quantity'    => null,
		'stock_status'      => 'instock',
		'backorders'        => 'no',
		'weight'            => '',
		'virtual'           => false,
		'downloadable'      => false,
		'attributes'        => array(),
	);

	public function __construct( mixed $product = 0 ) {
		$this->id = is_object( $product ) ? ( $product instanceof WP_Post ? $product->ID : $product->get_id() ) : (int) $product;
		if ( 0 !== $this->id ) {
			$this->read();
		}
	}

	protected function meta_store(): array {
		return array(
			'table'  => $GLOBALS['wpdb']->postmeta,
			'id'     => 'meta_id',
			'object' => 'post_id',
		);
	}

	protected function is_internal_meta( string $key ): bool {
		return in_array( $key, self::META, true ) || in_array( $key, array( '_product_type', '_edit_lock', '_edit_last', '_wp_old_slug', '_wp_trash_meta_status', '_wp_trash_meta_time', '_wp_desired_post_slug' ), true );
	}

	private function read(): void {
		$post = get_post( $this->id );
		if ( ! $post instanceof WP_Post || ! in_array( $post->post_type, array( 'product', 'product_variation' ), true ) ) {
			throw new Exception( 'Invalid product.' );
		}
		$this->data = array_merge( $this->data, array(
			'name'              => $post->post_title,
			'slug'              => $post->post_name,
			'status'            => $post->post_status,
			'parent_id'         => $post->post_parent,
			'description'       => $post->post_content,
			'short_description' => $post->post_excerpt,
			'date_created'      => WC_DateTime::from_gmt( $post->post_date_gmt ),
			'date_modified'     => WC_DateTime::from_gmt( $post->post_modified_gmt ),
			'type'              => 'product_variation' === $post->post_type ? 'variation' : ( get_post_meta( $this->id, '_product_type', true ) ?: 'simple' ),
		) );
		foreach ( self::META as $name => $key ) {
			$value = get_post_meta( $this->id, $key, true );
			if ( '' !== $value ) {
				$this->data[ $name ] = $value;
			}
		}
		foreach ( array( 'manage_stock', 'virtual', 'downloadable' ) as $name ) {
			$this->data[ $name ] = wc_string_to_bool( $this->data[ $name ] );
		}
		$this->data['stock_quantity'] = $this->data['manage_stock'] && null !== $this->data['stock_quantity'] ? (int) (float) $this->data['stock_quantity'] : null;
	}

	public function is_virtual(): bool {
		return (bool) $this->get_prop( 'virtual' );
	}

	public function is_type( mixed $type ): bool {
		return in_array( $this->get_prop( 'type' ), (array) $type, true );
	}

	public function exists(): bool {
		return 0 !== $this->id;
	}

	public function get_title(): string {
		return (string) ( $this->is_type( 'variation' ) ? wc_get_product( $this->get_parent_id() )->get_name() : $this->get_prop( 'name' ) );
	}

	public function get_permalink(): string {
		return (string) get_permalink( $this->id );
	}

	public function get_image_id(): string {
		return '';
	}

	public function get_tax_class(): string {
		$class = (string) $this->get_prop( 'tax_class' );
		return 'parent' === $class && $this->get_prop( 'parent_id' ) ? wc_get_product( $this->get_prop( 'parent_id' ) )->get_tax_class() : $class;
	}

	/** A variation without stock of its own shares its parent's. */
	private function parent_with_stock(): ?WC_Product {
		$parent = $this->is_type( 'variation' ) && ! $this->get_prop( 'manage_stock' ) ? wc_get_product( $this->get_prop( 'parent_id' ) ) : false;
		return $parent && $parent->get_prop( 'manage_stock' ) ? $parent : null;
	}

	public function get_manage_stock(): bool|string {
		return null === $this->parent_with_stock() ? (bool) $this->get_prop( 'manage_stock' ) : 'parent';
	}

	public function managing_stock(): bool {
		return 'yes' === get_option( 'woocommerce_manage_stock' ) && false !== $this->get_manage_stock();
	}

	public function get_stock_managed_by_id(): int {
		return $this->parent_with_stock()?->get_id() ?? $this->id;
	}

	public function get_stock_quantity(): ?int {
		$owner = $this->parent_with_stock() ?? $this;
		return $owner->get_prop( 'manage_stock' ) ? (int) $owner->get_prop( 'stock_quantity' ) : null;
	}

	public function backorders_allowed(): bool {
		return 'no' !== $this->get_prop( 'backorders' );
	}

	public function set_stock_quantity( mixed $quantity ): void {
		$this->set_prop( 'stock_quantity', null === $quantity ? null : wc_stock_amount( $quantity ) );
	}

	/** Another product with this SKU is an error that names it. */
	public function set_sku( string $sku ): void {
		$other = '' === $sku ? 0 : wc_get_product_id_by_sku( $sku );
		if ( 0 !== $other && $other !== $this->id ) {
			throw new WC_Data_Exception( 'product_invalid_sku', 'Invalid or duplicated SKU.', 400, array( 'resource_id' => $other, 'unique_sku' => $sku . '-1' ) );
		}
		$this->set_prop( 'sku', $sku );
	}

	/** @return list<int> */
	public function get_children(): array {
		return array_map( 'intval', get_posts( array( 'post_type' => 'product_variation', 'post_parent' => $this->id, 'fields' => 'ids', 'numberposts' => -1, 'post_status' => 'any', 'orderby' => 'ID', 'order' => 'ASC' ) ) );
	}

	public function save(): int {
		$fresh = 0 === $this->id;
		$this->settle();
		$changes = $this->changes;
		$this->write_post( $fresh );
		foreach ( self::META as $name => $key ) {
			if ( $fresh || array_key_exists( $name, $changes ) ) {
				$value = $this->get_prop( $name );
				update_post_meta( $this->id, $key, is_bool( $value ) ? wc_bool_to_string( $value ) : wp_slash( $value ?? '' ) );
			}
		}
		update_post_meta( $this->id, '_product_type', $this->get_prop( 'type' ) );
		$this->save_meta_data();
		$kind = $this->is_type( 'variation' ) ? 'variation' : 'product';
		if ( array_key_exists( 'stock_quantity', $changes ) ) {
			do_action( "woocommerce_{$kind}_set_stock", $this );
		}
		$this->apply_changes();
		$this->read();
		do_action( ( $fresh ? 'woocommerce_new_product' : 'woocommerce_update_product' ) . ( 'variation' === $kind ? '_variation' : '' ), $this->id, $this );
		return $this->id;
	}

	/** The price in force, and the status that the quantity means. */
	private function settle(): void {
		$sale = (string) $this->get_prop( 'sale_price' );
		$this->set_prop( 'price', '' === $sale ? $this->get_prop( 'regular_price' ) : $sale );
		if ( ! $this->get_prop( 'manage_stock' ) ) {
			$this->set_prop( 'stock_quantity', null );
		} elseif ( (int) $this->get_prop( 'stock_quantity' ) > 0 ) {
			$this->set_prop( 'stock_status', 'instock' );
		} else {
			$this->set_prop( 'stock_status', $this->backorders_allowed() ? 'onbackorder' : 'outofstock' );
		}
	}

	private function write_post( bool $fresh ): void {
		$post = array(
			'post_title'   => $this->get_prop( 'name' ) ?: 'Product',
			'post_status'  => $this->get_prop( 'status' ),
			'post_parent'  => $this->get_prop( 'parent_id' ),
			'post_content' => $this->get_prop( 'description' ),
			'post_excerpt' => $this->get_prop( 'short_description' ),
			'post_name'    => $this->get_prop( 'slug' ),
			'post_type'    => $this->is_type( 'variation' ) ? 'product_variation' : 'product',
		);
		if ( $fresh ) {
			$this->id = (int) wp_insert_post( wp_slash( $post ) );
			return;
		}
		global $wpdb;
		// The save event is recorded even when nothing of the post itself changed.
		$wpdb->update( $wpdb->posts, array_filter( $post, 'is_scalar' ) + array( 'post_modified' => current_time( 'mysql' ), 'post_modified_gmt' => current_time( 'mysql', true ) ), array( 'ID' => $this->id ) );
		clean_post_cache( $this->id );
	}

	public function delete( bool $force = false ): bool {
		$done = $force ? wp_delete_post( $this->id, true ) : wp_trash_post( $this->id );
		do_action( $force ? 'woocommerce_delete_product' : 'woocommerce_trash_product', $this->id );
		return (bool) $done;
	}
}

class WC_Product_Simple extends WC_Product {}

class WC_Product_Variable extends WC_Product {
	public function __construct( mixed $product = 0 ) {
		$this->data['type'] = 'variable';
		parent::__construct( $product );
	}
}

class WC_Product_Variation extends WC_Product {
	public function __construct( mixed $product = 0 ) {
		$this->data['type']      = 'variation';
		$this->data['tax_class'] = 'parent';
		parent::__construct( $product );
	}

	public function get_name(): string {
		$values = implode( ', ', array_map( 'strval', (array) $this->get_prop( 'attributes' ) ) );
		return $this->get_title() . ( '' === $values ? '' : " - $values" );
	}
}
