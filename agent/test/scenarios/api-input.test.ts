import { createHmac } from 'node:crypto';
import { request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AgentStatus } from '../../src/protocol/status.ts';
import { agreed, completed } from '../support/look.ts';
import { startServed, type Served } from '../support/served.ts';
import { answered } from '../support/signed.ts';
import { until } from '../support/until.ts';
import { HOOK_SECRET } from '../support/world.ts';

let world: Served;
beforeAll(async () => {
  world = await startServed();
});
afterAll(() => world.close());

/** Whatever was sent to it, the agent goes on with its work. */
afterEach(async () => {
  await completed(world, [world.store.placeOrder().id]);
  await agreed(world);
});

const DAY_MS = 86_400_000;
const hook = async (body: string, signature: string | null, connection = 'wms') =>
  answered(
    await fetch(`${world.address}/v1/hooks/${connection}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...(signature === null ? {} : { 'x-sandbox-signature': signature }) },
    }),
  );
const signed = (body: string, secret = HOOK_SECRET) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

describe('a webhook', () => {
  it.each(['{"kind": "fulfillment-order", ', '', 'null', '[]', '{"kind":7,"id":{}}', '\u0000\u0001', '"FO-1"'])(
    'with the body %j is answered in words and with a code',
    async (body) => {
      const { status, body: answer } = await hook(body, signed(body));
      expect(status).toBe(400);
      expect(answer).toMatchObject({ code: 'api.body-malformed', message: expect.stringMatching(/\w{3}/) });
    },
  );

  it('that is not signed, or by somebody else, is refused', async () => {
    const body = '{"event":"x","kind":"fulfillment-order","id":"FO-000001"}';
    for (const signature of [null, signed(body, 'another secret'), 'sha256=zz', signed(`${body} `)])
      expect(await hook(body, signature)).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
    expect((await hook(body, signed(body))).status).toBe(202);
  });

  it('for a connection that does not exist is told so', async () => {
    expect(await hook('{}', null, 'sap')).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
  });

  it('that is far too large is refused before it is read', async () => {
    const body = JSON.stringify({ kind: 'x'.repeat(2_000_000), id: '1' });
    expect(await hook(body, signed(body))).toMatchObject({ status: 413, body: { code: 'api.body-malformed' } });
  });
});

describe('a call of the shop', () => {
  it('with a wrong secret is refused with api.signature-invalid', async () => {
    expect(await world.ask({ path: '/v1/status', secret: 'guessed' })).toMatchObject({
      status: 401,
      body: { code: 'api.signature-invalid' },
    });
  });

  it('that was changed on the way is refused: body, path, actor', async () => {
    const actor = JSON.stringify({ id: 1, name: 'Mallory', caps: ['manage_woocommerce'] });
    const changed = await world.ask({ path: '/v1/status', headers: { 'x-crossdock-actor': actor } });
    expect(changed).toMatchObject({ status: 401, body: { code: 'api.signature-invalid' } });
  });

  it('that comes twice with one nonce counts once: api.nonce-replayed', async () => {
    const call = { path: '/v1/status', nonce: 'the-same-nonce-1234', at: Date.now() };
    expect((await world.ask(call)).status).toBe(200);
    expect(await world.ask(call)).toMatchObject({ status: 401, body: { code: 'api.nonce-replayed' } });
  });

  it.each([-DAY_MS, DAY_MS])('from a clock that is %i ms off names both clocks: api.clock-skew', async (off) => {
    const at = Date.now() + off;
    const { status, body } = await world.ask({ path: '/v1/status', at });
    expect([status, body['code']]).toEqual([401, 'api.clock-skew']);
    expect(body['message']).toContain(new Date(Math.floor(at / 1000) * 1000).toISOString());
  });

  it('with a body that is not JSON is refused with api.body-malformed, and with a wrong one with api.input-invalid', async () => {
    const put = (body: string) => world.ask({ method: 'PUT', path: '/v1/mappings/sku', body });
    expect(await put('{"connection":')).toMatchObject({ status: 400, body: { code: 'api.body-malformed' } });
    expect(await put('{"connection":"erp"}')).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
  });

  it('for a person without the capability is refused with api.not-allowed', async () => {
    const actor = { id: 9, name: 'Guest', caps: [] };
    expect(await world.ask({ path: '/v1/status', actor })).toMatchObject({ status: 403, body: { code: 'api.not-allowed' } });
  });

  it('for an order that nobody has heard of is told so', async () => {
    expect(await world.ask({ path: '/v1/orders/424242' })).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
  });

  it('that is no HTTP at all, or never ends, does not hurt', async () => {
    await request(`${world.address}/v1/orders/%00%ff`, { method: 'GET' }).then((answer) => answer.body.dump());
    await expect(
      fetch(`${world.address}/v1/doorbell`, { method: 'POST', body: '{', signal: AbortSignal.timeout(30_000) }),
    ).resolves.toMatchObject({ status: 401 });
  });
});

describe('the completeness proof', () => {
  it('accounts for every paid order: in the ERP or explained', async () => {
    const bad = world.store.placeOrder({ lines: [{ sku: 'NEVER-SEEN', quantity: 1, cents: 100 }] }).id;
    const proof = await until('the proof has counted all', async () => {
      const { proof } = (await world.ask({ path: '/v1/status' })).body as unknown as AgentStatus;
      const { orders } = world.store.books();
      const paid = orders.filter(({ status }) => status === 'processing' || status === 'completed').length;
      return proof.paid === paid && proof.inErp === paid - 1 && proof.explained === 1 ? proof : null;
    });
    expect(proof).toMatchObject({ young: 0, unexplained: 0, unexplainedIds: [] });
    world.store.updateOrder(bad, { status: 'cancelled' });
  });
});
