<?php
declare( strict_types = 1 );

class WC_Order extends WC_Abstract_Order {
	private const ADDRESS = array( 'first_name', 'last_name', 'company', 'address_1', 'address_2', 'city', 'state', 'postcode', 'country', 'email', 'phone' );

	protected array $extra = array(
		'customer_id'          => 0,
		'order_key'            => '',
		'billing'              => array( 'first_name' => '', 'last_name' => '', 'company' => '', 'address_1' => '', 'address_2' => '', 'city' => '', 'state' => '', 'postcode' => '', 'country' => '', 'email' => '', 'phone' => '' ),
		'shipping'             => array( 'first_name' => '', 'last_name' => '', 'company' => '', 'address_1' => '', 'address_2' => '', 'city' => '', 'state' => '', 'postcode' => '', 'country' => '', 'phone' => '' ),
		'payment_method'       => '',
		'payment_method_title' => '',
		'transaction_id'       => '',
		'customer_ip_address'  => '',
		'customer_user_agent'  => '',
		'created_via'          => '',
		'customer_note'        => '',
		'date_completed'       => null,
		'date_paid'            => null,
		'cart_hash'            => '',
		'stock_reduced'        => false,
	);

	/** @var array{from: string, to: string, note: string|false, manual: bool}|null */
	private ?array $transition = null;

	public function __call( string $method, array $args ): mixed {
		if ( preg_match( '/^(get|set)_(billing|shipping)_(.+)$/', $method, $match ) && in_array( $match[3], self::ADDRESS, true ) ) {
			list( , $verb, $kind, $field ) = $match;
			if ( 'get' === $verb ) {
				return $this->get_prop( $kind )[ $field ] ?? '';
			}
			$this->set_prop( $kind, array_merge( $this->get_prop( $kind ), array( $field => (string) $args[0] ) ) );
			return null;
		}
		return parent::__call( $method, $args );
	}

	public function get_address( string $type = 'billing' ): array {
		return (array) $this->get_prop( $type );
	}

	public function set_address( array $address, string $type = 'billing' ): void {
		$this->set_prop( $type, array_merge( $this->get_prop( $type ), array_intersect_key( array_map( 'strval', $address ), $this->get_prop( $type ) ) ) );
	}

	public function get_order_number(): string {
		return (string) apply_filters( 'woocommerce_order_number', $this->id, $this );
	}

	public function get_user_id(): int {
		return (int) $this->get_prop( 'customer_id' );
	}

	public function get_formatted_billing_full_name(): string {
		return trim( "{$this->get_billing_first_name()} {$this->get_billing_last_name()}" );
	}

	public function get_formatted_order_total(): string {
		return wc_price( $this->get_prop( 'total' ), array( 'currency' => $this->get_prop( 'currency' ) ) );
	}

	public function get_edit_order_url(): string {
		return (string) apply_filters( 'woocommerce_get_edit_order_url', admin_url( "admin.php?page=wc-orders&action=edit&id={$this->id}" ), $this );
	}

	public function get_view_order_url(): string {
		return home_url( "/my-account/view-order/{$this->id}/" );
	}

	public function get_checkout_payment_url(): string {
		return home_url( "/checkout/order-pay/{$this->id}/?pay_for_order=true&key={$this->get_prop( 'order_key' )}" );
	}

	public function is_paid(): bool {
		return $this->has_status( wc_get_is_paid_statuses() );
	}

	public function is_editable(): bool {
		return $this->has_status( array( 'pending', 'on-hold', 'auto-draft' ) );
	}

	public function needs_payment(): bool {
		return $this->has_status( array( 'pending', 'failed' ) ) && (float) $this->get_prop( 'total' ) > 0;
	}

	public function needs_processing(): bool {
		foreach ( $this->get_items() as $item ) {
			$product = $item->get_product();
			if ( $product && ! ( $product->get_virtual() && $product->get_downloadable() ) ) {
				return true;
			}
		}
		return false;
	}

	/** @return list<WC_Order_Refund> */
	public function get_refunds(): array {
		return wc_get_orders( array( 'type' => 'shop_order_refund', 'parent' => $this->id, 'limit' => -1 ) );
	}

	public function get_total_refunded(): string {
		return (string) array_sum( array_map( static fn( $refund ) => (float) $refund->get_amount(), $this->get_refunds() ) );
	}

	public function get_remaining_refund_amount(): string {
		return wc_format_decimal( (float) $this->get_prop( 'total' ) - (float) $this->get_total_refunded(), wc_get_price_decimals() );
	}

