import { errorForStatus, retryAfter, type HttpResponse } from '../../connector/http.ts';
import type { Tools } from '../../connector/tools.ts';
import { AuthenticationError, ConfigurationError, ContractError, RateLimitedError, TransientError } from '../../errors/errors.ts';
import { LOGIN, refusalOf } from './refusals.ts';
import type { TrytonSettings } from './settings.ts';
import { parseWire } from './wire.ts';

/** Who we are at Tryton, and the context that every call on a model must carry. */
export interface Login {
  readonly userId: number;
  readonly authorization: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Calls of Tryton's JSON-RPC within a login session. `reads` says that a lost answer does no harm. */
export interface Rpc {
  version(): Promise<string>;
  login(): Promise<Login>;
  /** The context, with `more` added, goes in as the last parameter, where Tryton wants it. */
  call(method: string, params: readonly unknown[], reads?: boolean, more?: Readonly<Record<string, unknown>>): Promise<unknown>;
  logout(): Promise<void>;
}

type Post = (url: string, method: string, params: readonly unknown[], reads: boolean, authorization?: string) => Promise<HttpResponse>;

/** A client of one Tryton database. */
export function createRpc(settings: TrytonSettings, tools: Tools): Rpc {
  const root = settings.url.replace(/\/+$/, '');
  // Without the trailing slash Tryton redirects a POST.
  const home = `${root}/${encodeURIComponent(settings.database)}/`;
  const post = poster(tools);
  let current: Promise<Login> | null = null;

  const login = (): Promise<Login> => {
    current ??= openLogin(settings, post, home).catch((error: unknown) => {
      current = null;
      throw error;
    });
    return current;
  };

  const call: Rpc['call'] = async (method, params, reads = false, more = {}) => {
    const first = await login();
    const send = (as: Login): Promise<HttpResponse> => post(home, method, [...params, { ...as.context, ...more }], reads, as.authorization);
    let answer = await send(first);
    if (answer.status === 401) {
      // The session has expired; a refused call has done nothing, so it may be sent again.
      if ((await current) === first) current = null;
      answer = await send(await login());
    }
    return resultOf(answer, home, method, reads);
  };

  return {
    version: async () => String(resultOf(await post(`${root}/`, 'common.server.version', [], true), root, 'common.server.version', true)),
    login,
    call,
    logout: async () => {
      const as = await current?.catch(() => null);
      current = null;
      if (as) await post(home, 'common.db.logout', [], true, as.authorization).catch(() => null);
    },
  };
}

// Exactly these three members: with any other Tryton answers errors as HTML pages.
function poster(tools: Tools): Post {
  return (url, method, params, reads, authorization) => {
    const headers = authorization === undefined ? {} : { headers: { authorization } };
    return tools.http.send({ method: 'POST', url, json: { id: 1, method, params }, writes: !reads, ...headers });
  };
}

async function openLogin(settings: TrytonSettings, post: Post, home: string): Promise<Login> {
  const answer = await post(home, LOGIN, [settings.user, { password: settings.password }, 'en'], true);
  const [userId, key] = pairOf(resultOf(answer, home, LOGIN, true));
  const authorization = `Session ${Buffer.from(`${settings.user}:${userId}:${key}`).toString('base64')}`;
  const preferences = await post(home, 'model.res.user.get_preferences', [true, {}], true, authorization);
  return { userId, authorization, context: contextOf(resultOf(preferences, home, 'get_preferences', true)) };
}

function resultOf(answer: HttpResponse, url: string, method: string, reads: boolean): unknown {
  if (answer.status !== 200) throw statusError(answer, url, method);
  const body = parsed(answer, method, reads);
  if (typeof body !== 'object' || body === null || !('result' in body || 'error' in body)) {
    throw new ContractError({
      code: 'connection.contract-broken',
      message: `Tryton's answer to ${method} has neither a result nor an error.`,
      facts: { method, start: answer.text.slice(0, 120) },
    });
  }
  if ('error' in body && body.error !== undefined && body.error !== null) throw refusalOf(body.error, method);
  return 'result' in body ? body.result : null;
}

function parsed(answer: HttpResponse, method: string, reads: boolean): unknown {
  try {
    return parseWire(answer.text);
  } catch (cause) {
    throw new TransientError({
      code: 'connection.contract-broken',
      message: `Tryton answered ${method} with something that is not JSON.`,
      facts: { method, start: answer.text.slice(0, 120) },
      cause,
      committed: reads ? 'no' : 'unknown',
    });
  }
}

function statusError(answer: HttpResponse, url: string, method: string): Error {
  const facts = { method, status: answer.status };
  switch (answer.status) {
    case 401:
      return new AuthenticationError({
        code: 'connection.auth-failed',
        message: 'Tryton does not accept the user name or the password.',
        facts,
      });
    case 403:
      return new ConfigurationError({
        code: 'connection.settings-invalid',
        message: `Tryton does not allow ${method}: the user lacks the right, or a module is not activated.`,
        facts,
      });
    case 404:
      return new ConfigurationError({ code: 'connection.settings-invalid', message: `There is no such Tryton database at ${url}.`, facts });
    case 429:
      return new RateLimitedError({
        code: 'connection.rate-limited',
        message: 'Tryton refuses logins for a while because a wrong password was sent too often.',
        facts,
        retryAfterMs: retryAfter(answer.headers['retry-after']),
      });
    default:
      return errorForStatus({ url, method: 'POST' }, answer);
  }
}

function pairOf(login: unknown): [number, string] {
  if (Array.isArray(login) && typeof login[0] === 'number' && typeof login[1] === 'string') return [login[0], login[1]];
  throw new AuthenticationError({ code: 'connection.auth-failed', message: 'Tryton did not open a session for this user.' });
}

function contextOf(preferences: unknown): Record<string, unknown> {
  return typeof preferences === 'object' && preferences !== null ? { ...preferences } : {};
}
