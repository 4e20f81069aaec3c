import { createServer, type RequestListener, type Server } from 'node:http';
import { once } from 'node:events';
import { createServer as createSocketServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttp, errorForStatus, retryAfter, type HttpRequest } from '../../../src/connector/http.ts';
import {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../../../src/errors/errors.ts';
import { listen, readBody, stop } from '../../peers/listening.ts';

let stopping: AbortController;
let http: ReturnType<typeof createHttp>;
let servers: Server[];
beforeEach(() => {
  stopping = new AbortController();
  http = createHttp({ limit: (call) => call(), timeoutMs: 50_000, signal: stopping.signal, headers: { 'x-of': 'connection' } });
  servers = [];
});
afterEach(async () => {
  await Promise.all(servers.map(stop));
  await http.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  return `http://127.0.0.1:${await listen(server, 0)}/path`;
}

async function failure(request: HttpRequest): Promise<TransientError> {
  const error: unknown = await http.json(request).catch((thrown: unknown) => thrown);
  if (!(error instanceof TransientError)) throw new Error(`expected a TransientError, got ${String(error)}`);
  return error;
}

async function nobodyAt(): Promise<string> {
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}/`;
}

describe('a call', () => {
  it('sends JSON with the headers of the connection and its own, and gives back the parsed answer', async () => {
    const url = await serve(async (request, response) => {
      const { accept, 'content-type': type, 'x-of': of, 'x-own': own } = request.headers;
      response.end(JSON.stringify({ method: request.method, body: await readBody(request), accept, type, of, own }));
    });
    expect(await http.json({ method: 'POST', url, json: { name: 'Zoë 🎁' }, headers: { 'x-own': '1' } })).toEqual({
      method: 'POST',
      body: '{"name":"Zoë 🎁"}',
      accept: 'application/json',
      type: 'application/json',
      of: 'connection',
      own: '1',
    });
  });

  it('reads an answer in any number of pieces, cut inside a letter too', async () => {
    const bytes = Buffer.from('{"name":"Zoë"}');
    const url = await serve((_request, response) => {
      response.write(bytes.subarray(0, 12));
      setTimeout(() => response.end(bytes.subarray(12)), 20);
    });
    expect(await http.json({ method: 'GET', url })).toEqual({ name: 'Zoë' });
  });

  it('takes an empty answer for null', async () => {
    const url = await serve((_request, response) => response.writeHead(204).end());
    expect(await http.json({ method: 'DELETE', url })).toBeNull();
  });

  it('gives any status to those who ask for the answer itself, header names in lower case', async () => {
    const url = await serve((_request, response) => response.writeHead(404, { 'X-Total': '7', 'Set-Cookie': ['a=1', 'b=2'] }).end('gone'));
    const answer = await http.send({ method: 'GET', url });
    expect(answer).toMatchObject({ status: 404, text: 'gone', headers: { 'x-total': '7', 'set-cookie': 'a=1, b=2' } });
  });

  it('dials another address when told to, while the host stays that of the URL', async () => {
    const url = await serve((request, response) => response.end(JSON.stringify({ host: request.headers.host })));
    const { port } = new URL(url);
    const answer = await http.json({ method: 'GET', url: `http://shop.invalid:${port}/`, dial: `127.0.0.1:${port}` });
    expect(answer).toEqual({ host: `shop.invalid:${port}` });
  });

  it('is run by the limit of its connection', async () => {
    const url = await serve((_request, response) => response.end('{}'));
    let through = 0;
    const limited = createHttp({
      limit: (call) => {
        through += 1;
        return call();
      },
      timeoutMs: 1_000,
      signal: stopping.signal,
    });
    await Promise.all([limited.json({ method: 'GET', url }), limited.send({ method: 'GET', url })]);
    await limited.close();
    expect(through).toBe(2);
  });
});

describe('a call without an answer', () => {
  it.each([
    ['a write', { method: 'POST' }],
    ['a read', { method: 'GET' }],
  ] as const)('for which nobody listens was not committed: %s', async (_what, method) => {
    const error = await failure({ ...method, url: await nobodyAt() });
    expect(error).toMatchObject({ code: 'connection.unreachable', committed: 'no', facts: { reason: 'ECONNREFUSED' } });
  });

  it.each([
    ['a write', { method: 'POST' }, 'unknown'],
    ['a read', { method: 'GET' }, 'no'],
    ['a read by POST', { method: 'POST', writes: false }, 'no'],
    ['a write by GET', { method: 'GET', writes: true }, 'unknown'],
  ] as const)('whose socket breaks after it was sent: %s', async (_what, method, committed) => {
    const url = await serve((request) => request.socket.destroy());
    expect(await failure({ ...method, url })).toMatchObject({ code: 'connection.unreachable', committed });
  });

  it('in time says so, and a write may have arrived', async () => {
    const url = await serve(() => undefined);
    const started = performance.now();
    const error = await failure({ method: 'POST', url, timeoutMs: 150 });
    expect(performance.now() - started).toBeLessThan(40_000);
    expect(error).toMatchObject({
      code: 'connection.timeout',
      committed: 'unknown',
      message: expect.stringMatching(/did not answer in time/),
    });
  });

  it('is also ended by its time when the answer begins and never ends', async () => {
    const url = await serve((_request, response) => void response.write('{"a":'));
    expect(await failure({ method: 'GET', url, timeoutMs: 150 })).toMatchObject({ code: 'connection.timeout', committed: 'no' });
  });

  it('uses the time of its connection when it has none of its own', async () => {
    const url = await serve(() => undefined);
    const quick = createHttp({ limit: (call) => call(), timeoutMs: 100, signal: stopping.signal });
    await expect(quick.send({ method: 'GET', url })).rejects.toMatchObject({ code: 'connection.timeout' });
    await quick.close();
  });

  it('because the agent stops is no timeout, and a write may have arrived', async () => {
    const url = await serve(() => stopping.abort());
    expect(await failure({ method: 'PUT', url })).toMatchObject({ code: 'connection.unreachable', committed: 'unknown' });
  });
});