	/** Negative, as in the real one. */
	public function get_qty_refunded_for_item( int $item_id, string $item_type = 'line_item' ): int {
		return (int) array_sum( array_map( static fn( $item ) => $item->get_quantity(), $this->refunded_items( $item_id, $item_type ) ) );
	}

	public function get_total_refunded_for_item( int $item_id, string $item_type = 'line_item' ): float {
		return -round( array_sum( array_map( static fn( $item ) => (float) $item->get_total(), $this->refunded_items( $item_id, $item_type ) ) ), wc_get_price_decimals() );
	}

	public function get_tax_refunded_for_item( int $item_id, int $tax_id, string $item_type = 'line_item' ): float {
		return -round( array_sum( array_map( static fn( $item ) => (float) ( $item->get_taxes()['total'][ $tax_id ] ?? 0 ), $this->refunded_items( $item_id, $item_type ) ) ), wc_get_price_decimals() );
	}

	/** @return list<WC_Order_Item> */
	private function refunded_items( int $item_id, string $item_type ): array {
		$found = array();
		foreach ( $this->get_refunds() as $refund ) {
			array_push( $found, ...array_filter( array_values( $refund->get_items( $item_type ) ), static fn( $item ) => (int) $item->get_meta( '_refunded_item_id' ) === $item_id ) );
		}
		return $found;
	}

	public function get_order_stock_reduced(): bool {
		return (bool) $this->get_prop( 'stock_reduced' );
	}

	public function set_order_stock_reduced( mixed $value ): void {
		$this->set_prop( 'stock_reduced', wc_string_to_bool( $value ) );
	}

	/** @param string|false $note */
	public function set_status( string $new_status, mixed $note = '', bool $manual_update = false ): array {
		$result = parent::set_status( $new_status );
		if ( $result['from'] !== $result['to'] ) {
			$this->transition = array( 'from' => $this->transition['from'] ?? $result['from'], 'to' => $result['to'], 'note' => $note, 'manual' => $manual_update );
			if ( null === $this->get_prop( 'date_paid' ) && $this->is_paid() ) {
				$this->set_prop( 'date_paid', WC_DateTime::from( time() ) );
			}
			if ( null === $this->get_prop( 'date_completed' ) && $this->has_status( 'completed' ) ) {
				$this->set_prop( 'date_completed', WC_DateTime::from( time() ) );
			}
		}
		return $result;
	}

	public function update_status( string $new_status, mixed $note = '', bool $manual = false ): bool {
		$this->set_status( $new_status, $note, $manual );
		$this->save();
		return true;
	}

	public function payment_complete( string $transaction_id = '' ): bool {
		if ( ! $this->has_status( array( 'pending', 'on-hold', 'failed', 'cancelled', 'checkout-draft' ) ) ) {
			do_action( 'woocommerce_payment_complete_order_status_' . $this->get_status(), $this->id, $transaction_id );
			return true;
		}
		if ( '' !== $transaction_id ) {
			$this->set_prop( 'transaction_id', $transaction_id );
		}
		$this->set_prop( 'date_paid', $this->get_prop( 'date_paid' ) ?? WC_DateTime::from( time() ) );
		$this->set_status( (string) apply_filters( 'woocommerce_payment_complete_order_status', $this->needs_processing() ? 'processing' : 'completed', $this->id, $this ), false );
		$this->add_order_note( 'Payment complete.' );
		$this->save();
		do_action( 'woocommerce_payment_complete', $this->id, $transaction_id );
		return true;
	}

	public function save(): int {
		try {
			do_action( 'woocommerce_before_order_object_save', $this, null );
			$was     = $this->data['status'];
			$changes = $this->changes;
			if ( '' === $this->get_prop( 'order_key' ) ) {
				$this->set_prop( 'order_key', 'wc_order_' . wp_generate_password( 13, false ) );
			}
			$this->announce( $this->persist(), $was, $changes );
			$this->save_items();
			do_action( 'woocommerce_after_order_object_save', $this, null );
		} catch ( Exception $error ) {
			wc_get_logger()->error( "Error saving order ID {$this->id}. {$error->getMessage()}" );
			$this->add_order_note( "Error saving order ID {$this->id}. {$error->getMessage()}" );
		}
		$this->run_transition();
		return $this->id;
	}

