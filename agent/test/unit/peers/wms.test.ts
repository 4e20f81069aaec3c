import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { talkTo, wmsOrder } from './talk.ts';

let wms: SandboxWms;
let talk: ReturnType<typeof talkTo>;

beforeEach(async () => {
  wms = await startSandboxWms({
    latency: 0,
    work: 0,
    seed: SAMPLE_WMS,
    rules: [
      { reference: 'held', hold: true },
      { orderNumber: 'no-track', noTracking: true },
    ],
  });
  talk = talkTo(wms.url, wms.key);
});
afterEach(() => wms.close());

const statuses = (order: Record<string, unknown>): string[] => (order['history'] as { status: string }[]).map(({ status }) => status);
const shipments = (order: Record<string, unknown>) =>
  order['shipments'] as { id: string; lines: { ref: string; quantity: string }[]; packages: { trackingNumber: string | null }[] }[];
const booked = async (reference: string, more: Record<string, unknown> = {}): Promise<Record<string, unknown>> =>
  (await talk.post('/fulfillment-orders', wmsOrder(reference, more))).body;

describe('the sandbox warehouse', () => {
  it('takes an order through all steps to a parcel with a tracking number', async () => {
    const order = await booked('shop:1/1');
    expect(statuses(order)).toEqual(['allocated', 'released', 'picked', 'packed', 'shipped']);
    expect(shipments(order)).toMatchObject([
      { lines: [{ ref: '11', quantity: '3' }], packages: [{ trackingNumber: expect.stringMatching(/^1Z/) }] },
    ]);
  });

  it('ships in two parts when it is asked to, and never the same unit twice', async () => {
    const order = await booked('shop:2/1', { note: 'PARTIAL please' });
    expect(statuses(order).slice(-2)).toEqual(['partially-shipped', 'shipped']);
    expect(shipments(order).map((shipment) => shipment.lines.map((line) => line.quantity))).toEqual([['1'], ['2']]);
    expect(new Set(shipments(order).map((shipment) => shipment.id)).size).toBe(2);
  });

  it('refuses a reference that it has, and names the order that has it', async () => {
    const { id } = await booked('shop:3/1');
    expect(await talk.post('/fulfillment-orders', wmsOrder('shop:3/1'))).toMatchObject({
      status: 422,
      body: { code: 'reference-exists', id },
    });
    expect(((await talk.get('/fulfillment-orders?reference=shop:3/1')).body['items'] as unknown[]).length).toBe(1);
  });

  it('stops at a shortage with a reason, until a person takes it on', async () => {
    const order = await booked('shop:4/1', { lines: [{ ref: '1', item: 'SHORT-LAMP', quantity: '1' }] });
    expect(order).toMatchObject({ status: 'exception', reason: expect.stringContaining('SHORT-LAMP') });
    expect((await talk.post('/_advance', { id: order['id'], to: 'released' })).body['status']).toBe('shipped');
  });

  it('gives a held order back, but not a picked one', async () => {
    const early = await booked('held:1/1');
    const late = await booked('held:2/1');
    await talk.post('/_advance', { id: late['id'], to: 'picked' });
    const cancel = async (id: unknown) => (await talk.post(`/fulfillment-orders/${String(id)}/cancel`, {})).body['verdict'];
    expect([early['status'], await cancel(early['id']), await cancel(early['id']), await cancel(late['id'])]).toEqual([
      'allocated',
      'accepted',
      'accepted',
      'too-late',
    ]);
    expect((await talk.post('/_hold', { id: late['id'], hold: false })).body['status']).toBe('shipped');
  });

  it('holds every order that comes in while the floor is paused', async () => {
    await talk.post('/_hold', { all: true });
    expect((await booked('shop:5/1'))['status']).toBe('allocated');
  });

  it('can be made to report what should not happen', async () => {
    const { id } = await booked('shop:6/1');
    const inject = async (what: string, more = {}) => (await talk.post('/_inject', { what, id, ...more })).body;
    expect(shipments(await inject('duplicate-shipment')).map((shipment) => shipment.id)).toEqual(['SH-000001', 'SH-000001']);
    expect(shipments(await inject('more-than-ordered')).at(-1)).toMatchObject({ lines: [{ ref: '11', quantity: '1' }] });
    expect(shipments(await inject('unknown-line'))[0]?.lines.at(-1)).toMatchObject({ ref: '99999' });
    expect(await inject('unknown-reference', { reference: 'elsewhere:7/1' })).toMatchObject({
      reference: 'elsewhere:7/1',
      status: 'shipped',
    });
    const feed = (await talk.get('/fulfillment-orders')).body['items'] as { reference: string }[];
    expect(feed.map((order) => order.reference)).toContain('elsewhere:7/1');
  });

  it('gives no tracking number for letters and where a rule says so', async () => {
    const letter = await booked('shop:8/1', { service: 'LETTER' });
    const ruled = await booked('shop:9/1', { orderNumber: 'no-track-9' });
    expect([letter, ruled].map((order) => shipments(order)[0]?.packages[0]?.trackingNumber)).toEqual([null, null]);
  });
});
