import { z } from 'zod';
import { AuthenticationError, type RejectedError } from '../errors/errors.ts';
import { parseAnswer, type HttpRequest } from './http.ts';
import type { Tools } from './tools.ts';

/** How a REST API says no in its body: a code of its own and a sentence, with whatever it adds. */
export const Refused = z.looseObject({ code: z.string(), message: z.string() });
export type Refused = z.output<typeof Refused>;

/** What a connector knows of a REST API with a bearer key: the sentences for a key that is unknown or may only read, and its refusals (422, and 404 for writes) in our words. */
export interface RestManners {
  readonly keyUnknown: string;
  readonly readOnly: string;
  readonly refusal: (given: Refused) => RejectedError;
}

/** Calls to one REST API. */
export interface RestApi {
  /** The JSON at a path, or null when there is none (404); parameters that are null are left out. */
  get(path: string, query?: Readonly<Record<string, string | null>>): Promise<unknown>;
  /** The JSON of the answer; `key` is sent as the idempotency key, for parties that keep them. */
  post(path: string, body: unknown, key?: string): Promise<unknown>;
  put(path: string, body: unknown, key?: string): Promise<unknown>;
}

/** The calls of a connection whose party takes JSON and a bearer key. */
export function createRest(settings: { readonly url: string; readonly apiKey: string }, tools: Tools, manners: RestManners): RestApi {
  const base = settings.url.replace(/\/+$/, '');
  const call = async (request: HttpRequest): Promise<unknown> => {
    const headers = { authorization: `Bearer ${settings.apiKey}`, ...request.headers };
    const answer = await tools.http.send({ ...request, headers });
    if (answer.status === 404 && request.method === 'GET') return null;
    if (answer.status === 401) throw unauthorized(manners.keyUnknown);
    if (answer.status === 403) throw unauthorized(manners.readOnly);
    if (answer.status === 404 || answer.status === 422) throw manners.refusal(readRefused(answer.text));
    return parseAnswer(request, answer);
  };
  const write = (method: 'POST' | 'PUT', path: string, json: unknown, key: string | undefined): Promise<unknown> =>
    call({ method, url: base + path, json, ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }) });
  return {
    get: (path, query = {}) => call({ method: 'GET', url: base + path + search(query) }),
    post: (path, body, key) => write('POST', path, body, key),
    put: (path, body, key) => write('PUT', path, body, key),
  };
}

function unauthorized(message: string): AuthenticationError {
  return new AuthenticationError({ code: 'connection.auth-failed', message });
}

function search(query: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function readRefused(text: string): Refused {
  try {
    return Refused.parse(JSON.parse(text));
  } catch {
    return { code: 'unknown', message: text.slice(0, 200) };
  }
}