	/** New for a draft that becomes real; silent for drafts and for the way into and out of the trash. */
	private function announce( bool $fresh, string $was, array $changes ): void {
		$drafts = array( '', 'new', 'auto-draft', 'draft', 'checkout-draft' );
		$is     = $this->get_status();
		if ( $fresh || ( isset( $changes['status'] ) && in_array( $was, $drafts, true ) && ! in_array( $is, $drafts, true ) ) ) {
			if ( ! in_array( $is, $drafts, true ) ) {
				do_action( 'woocommerce_new_order', $this->id, $this );
			}
			return;
		}
		if ( isset( $changes['status'] ) && in_array( 'trash', array( $is, $was ), true ) ) {
			return;
		}
		do_action( 'woocommerce_update_order', $this->id, $this );
	}

	/** One throwing callback ends the rest of the transition, stock and all, and the order keeps its new status: measured so. */
	private function run_transition(): void {
		$transition       = $this->transition;
		$this->transition = null;
		if ( null === $transition ) {
			return;
		}
		try {
			do_action( "woocommerce_order_status_{$transition['to']}", $this->id, $this, $transition );
			if ( false !== $transition['note'] && 'checkout-draft' !== $transition['from'] ) {
				$text = sprintf( 'Order status changed from %s to %s.', wc_get_order_status_name( $transition['from'] ), wc_get_order_status_name( $transition['to'] ) );
				$this->add_order_note( trim( "{$transition['note']} $text" ), 0, $transition['manual'] );
			}
			do_action( "woocommerce_order_status_{$transition['from']}_to_{$transition['to']}", $this->id, $this );
			do_action( 'woocommerce_order_status_changed', $this->id, $transition['from'], $transition['to'], $this );
			if ( in_array( $transition['from'], array( 'pending', 'failed' ), true ) && in_array( $transition['to'], wc_get_is_paid_statuses(), true ) ) {
				do_action( 'woocommerce_order_payment_status_changed', $this->id, $this );
			}
		} catch ( Exception $error ) {
			wc_get_logger()->error( "Status transition of order #{$this->id} errored! {$error->getMessage()}" );
			$this->add_order_note( 'Error during status transition. ' . $error->getMessage() );
		}
	}

	public function save_meta_data(): bool {
		$written  = parent::save_meta_data();
		$modified = $this->get_prop( 'date_modified' );
		// Within the second of the last change the order itself is left alone: read in WooCommerce's data store.
		if ( $written && array() === $this->changes && null !== $modified && $modified->getTimestamp() < time() ) {
			$this->save();
		}
		return $written;
	}

	public function add_order_note( string $note, mixed $is_customer_note = 0, bool $added_by_user = false, array $meta_data = array() ): int {
		return wc_standin_add_note( $this, $note, (bool) $is_customer_note, $added_by_user );
	}

	/** @return list<WP_Comment> */
	public function get_customer_order_notes(): array {
		return array_values( array_filter( wc_standin_notes( $this->id ), static fn( $note ) => (bool) get_comment_meta( (int) $note->comment_ID, 'is_customer_note', true ) ) );
	}

	public function delete( bool $force_delete = false ): bool {
		$id = $this->id;
		if ( $force_delete ) {
			do_action( 'woocommerce_before_delete_order', $id, $this );
			wc_standin_erase_order( $this );
			$this->id = 0;
			do_action( 'woocommerce_delete_order', $id );
			return true;
		}
		do_action( 'woocommerce_before_trash_order', $id, $this );
		$this->update_meta_data( '_wp_trash_meta_status', 'wc-' . $this->get_status() );
		$this->update_meta_data( '_wp_trash_meta_time', time() );
		$this->set_prop( 'status', 'trash' );
		$this->persist();
		do_action( 'woocommerce_trash_order', $id );
		// The object forgets who it was, also on the way to the trash.
		$this->id = 0;
		return true;
	}

	public function untrash(): bool {
		$before = (string) $this->get_meta( '_wp_trash_meta_status' );
		do_action( 'woocommerce_untrash_order', $this->id, $before );
		$this->delete_meta_data( '_wp_trash_meta_status' );
		$this->delete_meta_data( '_wp_trash_meta_time' );
		$this->set_status( '' === $before ? 'pending' : $before );
		$this->save();
		return true;
	}

	public function add_product( WC_Product $product, int $quantity = 1, array $args = array() ): int {
		$item  = new WC_Order_Item_Product();
		$price = wc_format_decimal( WC_Tax::without_taxes( (float) $product->get_price(), $product->get_tax_class() ) * $quantity );
		$item->set_product( $product );
		foreach ( array_merge( array( 'quantity' => $quantity, 'subtotal' => $price, 'total' => $price ), $args ) as $name => $value ) {
			$item->set_prop( $name, $value );
		}
		$this->add_item( $item );
		return $item->get_id();
	}
}
