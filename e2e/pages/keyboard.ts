import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until the element has the focus, as a person without a mouse does; fails when it cannot be reached. */
export async function tabTo(page: Page, target: Locator, atMost = 120): Promise<void> {
  for (let pressed = 0; pressed < atMost; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target, `reached by ${atMost} tabs`).toBeFocused();
}
