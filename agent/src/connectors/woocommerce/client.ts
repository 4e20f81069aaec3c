import { createRequire } from 'node:module';
import type { HttpRequest } from '../../connector/http.ts';
import type { Tools } from '../../connector/tools.ts';
import { TransientError } from '../../errors/errors.ts';
import { shopError } from './errors.ts';
import type { WooCommerceSettings } from './settings.ts';

// The library is CommonJS with a default export, which Node and bundlers import differently; required, it is the same everywhere.
type Library = typeof import('@woocommerce/woocommerce-rest-api', { with: { 'resolution-mode': 'require' } });
const { default: WooCommerceRestApi } = createRequire(import.meta.url)('@woocommerce/woocommerce-rest-api') as Library;

/** Parameters are plain text: under OAuth an array without indexes breaks the signature, so lists go as "1,2,3". */
export type Params = Readonly<Record<string, string>>;

/** One REST namespace of the shop; answers are parsed JSON, errors are ours. */
export interface Api {
  get(path: string, params?: Params): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<unknown>;
}

/** The two namespaces that we speak: WooCommerce's own and that of our plugin. */
export interface Shop {
  readonly v3: Api;
  readonly own: Api;
}

/** Opens both namespaces with the same key. */
export function openShop(settings: WooCommerceSettings, tools: Tools): Shop {
  return { v3: openApi('wc/v3', settings, tools), own: openApi('wc-crossdock/v1', settings, tools) };
}

function openApi(version: string, settings: WooCommerceSettings, tools: Tools): Api {
  const client = new WooCommerceRestApi({
    url: settings.url,
    consumerKey: settings.consumerKey,
    consumerSecret: settings.consumerSecret,
    // WooCommerce accepts its keys for every namespace that starts with "wc-"; the library's type only lists its own.
    version: version as 'wc/v3',
    // The library signs, our own client carries: one limit and time-out, one set of sockets, one translation of errors.
    axiosConfig: { adapter: (signed: SignedCall) => carry(signed, settings, tools) },
  });
  return {
    get: async (path, params = {}) => dataOf(await client.get(path, { ...params })),
    post: async (path, body) => dataOf(await client.post(path, body)),
    put: async (path, body) => dataOf(await client.put(path, body)),
  };
}

/** What axios hands to an adapter, as far as we need it. */
interface SignedCall {
  readonly url: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: string;
  readonly headers: object;
  readonly auth?: { readonly username: string; readonly password: string };
}

async function carry(signed: SignedCall, settings: WooCommerceSettings, tools: Tools): Promise<object> {
  const call: HttpRequest = {
    method: signed.method.toUpperCase() as HttpRequest['method'],
    url: withParams(signed.url, signed.params ?? {}),
    headers: headersOf(signed),
    ...(signed.data === undefined ? {} : { body: signed.data }),
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    ...(settings.dial === undefined ? {} : { dial: settings.dial }),
  };
  const answer = await tools.http.send(call);
  if (answer.status >= 300) throw shopError(call, answer);
  return { data: parse(call, answer.text), status: answer.status, statusText: '', headers: {}, config: signed, request: null };
}

/** Under OAuth the library hands the query back among the parameters although the URL holds it already; sent twice, it would only be long. */
function withParams(url: string, params: Readonly<Record<string, unknown>>): string {
  const [base = '', query = ''] = url.split('?');
  const known = new Set(query.split('&').map((pair) => decodeURIComponent(pair.split('=')[0] ?? '')));
  const added = Object.entries(params)
    .filter(([name]) => !known.has(name))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
  const pairs = query === '' ? added : [query, ...added];
  return pairs.length === 0 ? base : `${base}?${pairs.join('&')}`;
}

function headersOf(signed: SignedCall): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(signed.headers)) if (typeof value === 'string') headers[name.toLowerCase()] = value;
  if (signed.auth) {
    const { username, password } = signed.auth;
    headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  }
  return headers;
}

function parse(call: HttpRequest, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TransientError({
      code: 'connection.contract-broken',
      message: `${new URL(call.url).host} answered with something that is not JSON; a plugin may print warnings into the answers.`,
      facts: { start: text.slice(0, 120) },
      cause,
      committed: call.method === 'GET' ? 'no' : 'unknown',
    });
  }
}

function dataOf(answer: unknown): unknown {
  return (answer as { data: unknown }).data;
}
