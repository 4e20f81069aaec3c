import { useEffect, useState } from '@wordpress/element';

export type Screen = 'overview' | 'exceptions' | 'mappings' | 'orders' | 'setup';

/** Where a person is: `#/orders/1001?connection=shop`. */
export interface Route {
  readonly screen: Screen;
  readonly id: string | null;
  readonly query: Readonly<Record<string, string>>;
}

const SCREENS: readonly Screen[] = ['overview', 'exceptions', 'mappings', 'orders', 'setup'];

export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, id] = path.split('/');
  const screen = SCREENS.find((known) => known === name) ?? 'overview';
  return { screen, id: id ? decode(id) : null, query: Object.fromEntries(new URLSearchParams(search)) };
}

// A hand-made address may hold a broken escape; it is then taken as it stands.
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(screen: Screen, id: string | null = null, query: Readonly<Record<string, string | null | undefined>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  const tail = search.size > 0 ? `?${search.toString()}` : '';
  return `#/${screen}${id === null ? '' : `/${encodeURIComponent(id)}`}${tail}`;
}

/** Changes the address without a new step in the history: for filters while they are typed. */
export function replaceRoute(target: string): void {
  if (target === window.location.hash) return;
  window.history.replaceState(window.history.state, '', target);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute(): Route {
  const [hash, setHash] = useState(window.location.hash);
  useEffect(() => {
    const changed = (): void => setHash(window.location.hash);
    window.addEventListener('hashchange', changed);
    return () => window.removeEventListener('hashchange', changed);
  }, []);
  return parseRoute(hash);
}
