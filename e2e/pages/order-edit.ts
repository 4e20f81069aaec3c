import type { Page } from '@playwright/test';
import type { Site } from '../setup/site.ts';

/** Where the store itself says that an order is edited: differs between order tables and posts. */
export async function openOrderInShop(page: Page, site: Site, id: number): Promise<void> {
  const path = (await site.php(`echo wc_get_order( ${id} )->get_edit_order_url();`)).trim();
  await page.goto(path.replaceAll('&amp;', '&'), { waitUntil: 'domcontentloaded' });
}

/** The order as its buyer sees it, without a login. */
export async function openOrderAsBuyer(page: Page, site: Site, id: number): Promise<void> {
  const path = await site.php(`
    // A new WooCommerce shop is closed to visitors until its owner opens it.
    update_option( 'woocommerce_coming_soon', 'no' );
    $order = wc_get_order( ${id} );
    echo method_exists( $order, 'get_checkout_order_received_url' ) ? $order->get_checkout_order_received_url() : home_url( "/checkout/order-received/${id}/?key={$order->get_order_key()}" );`);
  await page.goto(path.trim().replaceAll('&amp;', '&'), { waitUntil: 'domcontentloaded' });
}
