<?php
declare( strict_types = 1 );

function wc_get_page_screen_id( string $for ): string {
	return 'shop-order' === str_replace( '_', '-', $for ) ? 'woocommerce_page_wc-orders' : '';
}