describe('an answer that cannot be used', () => {
  it.each([
    ['HTML', 200, '<!DOCTYPE html><h1>Maintenance</h1>'],
    ['half of a JSON text', 200, '{"items": ['],
    ['a page with a login', 203, '<form>'],
  ])('with %s is a passing fault that shows its start', async (_what, status, body) => {
    const url = await serve((_request, response) => response.writeHead(status).end(body));
    const error = await failure({ method: 'POST', url });
    expect(error).toMatchObject({ code: 'connection.contract-broken', committed: 'unknown', facts: { status, start: body.slice(0, 120) } });
    expect(await failure({ method: 'GET', url })).toMatchObject({ committed: 'no' });
  });

  it.each([301, 302, 307])('because it only points elsewhere (%d) is never taken for success', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status, { location: 'https://new.example/' }).end());
    const error: unknown = await http.json({ method: 'POST', url }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({ code: 'connection.settings-invalid', message: expect.stringContaining('https://new.example/') });
  });

  it('larger than 20 MB is not read to its end', async () => {
    let sent = 0;
    let cut = false;
    const url = await serve((_request, response) => {
      const more = (): void => {
        while (!cut && response.write(Buffer.alloc(1024 * 1024, 32))) sent += 1;
      };
      response.on('drain', more).on('close', () => (cut = true));
      more();
    });
    const error = await failure({ method: 'GET', url });
    expect(error).toMatchObject({ code: 'connection.contract-broken', message: expect.stringContaining('larger than 20 MB') });
    expect(sent).toBeLessThan(60);
  });

  it('of almost 20 MB is read', async () => {
    const url = await serve((_request, response) => response.end(`"${'x'.repeat(20 * 1024 * 1024 - 2)}"`));
    expect(await http.json({ method: 'GET', url })).toHaveLength(20 * 1024 * 1024 - 2);
  });
});

describe('a status', () => {
  const answer = (status: number, headers = {}) => ({ status, headers, text: 'because' });
  it.each([
    [400, RejectedError, 'delivery.refused'],
    [401, AuthenticationError, 'connection.auth-failed'],
    [403, AuthenticationError, 'connection.auth-failed'],
    [404, RejectedError, 'delivery.refused'],
    [408, TransientError, 'connection.server-error'],
    [409, ConflictError, 'connection.conflict'],
    [412, ConflictError, 'connection.conflict'],
    [413, RejectedError, 'delivery.refused'],
    [422, RejectedError, 'delivery.refused'],
    [429, RateLimitedError, 'connection.rate-limited'],
    [500, TransientError, 'connection.server-error'],
    [502, TransientError, 'connection.server-error'],
    [503, TransientError, 'connection.server-error'],
    [504, TransientError, 'connection.server-error'],
  ])('%d says by its error what happens next', (status, kind, code) => {
    const error = errorForStatus({ method: 'POST', url: 'https://erp.example/orders' }, answer(status));
    expect(error.constructor).toBe(kind);
    expect(error).toMatchObject({ code, facts: { host: 'erp.example', status, body: 'because' } });
  });

  it('of a gateway leaves open whether a write was committed, one that asks to slow down does not', () => {
    expect(errorForStatus({ method: 'POST', url: 'x' }, answer(504))).toMatchObject({ committed: 'unknown' });
    const slower = errorForStatus({ method: 'POST', url: 'x' }, answer(429, { 'retry-after': '7' }));
    expect(slower).toMatchObject({ committed: 'no', retryAfterMs: 7_000 });
  });

  it('becomes that error when JSON was asked for', async () => {
    const url = await serve((_request, response) => response.writeHead(429, { 'retry-after': '3' }).end('slow down'));
    await expect(http.json({ method: 'GET', url })).rejects.toMatchObject({ code: 'connection.rate-limited', retryAfterMs: 3_000 });
  });
});

describe('a Retry-After', () => {
  const NOW = Date.UTC(2026, 10, 23, 10, 0, 0);
  it.each([
    ['120', 120_000],
    ['0', 0],
    ['1.5', 1_500],
    ['-5', 0],
    ['Mon, 23 Nov 2026 10:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 09:59:00 GMT', 0],
    ['soon', null],
    ['', null],
    [' ', null],
    [undefined, null],
  ])('of "%s" is %s ms', (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });
});
