import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../errors/errors.ts';
import { currentCorrelation } from './correlation.ts';

/** One call. `json` is sent as a JSON body; `timeoutMs` covers the whole call; `writes` says whether a lost answer leaves the outcome unknown (default: everything but GET); `dial` is the host:port to connect to instead of the URL's, while name, Host header and certificate stay the URL's. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly writes?: boolean;
  readonly dial?: string;
}

/** An answer with its body read; header names in lower case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** HTTP with time-outs, this connection's rate limit and our errors. */
export interface Http {
  /** Any answer, whatever its status; throws TransientError when there is none. */
  send(request: HttpRequest): Promise<HttpResponse>;
  /** The parsed JSON of a 2xx answer; other statuses become errors by `errorForStatus`, and a body that is not JSON a TransientError (proxies answer in HTML). */
  json(request: HttpRequest): Promise<unknown>;
}

/** Lets at most so many calls run at once and per second; what the runtime gives to each connection. */
export type Limit = <T>(call: () => Promise<T>) => Promise<T>;

/** What a connection's HTTP client is made of. */
export interface HttpOptions {
  readonly limit: Limit;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

const MAX_BODY_BYTES = 20 * 1024 * 1024;

/** Makes the HTTP client of one connection; `close` ends its sockets. */
export function createHttp(options: HttpOptions): Http & { close(): Promise<void> } {
  const dispatchers = new Map<string, Agent>();
  const dispatcherFor = (dial: string): Agent => {
    const known = dispatchers.get(dial) ?? createDispatcher(dial);
    dispatchers.set(dial, known);
    return known;
  };
  const send = (given: HttpRequest): Promise<HttpResponse> => {
    // Taken now: the limit may run the call out of somebody else's hands.
    const correlation = currentCorrelation();
    return options.limit(() => call(dispatcherFor(given.dial ?? ''), options, given, correlation));
  };
  return {
    send,
    json: async (given) => parseAnswer(given, await send(given)),
    close: async () => void (await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.close()))),
  };
}

function createDispatcher(dial: string): Agent {
  const common = { connections: 32, keepAliveTimeout: 10_000 };
  if (dial === '') return new Agent({ ...common, connectTimeout: 5_000 });
  const { hostname, port } = new URL(`http://${dial}`);
  const connector = buildConnector({ timeout: 5_000 });
  return new Agent({
    ...common,
    connect: (options, callback) => {
      // The certificate is still checked against the name in the URL, not against the address that is dialled.
      const servername = options.servername ?? options.hostname;
      connector({ ...options, host: hostname, hostname, port: port === '' ? options.port : port, servername }, callback);
    },
  });
}

async function call(
  dispatcher: Dispatcher,
  options: HttpOptions,
  given: HttpRequest,
  correlation: string | undefined,
): Promise<HttpResponse> {
  const timeout = AbortSignal.timeout(given.timeoutMs ?? options.timeoutMs);
  const body = given.json === undefined ? given.body : JSON.stringify(given.json);
  const headers = {
    accept: 'application/json',
    ...(correlation === undefined ? {} : { 'x-correlation-id': correlation }),
    ...(given.json === undefined ? {} : { 'content-type': 'application/json' }),
    ...options.headers,
    ...given.headers,
  };
  try {
    const answer = await request(given.url, {
      method: given.method,
      headers,
      ...(body === undefined ? {} : { body }),
      dispatcher,
      signal: AbortSignal.any([timeout, options.signal]),
    });
    const text = await readText(answer.body, given);
    return { status: answer.statusCode, headers: flatten(answer.headers), text };
  } catch (cause) {
    throw asTransient(cause, given, timeout.aborted);
  }
}

async function readText(body: AsyncIterable<Uint8Array>, given: HttpRequest): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) {
      throw new TransientError({ code: 'connection.contract-broken', message: `The answer of ${hostOf(given.url)} is larger than 20 MB.` });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function asTransient(cause: unknown, given: HttpRequest, timedOut: boolean): TransientError {
  if (cause instanceof TransientError) return cause;
  const reason = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : String(cause);
  const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(reason);
  const writes = given.writes ?? given.method !== 'GET';
  return new TransientError({
    code: timedOut ? 'connection.timeout' : 'connection.unreachable',
    message: timedOut ? `${hostOf(given.url)} did not answer in time.` : `${hostOf(given.url)} could not be reached (${reason}).`,
    facts: { host: hostOf(given.url), reason },
    cause,
    committed: writes && !neverSent ? 'unknown' : 'no',
  });
}

/** What `json` does with an answer, for connectors that look at some statuses themselves first. */
export function parseAnswer(given: HttpRequest, answer: HttpResponse): unknown {
  if (answer.status >= 300) throw errorForStatus(given, answer);
  if (answer.text === '') return null;
  try {
    return JSON.parse(answer.text);
  } catch (cause) {
    throw new TransientError({
      code: 'connection.contract-broken',
      message: `${hostOf(given.url)} answered with something that is not JSON.`,
      facts: { status: answer.status, start: answer.text.slice(0, 120) },
      cause,
      committed: (given.writes ?? given.method !== 'GET') ? 'unknown' : 'no',
    });
  }
}

/** Turns a status ≥ 300 into the error that says what happens next; the start of the body is kept as a fact. */
export function errorForStatus(given: Pick<HttpRequest, 'url' | 'method'>, answer: HttpResponse): Error {
  const host = hostOf(given.url);
  const facts = { host, status: answer.status, body: answer.text.slice(0, 500) };
  switch (true) {
    case answer.status < 400:
      return new ConfigurationError({
        code: 'connection.settings-invalid',
        message: `${host} points to ${answer.headers['location'] ?? 'another address'} (HTTP ${answer.status}); use that address.`,
        facts,
      });
    case answer.status === 401 || answer.status === 403:
      return new AuthenticationError({
        code: 'connection.auth-failed',
        message: `${host} refused our credentials (HTTP ${answer.status}).`,
        facts,
      });
    case answer.status === 409 || answer.status === 412:
      return new ConflictError({
        code: 'connection.conflict',
        message: `${host} says that the document changed meanwhile (HTTP ${answer.status}).`,
        facts,
      });
    case answer.status === 429:
      return new RateLimitedError({
        code: 'connection.rate-limited',
        message: `${host} asks to slow down.`,
        facts,
        retryAfterMs: retryAfter(answer.headers['retry-after']),
      });
    case answer.status === 408 || answer.status >= 500:
      return new TransientError({ code: 'connection.server-error', message: `${host} has a fault (HTTP ${answer.status}).`, facts });
    default:
      return new RejectedError({
        code: 'delivery.refused',
        message: `${host} refused (HTTP ${answer.status}): ${answer.text.slice(0, 200)}`,
        facts,
      });
  }
}

/** Reads a Retry-After header (seconds or an HTTP date) as milliseconds from now; null when absent or unreadable. */
export function retryAfter(header: string | undefined, now: number = Date.now()): number | null {
  if (header === undefined || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  return flat;
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'the system';
}
