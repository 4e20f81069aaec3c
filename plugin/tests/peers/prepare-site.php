<?php
/**
 * Turns on what the tests need of WooCommerce, in a request of its own.
 */

declare(strict_types=1);

require dirname( __DIR__ ) . '/load-site.php';

update_option( 'woocommerce_feature_fulfillments_enabled', 'yes' );
