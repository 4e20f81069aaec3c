<?php
/**
 * The box on the order screen. First painted from the mirror, so that it says something while the agent is down.
 *
 * @package Crossdock
 */

declare(strict_types=1);

namespace Crossdock\Admin;

use Crossdock\Apply\MirrorTable;
use Crossdock\Support\Capabilities;
use WC_Abstract_Order;
use WP_Post;

defined( 'ABSPATH' ) || exit;

/**
 * @phpstan-import-type Row from MirrorTable
 */
final class OrderPanel {
	private readonly Assets $assets;

	public function __construct( private readonly MirrorTable $mirror, string $file ) {
		$this->assets = new Assets( $file );
	}

	public function addBox(): void {
		if ( current_user_can( Capabilities::READ ) ) {
			add_meta_box( 'crossdock', 'Crossdock', fn( mixed $order ) => $this->render( $order ), OrderScreens::id(), 'side', 'default' );
		}
	}

	public function render( mixed $order ): void {
		$id  = $order instanceof WC_Abstract_Order ? $order->get_id() : ( $order instanceof WP_Post ? $order->ID : 0 );
		$row = $this->mirror->read( array( $id ) )[ $id ] ?? null;
		printf( '<div id="crossdock-order-panel" data-order-id="%d" data-mirror="%s">', absint( $id ), esc_attr( null === $row ? 'null' : (string) wp_json_encode( $row ) ) );
		if ( null === $row ) {
			echo '<p>' . esc_html__( 'Crossdock does not know this order yet.', 'crossdock' ) . '</p>';
		} else {
			self::paint( $row );
		}
		echo '</div>';
		if ( ! $this->assets->built( 'order-panel' ) ) {
			echo '<p class="description">' . esc_html__( 'Run "npm run build" in the project to see more here.', 'crossdock' ) . '</p>';
		}
	}

	/** @param Row $row */
	private static function paint( array $row ): void {
		echo '<p><strong>' . esc_html( Stage::label( $row['stage'] ) ) . '</strong></p>';
		if ( $row['attention'] ) {
			echo '<p class="crossdock-attention"><span class="dashicons dashicons-warning" aria-hidden="true"></span> ' . esc_html( '' === $row['message'] ? __( 'Needs attention', 'crossdock' ) : $row['message'] ) . '</p>';
		}
		$facts = array(
			/* translators: %s: order number in the ERP */
			array( __( 'ERP: %s', 'crossdock' ), $row['erp_number'] ),
			/* translators: %s: order number at the warehouse */
			array( __( 'Warehouse: %s', 'crossdock' ), $row['wms_number'] ),
			/* translators: %s: tracking numbers */
			array( __( 'Tracking: %s', 'crossdock' ), $row['tracking'] ),
		);
		echo '<ul>';
		foreach ( $facts as list( $text, $value ) ) {
			if ( '' !== $value ) {
				echo '<li>' . esc_html( sprintf( $text, $value ) ) . '</li>';
			}
		}
		echo '</ul>';
	}
}
