import { configure, render, screen } from '@testing-library/react';
import { createRegistry, RegistryProvider } from '@wordpress/data';
import { userEvent } from '@testing-library/user-event';
import type { UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { Settings } from '../src/data/settings.ts';
import { store } from '../src/data/store.ts';
import type { PlayedShop } from './shop/start-shop.ts';

// jsdom draws nothing, so it cannot scroll; WordPress's list of choices does.
Element.prototype.scrollIntoView ??= () => undefined;

// What was spoken also stands in hidden regions; tests look at what is seen.
configure({ defaultIgnore: 'script, style, .a11y-speak-region', asyncUtilTimeout: 30_000 });

export function printSettings(shop: PlayedShop, over: Partial<Settings> = {}): void {
  window.crossdockSettings = {
    root: shop.root,
    nonce: 'n',
    paired: shop.state.paired,
    fenced: shop.state.fenced,
    siteName: 'Test shop',
    capabilities: { manage: true, retry: true, read: true },
    ordersUrl: 'https://shop.example/wp-admin/post.php?post=%d&action=edit',
    version: '0.1.0',
    agentUrl: 'http://127.0.0.1:7373',
    ...over,
  };
}

/** Draws an element with a store of its own, as a fresh page has. */
export function open(element: ReactElement, hash = ''): UserEvent {
  window.location.hash = hash;
  const registry = createRegistry();
  registry.register(store);
  render(<RegistryProvider value={registry}>{element}</RegistryProvider>);
  return userEvent.setup();
}

/** The text of an element that has to come. */
export async function seen(text: string | RegExp): Promise<HTMLElement> {
  return screen.findByText(text, undefined, { timeout: 30_000 });
}

/** What assistive technology was last told politely. */
export function spoken(): string {
  return document.getElementById('a11y-speak-polite')?.textContent ?? '';
}
