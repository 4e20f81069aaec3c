<?php
declare( strict_types = 1 );

/** Taxes and sums of an order, by the rules of the rates table: country, class, and every priority on top of the same base. */
final class WC_Standin_Totals {
	/** @var array<int, array{rate: object, item: float, shipping: float}> */
	private array $by_rate = array();

	public function __construct( private WC_Abstract_Order $order ) {}

	public function calculate( bool $and_taxes ): void {
		if ( $and_taxes && 'yes' === get_option( 'woocommerce_calc_taxes' ) ) {
			$this->tax_items();
			$this->write_tax_lines();
		}
		$this->sum();
	}

	private function country(): string {
		$based_on = get_option( 'woocommerce_tax_based_on' );
		$shipping = (string) $this->order->get_shipping_country();
		$country  = 'shipping' === $based_on && '' !== $shipping ? $shipping : (string) $this->order->get_billing_country();
		return '' === $country || 'base' === $based_on ? WC_Tax::base_country() : $country;
	}

	private function tax_items(): void {
		foreach ( $this->order->get_items( array( 'line_item', 'fee', 'shipping' ) ) as $item ) {
			$is_shipping = $item->is_type( 'shipping' );
			$class       = $is_shipping ? '' : (string) $item->get_prop( 'tax_class' );
			$rates       = 'none' === $item->get_prop( 'tax_status' ) ? array() : WC_Tax::rates( $this->country(), $class, $is_shipping );
			$taxes       = array( 'total' => array() );
			if ( $item->is_type( 'line_item' ) ) {
				$product           = $item->get_product();
				$rates             = $product && 'taxable' !== $product->get_tax_status() ? array() : $rates;
				$taxes['subtotal'] = array();
			}
			foreach ( $rates as $rate ) {
				$id                    = (int) $rate->tax_rate_id;
				$taxes['total'][ $id ] = wc_format_decimal( (float) $item->get_prop( 'total' ) * (float) $rate->tax_rate / 100 );
				if ( isset( $taxes['subtotal'] ) ) {
					$taxes['subtotal'][ $id ] = wc_format_decimal( (float) $item->get_prop( 'subtotal' ) * (float) $rate->tax_rate / 100 );
				}
				$this->add( $rate, $is_shipping, (float) $taxes['total'][ $id ] );
			}
			$item->set_taxes( $taxes );
			$item->save();
		}
	}

	/** Each line is rounded by itself, which is the shop's default. */
	private function add( object $rate, bool $is_shipping, float $amount ): void {
		$id                   = (int) $rate->tax_rate_id;
		$this->by_rate[ $id ] ??= array( 'rate' => $rate, 'item' => 0.0, 'shipping' => 0.0 );
		$this->by_rate[ $id ][ $is_shipping ? 'shipping' : 'item' ] += round( $amount, wc_get_price_decimals() );
	}

	private function write_tax_lines(): void {
		foreach ( $this->order->get_items( 'tax' ) as $old ) {
			$this->order->remove_item( $old->get_id() );
		}
		foreach ( $this->by_rate as $id => $sums ) {
			$line = new WC_Order_Item_Tax();
			$code = strtoupper( implode( '-', array_filter( array( $sums['rate']->tax_rate_country, $sums['rate']->tax_rate_state, $sums['rate']->tax_rate_name, (string) $sums['rate']->tax_rate_priority ) ) ) );
			foreach ( array(
				'name'               => $code,
				'rate_code'          => $code,
				'rate_id'            => $id,
				'label'              => $sums['rate']->tax_rate_name,
				'compound'           => (bool) $sums['rate']->tax_rate_compound,
				'tax_total'          => (string) $sums['item'],
				'shipping_tax_total' => (string) $sums['shipping'],
				'rate_percent'       => (float) $sums['rate']->tax_rate,
			) as $name => $value ) {
				$line->set_prop( $name, $value );
			}
			$this->order->add_item( $line );
		}
	}

	private function sum(): void {
		$places = wc_get_price_decimals();
		$of     = fn( string $type, string $prop ): float => array_sum( array_map( static fn( $item ) => (float) $item->get_prop( $prop ), $this->order->get_items( $type ) ) );
		$tax    = fn( string $prop ): float => array_sum( array_map( static fn( $item ) => round( (float) $item->get_prop( $prop ), $places ), $this->order->get_items( 'tax' ) ) );
		$cart   = array( 'line_item' => $of( 'line_item', 'total' ), 'fee' => $of( 'fee', 'total' ) );
		$values = array(
			'discount_total' => $of( 'line_item', 'subtotal' ) - $cart['line_item'],
			'discount_tax'   => round( $of( 'line_item', 'subtotal_tax' ) - $of( 'line_item', 'total_tax' ), $places ),
			'shipping_total' => $of( 'shipping', 'total' ),
			'cart_tax'       => $tax( 'tax_total' ),
			'shipping_tax'   => $tax( 'shipping_tax_total' ),
		);
		$values['total_tax'] = $values['cart_tax'] + $values['shipping_tax'];
		$values['total']     = round( array_sum( $cart ) + $values['shipping_total'] + $values['total_tax'], $places );
		foreach ( $values as $name => $value ) {
			$this->order->set_prop( $name, wc_format_decimal( $value ) );
		}
	}
}
