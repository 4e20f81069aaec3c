import { createHmac, timingSafeEqual } from 'node:crypto';

/** True when `given` is the HMAC-SHA256 of the body under the secret, in hex or base64; compared in constant time. */
export function isSigned(secret: string, body: string, given: string, encoding: 'hex' | 'base64' = 'hex'): boolean {
  const expected = createHmac('sha256', secret).update(body).digest();
  const claimed = Buffer.from(given, encoding);
  return claimed.length === expected.length && timingSafeEqual(claimed, expected);
}
