import { expect, type Locator, type Page } from '@playwright/test';

export type ScreenName = 'overview' | 'exceptions' | 'mappings' | 'orders' | 'setup';

/** WooCommerce → Crossdock, as a person uses it. */
export interface CrossdockScreen {
  readonly page: Page;
  readonly heading: Locator;
  /** Opens a screen by its address, such as `orders` or `mappings/carrier`. */
  open(path?: string): Promise<void>;
  /** Goes to a screen by its tab. */
  tab(name: string): Promise<void>;
  /** The row of a table that holds this text. */
  row(text: string | RegExp): Locator;
}

export function crossdockScreen(page: Page, siteUrl: string): CrossdockScreen {
  const heading = page.locator('.crossdock-heading');
  return {
    page,
    heading,
    open: async (path = '') => {
      // A new hash alone does not load the page again.
      await page.goto('about:blank');
      await page.goto(`${siteUrl}/wp-admin/admin.php?page=crossdock#/${path}`, { waitUntil: 'domcontentloaded' });
      await expect(heading).toBeVisible();
    },
    tab: async (name) => {
      await page.getByRole('navigation', { name: 'Crossdock screens' }).getByRole('link', { name }).click();
      await expect(heading).toHaveText(name);
    },
    row: (text) => page.locator('.crossdock-table tbody tr').filter({ hasText: text }),
  };
}
