import { z } from 'zod';
import { parseAnswer, type HttpRequest } from '../../connector/http.ts';
import type { Tools } from '../../connector/tools.ts';
import { AuthenticationError } from '../../errors/errors.ts';
import { refusal, Refusal } from './refusals.ts';
import type { SandboxErpSettings } from './settings.ts';

export interface ErpClient {
  /** The JSON at a path, or null when there is none (404). */
  get(path: string, query?: Readonly<Record<string, string | null>>): Promise<unknown>;
  /** `key` is the ERP's own idempotency key. */
  post(path: string, body: unknown, key: string): Promise<unknown>;
}

export function createClient(settings: SandboxErpSettings, tools: Tools): ErpClient {
  const base = settings.url.replace(/\/+$/, '');
  const call = async (request: HttpRequest): Promise<unknown> => {
    const headers = { authorization: `Bearer ${settings.apiKey}`, ...request.headers };
    const answer = await tools.http.send({ ...request, headers });
    if (answer.status === 404 && request.method === 'GET') return null;
    if (answer.status === 401) throw unauthorized('The ERP does not know this API key. Copy it again from the ERP.');
    if (answer.status === 403) throw unauthorized('The API key may only read. Give it the right to write in the ERP.');
    if (answer.status === 404 || answer.status === 422) throw refusal(readRefusal(answer.text));
    return parseAnswer(request, answer);
  };
  return {
    get: (path, query = {}) => call({ method: 'GET', url: base + path + search(query) }),
    post: (path, body, key) => call({ method: 'POST', url: base + path, json: body, headers: { 'idempotency-key': key } }),
  };
}

function unauthorized(message: string): AuthenticationError {
  return new AuthenticationError({ code: 'connection.auth-failed', message });
}

function search(query: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

function readRefusal(text: string): z.output<typeof Refusal> {
  try {
    return Refusal.parse(JSON.parse(text));
  } catch {
    return { code: 'unknown', message: text.slice(0, 200) };
  }
}
