import { createServer, type Server } from 'node:http';
import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '../../peers/fault-proxy.ts';
import { listen, readBody, stop } from '../../peers/listening.ts';

let target: Server;
let proxy: FaultProxy;
let seen: { method: string; url: string; body: string; host: string }[];
let address: string;

beforeEach(async () => {
  seen = [];
  target = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      seen.push({ method: incoming.method ?? '', url: incoming.url ?? '', body, host: incoming.headers.host ?? '' });
      response.writeHead(201, { 'content-type': 'application/json', 'x-own': 'yes' }).end('[{"id":1}]');
    });
  });
  address = `http://127.0.0.1:${await listen(target, 0)}`;
  proxy = await startFaultProxy(address);
});
afterEach(async () => {
  await proxy.close();
  await stop(target);
});

const post = async (path = '/things?a=1', timeout = 2_000) => {
  const answer = await request(proxy.url + path, { method: 'POST', body: '{"né":1}', signal: AbortSignal.timeout(timeout) });
  return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
};

describe('the fault proxy', () => {
  it('hands calls and answers through unchanged, with the Host header that the caller used', async () => {
    expect(await post()).toMatchObject({ status: 201, headers: { 'x-own': 'yes' }, text: '[{"id":1}]' });
    expect(seen).toEqual([{ method: 'POST', url: '/things?a=1', body: '{"né":1}', host: `127.0.0.1:${proxy.port}` }]);
  });

  it('can send another Host header', async () => {
    const other = await startFaultProxy(address, { host: 'shop.example' });
    await (await request(`${other.url}/`)).body.dump();
    expect(seen[0]?.host).toBe('shop.example');
    await other.close();
  });

  it('fails once, only where it is told to, and without the target seeing it', async () => {
    proxy.fault({ mode: 'fail-once', path: '/things', body: 'né' });
    expect([(await post('/others')).status, (await post()).status, (await post()).status]).toEqual([201, 500, 201]);
    expect(seen).toHaveLength(2);
  });

  it('fails always until it is cleared', async () => {
    proxy.fault({ mode: 'always-fail' });
    expect([(await post()).status, (await post()).status]).toEqual([500, 500]);
    proxy.clearFault();
    expect((await post()).status).toBe(201);
  });

  it.each([true, false])('lets the target commit and never answers (dropped: %s)', async (drop) => {
    proxy.fault({ mode: 'timeout-after-commit', drop });
    await expect(post('/things', 300)).rejects.toThrow();
    expect(seen).toHaveLength(1);
  });

  it('answers late, with broken JSON, doubled, or asks to slow down', async () => {
    proxy.fault({ mode: 'slow', delayMs: 60_000 });
    await expect(post('/things', 100)).rejects.toThrow();
    proxy.fault({ mode: 'malformed' });
    const malformed = await post();
    expect(malformed.status).toBe(200);
    expect(() => JSON.parse(malformed.text) as unknown).toThrow();
    proxy.fault({ mode: 'duplicate' });
    expect((await post()).text).toBe('[{"id":1},{"id":1}]');
    proxy.fault({ mode: 'throttle', retryAfterSeconds: 3 });
    expect(await post()).toMatchObject({ status: 429, headers: { 'retry-after': '3' } });
  });
});
