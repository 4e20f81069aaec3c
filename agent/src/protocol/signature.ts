/*
 * Shop → agent calls are signed: HMAC-SHA256 over
 *   v1 \n timestamp(seconds) \n nonce \n METHOD \n path?query \n sha256hex(body) \n actor
 * with the shared secret of the pairing, in hex. `actor` is JSON {"id":1,"name":"anna","caps":["manage_woocommerce"]} of the person
 * for whom the plugin asks, or "" when nobody asks (the doorbell).
 */
export const SIGNATURE_HEADERS = {
  timestamp: 'x-crossdock-timestamp',
  nonce: 'x-crossdock-nonce',
  signature: 'x-crossdock-signature',
  actor: 'x-crossdock-actor',
} as const;

/** How far the clocks may differ. */
export const MAX_SKEW_SECONDS = 300;

/** The text that is signed. */
export function signedText(parts: {
  timestamp: string;
  nonce: string;
  method: string;
  path: string;
  bodyHash: string;
  actor: string;
}): string {
  return ['v1', parts.timestamp, parts.nonce, parts.method.toUpperCase(), parts.path, parts.bodyHash, parts.actor].join('\n');
}

/** Every answer of the agent that is not 2xx. */
export interface ApiProblem {
  readonly code: string;
  readonly message: string;
}
