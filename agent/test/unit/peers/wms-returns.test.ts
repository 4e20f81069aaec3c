import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listen, readBody, stop } from '../../peers/listening.ts';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import type { WmsReturnReceipt } from '../../peers/wms-documents.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { floorOf } from './wms-talk.ts';

let wms: SandboxWms;
let floor: ReturnType<typeof floorOf>;

beforeEach(async () => {
  wms = await startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS });
  floor = floorOf(wms);
});
afterEach(() => wms.close());

const notice = (reference: string, quantity = '2', more: Record<string, unknown> = {}) => ({
  reference,
  orderReference: 'shop:1',
  warehouse: 'EAST',
  lines: [{ ref: '11', item: 'MUG-BLUE', quantity, reason: 'Too blue.' }],
  ...more,
});
const announce = (reference: string) => floor.talk.post('/returns', notice(reference));
const feed = async (cursor = ''): Promise<{ items: WmsReturnReceipt[]; cursor: string }> =>
  (await floor.talk.get(`/return-receipts${cursor === '' ? '' : `?changed_after=${cursor}`}`)).body as never;

it('is announced once by its reference, and can be changed until goods come', async () => {
  const { body, status } = await announce('shop:1/R1');
  expect([status, body['status']]).toEqual([201, 'announced']);
  expect(await announce('shop:1/R1')).toMatchObject({ status: 422, body: { code: 'reference-exists', id: body['id'] } });
  const put = () => floor.talk.put(`/returns/${String(body['id'])}`, notice('shop:1/R1', '3', { trackingNumber: 'T-1' }));
  expect(await put()).toMatchObject({ status: 200, body: { trackingNumber: 'T-1', lines: [{ quantity: '3' }] } });
  await floor.receive({ reference: 'shop:1/R1' });
  expect(await put()).toMatchObject({ status: 422, body: { code: 'return-received' } });
  expect(wms.books().returns).toHaveLength(1);
});

it('comes back as announced when nobody says otherwise, on the shelf of its hall', async () => {
  await announce('shop:2/R1');
  expect(await floor.receive({ reference: 'shop:2/R1' })).toMatchObject({
    warehouse: 'EAST',
    final: true,
    lines: [{ ref: '11', sku: 'MUG-BLUE', quantity: '2', condition: 'sellable', restockedTo: 'EAST' }],
  });
  expect(wms.books().returns[0]).toMatchObject({ status: 'closed', lines: [{ received: '2' }] });
});

it('comes in parts, the first not final; the feed tells each', async () => {
  await announce('shop:3/R1');
  const first = await floor.receive({ reference: 'shop:3/R1', lines: [{ sku: 'MUG-BLUE', units: 1 }] });
  const { items, cursor } = await feed();
  const second = await floor.receive({ reference: 'shop:3/R1', condition: 'damaged' });
  expect([first.final, second.final]).toEqual([false, true]);
  expect(second.lines).toMatchObject([{ quantity: '1', condition: 'damaged', restockedTo: null }]);
  expect([items.map(({ id }) => id), (await feed(cursor)).items.map(({ id }) => id)]).toEqual([[first.id], [second.id]]);
});

it('may be less for good, more, or something else', async () => {
  await announce('shop:4/R1');
  expect((await floor.receive({ reference: 'shop:4/R1', lines: [{ sku: 'MUG-BLUE', units: 1 }], final: true })).final).toBe(true);
  await announce('shop:5/R1');
  const lines = [
    { sku: 'MUG-BLUE', units: 3, restockedTo: 'EAST-B-12', serials: ['SN-1'] },
    { sku: 'CAP', units: 1, condition: 'unknown' },
  ];
  expect((await floor.receive({ reference: 'shop:5/R1', lines })).lines).toMatchObject([
    { ref: '11', quantity: '3', restockedTo: 'EAST-B-12', serials: ['SN-1'] },
    { ref: null, sku: 'CAP', condition: 'unknown', restockedTo: null },
  ]);
});

it('may come unannounced, under the reference of the order', async () => {
  const receipt = await floor.receive({ reference: 'shop:6', lines: [{ line: '11', sku: 'MUG-BLUE', units: 1 }] });
  expect(receipt).toMatchObject({ reference: 'shop:6', warehouse: 'MAIN', final: true, lines: [{ ref: '11', sku: 'MUG-BLUE' }] });
});

it('is corrected under its own id, with a later time, and told again', async () => {
  await announce('shop:7/R1');
  const receipt = await floor.receive({ reference: 'shop:7/R1' });
  const { cursor } = await feed();
  await wms.control('/_recount', { id: receipt.id, lines: [{ line: '11', units: 1, condition: 'incomplete' }] });
  const [corrected] = (await feed(cursor)).items;
  expect(corrected).toMatchObject({ id: receipt.id, final: false, lines: [{ quantity: '1', condition: 'incomplete' }] });
  expect(corrected!.updatedAt >= receipt.updatedAt).toBe(true);
  expect(wms.books().returns[0]).toMatchObject({ status: 'received', lines: [{ received: '1' }] });
});

it('is told by webhook when goods come, not when they are announced', async () => {
  const heard: unknown[] = [];
  const ear = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      heard.push(JSON.parse(body));
      response.end();
    });
  });
  wms.hook(`http://127.0.0.1:${await listen(ear, 0)}/hook`, 'a-secret');
  await announce('shop:8/R1');
  const { id } = await floor.receive({ reference: 'shop:8/R1' });
  await expect.poll(() => heard).toEqual([{ event: 'return-receipt.changed', kind: 'return-receipt', id }]);
  await stop(ear);
});

it('is refused when it names an unknown hall or item, or nothing', async () => {
  const said = async (more: Record<string, unknown>) => (await floor.talk.post('/returns', notice('shop:9/R1', '1', more))).body['code'];
  expect([await said({ warehouse: 'MOON' }), await said({ lines: [{ item: 'X', quantity: '1' }] }), await said({ lines: [] })]).toEqual([
    'warehouse-unknown',
    'item-unknown',
    'return-refused',
  ]);
});

it('is remembered over a restart, with the orders, their scripts and the waves that were released', async () => {
  const data = await mkdtemp(join(tmpdir(), 'wms-books-'));
  const options = { data, latency: 0, work: 0, seed: SAMPLE_WMS, rules: [{ orderNumber: 'W', wave: 'NOON', cartons: 2 }] };
  const first = await startSandboxWms(options);
  const before = floorOf(first);
  await before.talk.post('/returns', notice('shop:10/R1'));
  await before.receive({ reference: 'shop:10/R1' });
  await before.book('shop:10/1', { orderNumber: 'W-1' });
  await first.close();
  const second = await startSandboxWms({ ...options, rules: [] });
  expect(second.books()).toMatchObject({ returns: [{ status: 'closed' }], returnReceipts: [{ reference: 'shop:10/R1', final: true }] });
  await second.control('/_wave', { wave: 'NOON' });
  await second.close();
  const third = await startSandboxWms(options);
  expect(third.books().fulfillmentOrders[0]).toMatchObject({ status: 'shipped', shipments: [{ packages: [{}, {}] }] });
  expect((await floorOf(third).book('shop:11/1', { orderNumber: 'W-2' })).status).toBe('shipped');
  expect((await floorOf(third).talk.post('/returns', notice('shop:10/R1'))).body['code']).toBe('reference-exists');
  await third.close();
  await rm(data, { recursive: true });
});
