import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { signBody } from '../../peers/hooks.ts';
import { listen, readBody, stop } from '../../peers/listening.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { erpOrder, talkTo } from './talk.ts';

let erp: SandboxErp;
let ear: Server;
let url: string;
let heard: { signature: unknown; id: unknown; body: string }[];
let talk: ReturnType<typeof talkTo>;
let customer: string;

beforeEach(async () => {
  heard = [];
  ear = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      heard.push({ signature: incoming.headers['x-sandbox-signature'], id: (JSON.parse(body) as { id: unknown }).id, body });
      response.end();
    });
  });
  url = `http://127.0.0.1:${await listen(ear, 0)}/hook`;
  erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  talk = talkTo(erp.url, erp.key);
  customer = String((await talk.post('/customers', { name: 'Zoë' })).body['id']);
});
afterEach(async () => {
  await erp.close();
  await stop(ear);
});

const book = async (reference: string): Promise<unknown> => (await talk.post('/sales-orders', erpOrder(reference, customer))).body['id'];

describe('webhooks of the sandbox peers', () => {
  it('tell of an order whose steps all happened at once only once, signed over the raw body', async () => {
    expect((await talk.post('/webhooks', { url, secret: 'a-secret' })).status).toBe(201);
    const id = await book('shop:1');
    await expect.poll(() => heard.map((hook) => hook.id)).toEqual([id]);
    expect(heard[0]?.signature).toBe(signBody('a-secret', heard[0]?.body ?? ''));
  });

  it('come twice under the fault "duplicate"', async () => {
    erp.hook(url, 'a-secret');
    erp.fault({ mode: 'duplicate' });
    const id = await book('shop:1');
    await expect.poll(() => heard.map((hook) => hook.id)).toEqual([id, id]);
  });

  it('get lost when they are dropped, and are never repeated', async () => {
    erp.hook(url, 'a-secret');
    erp.dropHooks(1);
    await book('shop:1');
    // A webhook that was on its way would come before the one that is sent after it.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    erp.dropHooks(0);
    const second = await book('shop:2');
    await expect.poll(() => heard.map((hook) => hook.id)).toEqual([second]);
  });

  it('are registered once for each address, and never without a secret', async () => {
    await talk.post('/webhooks', { url, secret: 'one' });
    await talk.post('/webhooks', { url, secret: 'two' });
    expect((await talk.get('/webhooks')).body['items']).toHaveLength(1);
    expect((await talk.post('/webhooks', { url, secret: '' })).status).toBe(422);
  });

  it('leave a wrong fault name unset, with a word about it', async () => {
    expect(await talk.post('/_fault', { mode: 'explode' })).toMatchObject({
      status: 422,
      body: { message: expect.stringContaining('explode') },
    });
    expect((await talk.get('/items')).status).toBe(200);
  });
});
