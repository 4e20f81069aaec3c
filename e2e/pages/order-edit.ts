import type { Page } from '@playwright/test';
import type { Site } from '../setup/site.ts';

/** Where the store itself says that an order is edited: differs between order tables and posts. */
export async function openOrderInShop(page: Page, site: Site, id: number): Promise<void> {
  const path = (await site.php(`echo wc_get_order( ${id} )->get_edit_order_url();`)).trim();
  await page.goto(path.replaceAll('&amp;', '&'), { waitUntil: 'domcontentloaded' });
}

/** The order as its buyer sees it, without a login. */
export async function openOrderAsBuyer(page: Page, site: Site, id: number): Promise<void> {
  const key = (await site.php(`echo wc_get_order( ${id} )->get_order_key();`)).trim();
  await page.goto(`${site.url}/checkout/order-received/${id}/?key=${key}`, { waitUntil: 'domcontentloaded' });
}
