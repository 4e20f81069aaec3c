import apiFetchModule from '@wordpress/api-fetch';
import { settings } from './settings.ts';

// Its types are written for CommonJS, so TypeScript sees a module object where bundlers and browsers have the function itself.
const apiFetch = apiFetchModule as unknown as (typeof apiFetchModule)['default'];
const TIMEOUT_MS = 20_000;

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export interface Sending {
  readonly method: 'POST' | 'PUT';
  readonly body: unknown;
}

/** Joins a path and its query; empty values are left out, so that equal questions have equal texts. */
export function withQuery(path: string, query: Query): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length > 0 ? `${path}?${parts.join('&')}` : path;
}

// Without pretty permalinks the REST root already holds a "?" (index.php?rest_route=/…).
function fullUrl(path: string): string {
  const { root } = settings();
  return `${root}/${root.includes('?') ? path.replace('?', '&') : path}`;
}

/** One call to the plugin's admin routes; rejects with what the server said, or an AbortError after the time limit. */
export async function request(path: string, sending?: Sending): Promise<unknown> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    return await apiFetch({
      url: fullUrl(path),
      method: sending?.method ?? 'GET',
      headers: { 'X-WP-Nonce': settings().nonce },
      signal: abort.signal,
      ...(sending ? { data: sending.body } : {}),
    });
  } finally {
    clearTimeout(timer);
  }
}
