import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { floorOf, left, statuses } from './wms-talk.ts';

let wms: SandboxWms;
let floor: ReturnType<typeof floorOf>;

beforeEach(async () => {
  wms = await startSandboxWms({
    latency: 0,
    work: 0,
    seed: SAMPLE_WMS,
    rules: [
      { reference: 'ship:', short: [{ line: 'MUG-BLUE', units: 2 }] },
      { reference: 'wait:', short: [{ line: 'MUG-BLUE', units: 2, then: 'wait' }] },
      { reference: 'back:', short: [{ line: 'MUG-BLUE', units: 2, then: 'backorder' }] },
      { reference: 'none:', short: [{ line: 'MUG-BLUE' }, { line: 'CAP' }] },
      { reference: 'red:', substitute: { line: 'MUG-BLUE', item: 'MUG-RED' } },
      { reference: 'sent:', substitute: { line: 'MUG-BLUE', item: 'MUG-RED', send: true } },
      { warehouse: 'EAST', wave: 'NOON' },
      { reference: 'held:', hold: true },
      { reference: 'packed:', holdAt: 'packed' },
    ],
  });
  floor = floorOf(wms);
});
afterEach(() => wms.close());

describe('a bin that is short', () => {
  it('lets the rest go and says for good what will not come', async () => {
    const order = await floor.book('ship:1/1');
    expect(order.status).toBe('shipped');
    expect(order.lines[0]).toMatchObject({
      quantity: '3',
      picked: '1',
      shipped: '1',
      short: '2',
      reason: '2 × "MUG-BLUE" not in its bin.',
    });
    expect(left(order)).toEqual([['1 × MUG-BLUE', '1 × CAP']]);
  });

  it('makes everything wait, with nothing short and nothing picked, until it is filled', async () => {
    const order = await floor.book('wait:1/1');
    expect(order).toMatchObject({ status: 'exception', reason: expect.stringContaining('MUG-BLUE'), shipments: [] });
    expect(order.lines.map(({ picked, short }) => [picked, short])).toEqual([
      ['0', '0'],
      ['0', '0'],
    ]);
    expect(left(await floor.control('restock', { reference: 'wait:1/1' }))).toEqual([['3 × MUG-BLUE', '1 × CAP']]);
  });

  it('is given up by the floor after a while, and the rest goes', async () => {
    await floor.book('wait:2/1');
    const order = await floor.control('short', { reference: 'wait:2/1', line: 'MUG-BLUE', units: 2 });
    expect([order.status, left(order), order.lines[0]?.short]).toEqual(['shipped', [['1 × MUG-BLUE', '1 × CAP']], '2']);
  });

  it('backorders what is missing and ships it when it is there', async () => {
    const order = await floor.book('back:1/1');
    expect(statuses(order).slice(-2)).toEqual(['partially-shipped', 'backordered']);
    expect(order.lines[0]).toMatchObject({ shipped: '1', short: '0' });
    const filled = await floor.control('restock', { reference: 'back:1/1' });
    expect([filled.status, left(filled)]).toEqual(['shipped', [['1 × MUG-BLUE', '1 × CAP'], ['2 × MUG-BLUE']]]);
  });

  it('of every line ends in an exception, with nothing shipped', async () => {
    const order = await floor.book('none:1/1');
    expect([order.status, order.shipments, order.lines.map(({ short }) => short)]).toEqual(['exception', [], ['3', '1']]);
  });

  it('may be found when the goods are on the packing table', async () => {
    await floor.book('packed:1/1');
    await floor.control('short', { reference: 'packed:1/1', line: 'CAP' });
    expect(left(await floor.control('hold', { reference: 'packed:1/1', hold: false }))).toEqual([['3 × MUG-BLUE']]);
  });
});

