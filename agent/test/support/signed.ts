import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

export const ADMIN = { id: 1, name: 'Anna', caps: ['manage_woocommerce', 'edit_shop_orders', 'view_woocommerce_reports'] };

export interface SignedCall {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string | object;
  readonly actor?: object | '';
  readonly secret: string;
  /** Milliseconds since the epoch by the caller's clock. */
  readonly at: number;
  readonly nonce?: string;
  /** Laid over the signed headers: what somebody changed on the way. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent in place of the signed path and body. */
  readonly sent?: { readonly path?: string; readonly body?: string };
}

export interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Signs as the plugin does (written out here on purpose, so that the agent's own code is not its own witness) and sends over a real socket. */
export async function call(base: string, given: SignedCall): Promise<Answered> {
  const method = given.method ?? 'GET';
  const body = given.body === undefined ? '' : typeof given.body === 'string' ? given.body : JSON.stringify(given.body);
  const actor = given.actor === '' ? '' : JSON.stringify(given.actor ?? ADMIN);
  const timestamp = String(Math.floor(given.at / 1000));
  const nonce = given.nonce ?? randomUUID();
  const hash = createHash('sha256').update(body).digest('hex');
  const text = `v1\n${timestamp}\n${nonce}\n${method}\n${given.path}\n${hash}\n${actor}`;
  const signature = createHmac('sha256', given.secret).update(text).digest('hex');
  const headers = {
    'x-crossdock-timestamp': timestamp,
    'x-crossdock-nonce': nonce,
    'x-crossdock-signature': signature,
    'x-crossdock-actor': actor,
    'content-type': 'application/json',
    ...given.headers,
  };
  const sent = { path: given.path, body, ...given.sent };
  return answered(await fetch(base + sent.path, { method, headers, ...(method === 'GET' ? {} : { body: sent.body }) }));
}

export async function answered(response: Response): Promise<Answered> {
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

export async function listenOnFreePort(app: FastifyInstance): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 });
}
