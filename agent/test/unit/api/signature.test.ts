import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { createApi } from '../../../src/api/api.ts';
import { SECRET, startDesk, type Desk } from '../../support/desk.ts';
import { answered, call, listenOnFreePort } from '../../support/signed.ts';

let desk: Desk;
let app: FastifyInstance;
let base: string;
beforeAll(async () => {
  desk = await startDesk();
  app = createApi(desk.controls);
  base = await listenOnFreePort(app);
});
afterAll(async () => {
  await app.close();
  await desk.close();
});
beforeEach(() => {
  desk.secret = SECRET;
});

const status = (more: object = {}) => call(base, { path: '/v1/status', secret: SECRET, at: desk.clock, ...more });

describe('a call to the agent', () => {
  it('is answered when it is signed with the secret of the pairing', async () => {
    expect((await status()).status).toBe(200);
  });

  it('is refused when it is signed with another secret', async () => {
    expect(await status({ secret: 'guessed' })).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
  });

  it('is refused without any signature, and the health route alone needs none', async () => {
    expect(await answered(await fetch(`${base}/v1/status`))).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
    expect(await answered(await fetch(`${base}/v1/health`))).toEqual({ status: 200, body: { ok: true, version: expect.any(String) } });
  });

  it('is refused when body, path, query or person were changed on the way', async () => {
    const nonce = 'nonce-of-a-changed-call';
    const changed = [
      { headers: { 'x-crossdock-actor': JSON.stringify({ id: 2, name: 'Eve', caps: ['manage_woocommerce'] }) } },
      { headers: { 'x-crossdock-timestamp': String(desk.clock / 1000 + 1) } },
      { headers: { 'x-crossdock-nonce': 'another-nonce' } },
      { headers: { 'x-crossdock-signature': 'zz' } },
    ];
    for (const more of changed)
      expect(await status({ nonce, ...more })).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
    const sent = [{ path: '/v1/status?more=1' }, { path: '/v1/exceptions' }];
    for (const instead of sent) expect(await status({ nonce, sent: instead })).toMatchObject({ body: { code: 'api.signature-invalid' } });
    const mapping = { connection: 'erp', key: 'A', value: 'B', label: '', version: null };
    const put = { method: 'PUT', path: '/v1/mappings/sku', body: mapping, sent: { body: JSON.stringify({ ...mapping, value: 'C' }) } };
    expect(await status({ nonce, ...put })).toMatchObject({ body: { code: 'api.signature-invalid' } });
    // A call that was refused has not spent its nonce.
    expect((await status({ nonce })).status).toBe(200);
  });

  it('counts once: played again it is refused', async () => {
    const nonce = 'spent-only-once';
    expect((await status({ nonce })).status).toBe(200);
    expect(await status({ nonce })).toMatchObject({ status: 401, body: { code: 'api.nonce-replayed' } });
  });

  it('counts once even when it is played twice at the same moment', async () => {
    const both = await Promise.all([status({ nonce: 'at-the-same-moment' }), status({ nonce: 'at-the-same-moment' })]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 401]);
  });

  it.each([-24 * 3600, -301, 301, 24 * 3600])('is refused with both clocks named when they are %i seconds apart', async (seconds) => {
    const at = desk.clock + seconds * 1000;
    const { status: code, body } = await status({ at });
    expect({ code, body }).toMatchObject({ code: 401, body: { code: 'api.clock-skew' } });
    expect(body['message']).toContain(new Date(at).toISOString());
    expect(body['message']).toContain('2026-11-23T12:00:00.000Z');
  });

  it.each([-299, 299])('is taken when the clocks are %i seconds apart', async (seconds) => {
    expect((await status({ at: desk.clock + seconds * 1000 })).status).toBe(200);
  });

  it('is told to pair when no shop is paired', async () => {
    desk.secret = null;
    expect(await status()).toMatchObject({ status: 401, body: { code: 'api.not-paired' } });
  });
});

describe('the doorbell', () => {
  it('rings for the shop that signed it, with nobody named', async () => {
    const answer = await call(base, {
      method: 'POST',
      path: '/v1/doorbell',
      body: { topics: ['order'] },
      actor: '',
      secret: SECRET,
      at: desk.clock,
    });
    expect(answer.status).toBe(202);
    expect(desk.rung).toEqual(['shop']);
  });

  it('stays silent when the signature is wrong', async () => {
    const before = desk.rung.length;
    await call(base, { method: 'POST', path: '/v1/doorbell', body: {}, actor: '', secret: 'guessed', at: desk.clock });
    expect(desk.rung).toHaveLength(before);
  });
});

describe('bad input', () => {
  const put = (body: string | object, more: object = {}) =>
    call(base, { method: 'PUT', path: '/v1/mappings/sku', body, secret: SECRET, at: desk.clock, ...more });

  it('is named when the body is not JSON, but only after the signature was right', async () => {
    expect(await put('{"connection":')).toMatchObject({ status: 400, body: { code: 'api.body-malformed' } });
    expect(await put('{"connection":', { secret: 'guessed' })).toMatchObject({ status: 401 });
  });

  it('is named by its field when it does not fit', async () => {
    const answer = await put({ connection: 'erp', key: 'MUG-01', value: 7, label: '', version: null });
    expect(answer).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
    expect(answer.body['message']).toContain('"value"');
    const kind = await call(base, { path: '/v1/mappings/colour', secret: SECRET, at: desk.clock });
    expect(kind).toMatchObject({ status: 400, body: { code: 'api.input-invalid', message: expect.stringContaining('"kind"') } });
  });

  it('is refused above one megabyte', async () => {
    expect(await put(JSON.stringify({ key: 'x'.repeat(1024 * 1024) }))).toMatchObject({
      status: 413,
      body: { code: 'api.body-malformed' },
    });
  });

  it('is refused when the named person is not readable', async () => {
    expect(await status({ actor: { name: 'nobody' } })).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
  });

  it('gets words for a route that does not exist', async () => {
    expect(await answered(await fetch(`${base}/v1/nothing`))).toEqual({
      status: 404,
      body: { code: 'api.not-found', message: 'The agent has no GET /v1/nothing.' },
    });
  });

  it('never shows a stack or the text of a fault of our own', async () => {
    const broken = createApi({
      ...desk.controls,
      now: () => desk.clock,
      database: desk.database,
      health: () => {
        throw new Error('inner secret');
      },
    });
    try {
      const answer = await call(await listenOnFreePort(broken), { path: '/v1/status', secret: SECRET, at: desk.clock });
      expect(answer).toEqual({
        status: 500,
        body: { code: 'runtime.bug', message: 'The agent has a fault of its own; its log says more.' },
      });
    } finally {
      await broken.close();
    }
  });
});

describe('a webhook', () => {
  const hook = (connection: string, key: string, body: string) =>
    fetch(`${base}/v1/hooks/${connection}`, { method: 'POST', headers: { 'x-party-key': key, 'content-type': 'text/plain' }, body }).then(
      answered,
    );

  it('reaches its connector as it came', async () => {
    expect(await hook('wms', 'right', '{"id": 1}')).toEqual({ status: 202, body: { hints: 1 } });
  });

  it('is refused when the party did not sign it, cannot be read, or belongs to no connection', async () => {
    expect(await hook('wms', 'wrong', '{}')).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
    expect(await hook('wms', 'right', 'no json')).toMatchObject({ status: 400, body: { code: 'api.body-malformed' } });
    expect(await hook('nobody', 'right', '{}')).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
    expect(await hook('constructor', 'right', '{}')).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
  });
});