describe('another item in place of the ordered one', () => {
  it('is proposed and waits; approved it goes out under its own SKU', async () => {
    const order = await floor.book('red:1/1');
    expect(order.status).toBe('exception');
    expect(order.lines[0]?.substitute).toEqual({ item: 'MUG-RED', sku: 'MUG-RED', name: 'Mug, red' });
    const answered = await floor.control('answer', { reference: 'red:1/1', approve: true });
    expect([answered.status, left(answered)]).toEqual(['shipped', [['3 × MUG-RED', '1 × CAP']]]);
    expect(answered.shipments[0]?.lines[0]?.ref).toBe('11');
  });

  it('that is rejected leaves the line short and lets the rest go', async () => {
    await floor.book('red:2/1');
    const order = await floor.control('answer', { reference: 'red:2/1', approve: false });
    expect([left(order), order.lines[0]?.short, order.lines[0]?.substitute]).toEqual([[['1 × CAP']], '3', null]);
  });

  it('is answered by a change as well', async () => {
    const approved = await floor.book('red:3/1');
    const lines = [
      { ref: '11', item: 'MUG-RED', quantity: '3' },
      { ref: '12', item: 'CAP', quantity: '1' },
    ];
    expect(await floor.change(approved, {}, { lines })).toMatchObject({ verdict: 'accepted' });
    expect(left(await floor.read(approved.id))).toEqual([['3 × MUG-RED', '1 × CAP']]);
    const dropped = await floor.book('red:4/1');
    expect(await floor.change(dropped, { CAP: 1 })).toMatchObject({ verdict: 'accepted' });
    expect(left(await floor.read(dropped.id))).toEqual([['1 × CAP']]);
  });

  it('is sent without a question where the floor does so', async () => {
    expect(left(await floor.book('sent:1/1'))).toEqual([['3 × MUG-RED', '1 × CAP']]);
  });

  it('can be proposed at run time', async () => {
    await floor.book('held:1/1');
    await floor.control('advance', { reference: 'held:1/1', to: 'released' });
    const order = await floor.control('substitute', { reference: 'held:1/1', line: 'CAP', item: 'BEANIE' });
    expect([order.status, order.lines[1]?.substitute?.sku]).toEqual(['exception', 'BEANIE']);
  });
});

describe('the floor', () => {
  it('keeps an order of a wave until the wave is released by name, in its own hall', async () => {
    const east = await floor.book('shop:1/1', { warehouse: 'EAST' });
    const main = await floor.book('shop:2/1');
    expect([east.status, east.wave, main.status, main.wave]).toEqual(['allocated', 'NOON', 'shipped', null]);
    expect(await wms.control('/_wave', { wave: 'NOON' })).toEqual({ wave: 'NOON', orders: ['shop:1/1'] });
    expect((await floor.read(east.id)).status).toBe('shipped');
  });

  it('puts orders into a wave by hand and releases them, held or not', async () => {
    const { id } = await floor.book('held:2/1');
    await wms.control('/_wave', { wave: 'W-7', references: ['held:2/1'] });
    expect(await floor.read(id)).toMatchObject({ status: 'released', wave: 'W-7' });
  });

  it('takes one step at a time when it is told to, and stops after each', async () => {
    await floor.book('held:3/1');
    const steps = [];
    for (let n = 0; n < 4; n += 1) steps.push((await floor.control('step', { reference: 'held:3/1' })).status);
    expect(steps).toEqual(['released', 'picked', 'packed', 'shipped']);
    await expect(floor.control('step', { reference: 'held:3/1' })).rejects.toThrow('no step follows');
  });

  it('reports again, backwards and as of old, without doing anything', async () => {
    const { id, updatedAt } = await floor.book('shop:3/1');
    const cursor = String((await floor.talk.get('/fulfillment-orders')).body['cursor']);
    await floor.control('touch', { reference: 'shop:3/1' });
    const again = (await floor.talk.get(`/fulfillment-orders?changed_after=${cursor}`)).body['items'] as { updatedAt: string }[];
    expect(again.map((order) => order.updatedAt)).toEqual([updatedAt]);
    await floor.control('replay', { reference: 'shop:3/1', as: 'picked' });
    const old = await floor.read(id);
    expect([old.status, old.shipments, statuses(old).at(-1), old.updatedAt < updatedAt]).toEqual(['picked', [], 'picked', true]);
    await floor.control('report', { reference: 'shop:3/1', status: 'packed' });
    expect(await floor.read(id)).toMatchObject({ status: 'packed', shipments: [{ voidedAt: null }] });
  });

  it('makes an order of its own, and cancels one', async () => {
    const made = await floor.control('make', { reference: 'shop:9/7', hold: true, lines: [{ ref: '11', item: 'CAP', quantity: '1' }] });
    expect([made.status, made.reference]).toEqual(['allocated', 'shop:9/7']);
    expect((await floor.control('cancel', { reference: 'shop:9/7', reason: 'flooded' })).reason).toBe('flooded');
  });
});
