import { createHmac, timingSafeEqual } from 'node:crypto';

const WINDOW_SECONDS = 15 * 60;

/** Checks calls as WooCommerce does over plain http: OAuth 1.0a, one-legged, over the shop's own home URL. Answers with the refusal, or null. */
export interface OAuthCheck {
  refusal(method: string, path: string, query: URLSearchParams): { code: string; message: string } | null;
}

export function createOAuthCheck(home: () => string, key: string, secret: string): OAuthCheck {
  const nonces = new Map<string, number>();
  return {
    refusal(method, path, query) {
      const given = (name: string): string => query.get(`oauth_${name}`) ?? '';
      if (given('consumer_key') === '') return { code: 'woocommerce_rest_cannot_view', message: 'Sorry, you cannot list resources.' };
      if (given('consumer_key') !== key) return refuse('Consumer key is invalid.');
      if (!sameSignature(given('signature'), signatureOf(method, home() + path, query, secret))) {
        return refuse('Invalid signature - provided signature does not match.');
      }
      const now = Date.now() / 1000;
      if (!(Math.abs(Number(given('timestamp')) - now) <= WINDOW_SECONDS)) return refuse('Invalid timestamp.');
      if (nonces.has(given('nonce'))) return refuse('Invalid nonce - nonce has already been used.');
      nonces.set(given('nonce'), now);
      forget(nonces, now - WINDOW_SECONDS);
      return null;
    },
  };
}

function refuse(message: string) {
  return { code: 'woocommerce_rest_authentication_error', message };
}

function forget(nonces: Map<string, number>, before: number): void {
  // Insertion order is time order, so the old ones come first.
  for (const [nonce, at] of nonces) {
    if (at >= before) return;
    nonces.delete(nonce);
  }
}

function signatureOf(method: string, url: string, query: URLSearchParams, secret: string): string {
  const algorithm = query.get('oauth_signature_method') === 'HMAC-SHA1' ? 'sha1' : 'sha256';
  // PHP keeps the last of several parameters with one name.
  const pairs = [...new Map(query)]
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => [encode(name), encode(value)] as const);
  pairs.sort(([a], [b]) => (a < b ? -1 : 1));
  const parameters = pairs.map(([name, value]) => `${name}=${value}`).join('&');
  const base = [method, encode(url), encode(parameters)].join('&');
  return createHmac(algorithm, `${secret}&`).update(base).digest('base64');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sameSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
