import { createHash, randomBytes } from 'node:crypto';
import { sign } from '../api/signature.ts';
import { SIGNATURE_HEADERS, signedText, type ApiProblem } from '../protocol/signature.ts';
import { sharedSecretOf, type Setup } from './setup.ts';

/** What came of a question to the running agent. `down`: nobody listens at its address. */
export type Answer =
  | { readonly kind: 'ok'; readonly body: unknown }
  | { readonly kind: 'refused'; readonly status: number; readonly problem: ApiProblem }
  | { readonly kind: 'down'; readonly message: string };

const TIMEOUT_MS = 30_000;
/** Whoever can read the secrets of the data folder may do all that a shop manager may. */
const ACTOR = JSON.stringify({ id: 0, name: 'cli', caps: ['manage_woocommerce', 'edit_shop_orders', 'view_woocommerce_reports'] });

/** Asks the running agent as the person at the terminal, signed with the secret of the pairing. */
export async function askAgent(setup: Setup, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
  const secret = sharedSecretOf(setup);
  if (secret === null) {
    return {
      kind: 'refused',
      status: 401,
      problem: { code: 'api.not-paired', message: 'No shop is paired yet. Run: crossdock pair <shopUrl> <code>' },
    };
  }
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = { ...signedHeaders(secret, method, path, text), ...(text === '' ? {} : { 'content-type': 'application/json' }) };
  try {
    const answer = await fetch(agentUrl(setup) + path, {
      method,
      headers,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(text === '' ? {} : { body: text }),
    });
    return readAnswer(answer.status, await answer.text());
  } catch (error) {
    const slow = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: 'down', message: `The agent at ${agentUrl(setup)} ${slow ? 'did not answer in time' : 'is not running'}.` };
  }
}

/** Where the agent of this configuration listens. */
export function agentUrl({ config: { api } }: Pick<Setup, 'config'>): string {
  const host = api.host === '0.0.0.0' ? '127.0.0.1' : api.host === '::' ? '::1' : api.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${api.port}`;
}

function signedHeaders(secret: string, method: string, path: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomBytes(16).toString('hex');
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = signedText({ timestamp, nonce, method, path, bodyHash, actor: ACTOR });
  return {
    [SIGNATURE_HEADERS.timestamp]: timestamp,
    [SIGNATURE_HEADERS.nonce]: nonce,
    [SIGNATURE_HEADERS.signature]: sign(text, secret),
    [SIGNATURE_HEADERS.actor]: ACTOR,
  };
}

function readAnswer(status: number, text: string): Answer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return {
      kind: 'refused',
      status,
      problem: { code: 'connection.contract-broken', message: 'Something other than the agent answers at its address.' },
    };
  }
  return status < 300 ? { kind: 'ok', body } : { kind: 'refused', status, problem: body as ApiProblem };
}
