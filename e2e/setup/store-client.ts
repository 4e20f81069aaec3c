import { createHmac, randomBytes } from 'node:crypto';
import type { Site } from './site.ts';

export interface StoreKey {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/** Makes a consumer key the way WooCommerce's own settings screen stores one. */
export async function createKey(
  site: Site,
  permissions: 'read' | 'write' | 'read_write' = 'read_write',
  user = 'admin',
): Promise<StoreKey> {
  const said = await site.php(`
    $key = 'ck_' . wc_rand_hash(); $secret = 'cs_' . wc_rand_hash();
    $GLOBALS['wpdb']->insert( $GLOBALS['wpdb']->prefix . 'woocommerce_api_keys', array(
      'user_id' => get_user_by( 'login', ${JSON.stringify(user)} )->ID, 'description' => 'test', 'permissions' => '${permissions}',
      'consumer_key' => wc_api_hash( $key ), 'consumer_secret' => $secret, 'truncated_key' => substr( $key, -7 ) ) );
    echo wp_json_encode( array( 'consumerKey' => $key, 'consumerSecret' => $secret ) );`);
  return JSON.parse(said) as StoreKey;
}

export interface SignOptions {
  /** The address that is signed; the dialled one when absent. */
  readonly signedBase?: string;
  readonly algorithm?: 'sha1' | 'sha256';
  /** Seconds since 1970. */
  readonly timestamp?: number;
  readonly nonce?: string;
}

// RFC 5849, 3.6: percent-encoding leaves only unreserved characters.
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** The query of a request signed by OAuth 1.0a without a token, as WooCommerce wants it over plain http. */
export function signedQuery(method: string, url: URL, key: StoreKey, options: SignOptions = {}): string {
  const algorithm = options.algorithm ?? 'sha256';
  const params: [string, string][] = [
    ...url.searchParams,
    ['oauth_consumer_key', key.consumerKey],
    ['oauth_nonce', options.nonce ?? randomBytes(16).toString('hex')],
    ['oauth_signature_method', `HMAC-${algorithm.toUpperCase()}`],
    ['oauth_timestamp', String(options.timestamp ?? Math.floor(Date.now() / 1000))],
  ];
  const pairs = params.map(([name, value]) => [encode(name), encode(value)] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const query = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const base = `${options.signedBase ?? url.origin}${url.pathname}`;
  const text = `${method}&${encode(base)}&${encode(query)}`;
  const signature = createHmac(algorithm, `${key.consumerSecret}&`).update(text).digest('base64');
  return `${query}&oauth_signature=${encode(signature)}`;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The caller knows which resource it asked for.
  readonly body: unknown;
}

export type Query = Readonly<Record<string, string | number | boolean>>;

/** Calls a route below /wp-json/ with a consumer key over plain http. */
export async function callStore(
  site: Pick<Site, 'url'>,
  key: StoreKey,
  method: string,
  path: string,
  more: { readonly query?: Query; readonly body?: unknown; readonly sign?: SignOptions; readonly dial?: string } = {},
): Promise<Answer> {
  const url = new URL(`${more.dial ?? site.url}/wp-json/${path}`);
  for (const [name, value] of Object.entries(more.query ?? {})) url.searchParams.append(name, String(value));
  const query = signedQuery(method, url, key, more.sign);
  const init: RequestInit = { method, headers: { 'content-type': 'application/json' } };
  if (more.body !== undefined) init.body = JSON.stringify(more.body);
  const answer = await fetch(`${url.origin}${url.pathname}?${query}`, init);
  return { status: answer.status, headers: answer.headers, body: readBody(await answer.text()) };
}

export function readBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
