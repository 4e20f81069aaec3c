import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { SHIP_TO } from './talk.ts';
import { floorOf, left } from './wms-talk.ts';

let wms: SandboxWms;
let floor: ReturnType<typeof floorOf>;

beforeEach(async () => {
  const rules = [
    { hold: true },
    { reference: 'no:', refuseChange: 'Ask your account manager.', refuseCancel: 'Not on Fridays.' },
    { reference: 'race:', race: { cancel: 'picked', change: 'packed' } as const },
    { reference: 'wait:', hold: false, short: [{ line: 'MUG-BLUE', units: 2, then: 'wait' as const }] },
  ];
  wms = await startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS, rules });
  floor = floorOf(wms);
});
afterEach(() => wms.close());

const held = async (id: string) => (await floor.read(id)).lines.map(({ item, quantity }) => `${quantity} × ${item}`);
const OTHER = { shipTo: { ...SHIP_TO, line1: 'Nebenstraße 7' } };

describe('a change of a fulfillment order', () => {
  it('is taken as a whole before the pick: more, less, gone and new', async () => {
    const order = await floor.book('shop:1/1');
    expect(await floor.change(order, { 'MUG-BLUE': 5, 'TEE-M': 2 }, OTHER)).toMatchObject({ verdict: 'accepted', reason: null });
    expect(await held(order.id)).toEqual(['5 × MUG-BLUE', '2 × TEE-M']);
    expect((await floor.read(order.id)).shipTo['line1']).toBe('Nebenstraße 7');
  });

  it('comes too late after the pick, and changes nothing', async () => {
    const order = await floor.book('shop:2/1');
    await floor.control('advance', { id: order.id, to: 'picked' });
    expect(await floor.change(order, { 'MUG-BLUE': 1, CAP: 1 })).toMatchObject({ verdict: 'too-late', reason: 'It is picked.' });
    expect(await floor.change(order, { 'MUG-BLUE': 4, CAP: 1 })).toMatchObject({ verdict: 'too-late' });
    expect(await held(order.id)).toEqual(['3 × MUG-BLUE', '1 × CAP']);
    expect((await floor.read(order.id)).changes).toEqual([]);
  });

  it('is taken in part when some lines are picked, with what is held of each; asked again it says the same', async () => {
    const order = await floor.book('shop:3/1');
    await floor.control('advance', { id: order.id, to: 'released' });
    await floor.control('pick', { id: order.id, lines: [{ line: 'MUG-BLUE', units: 2 }] });
    const asked = () => floor.change(order, { 'MUG-BLUE': 1 });
    const first = await asked();
    expect(first).toMatchObject({ verdict: 'partly', lines: [{ ref: '11', quantity: '2' }] });
    expect(await asked()).toEqual(first);
    expect((await floor.read(order.id)).changes).toHaveLength(1);
  });

  it('of the address is taken until the parcel is packed', async () => {
    const order = await floor.book('shop:4/1');
    const same = { 'MUG-BLUE': 3, CAP: 1 };
    await floor.control('advance', { id: order.id, to: 'picked' });
    expect(await floor.change(order, same, OTHER)).toMatchObject({ verdict: 'accepted' });
    await floor.control('advance', { id: order.id, to: 'packed' });
    expect(await floor.change(order, same)).toMatchObject({ verdict: 'too-late' });
    expect(await floor.change(order, same, OTHER)).toMatchObject({ verdict: 'accepted' });
  });

  it('is refused by rule in the words of the rule, and for an order that is cancelled', async () => {
    const ruled = await floor.book('no:1/1');
    expect(await floor.change(ruled, { CAP: 1 })).toMatchObject({ verdict: 'refused', reason: 'Ask your account manager.' });
    const gone = await floor.book('shop:5/1');
    await floor.cancel(gone);
    expect(await floor.change(gone, { CAP: 1 })).toMatchObject({ verdict: 'refused', reason: 'It is cancelled.' });
  });

  it('that drops what was missing lets a waiting order go', async () => {
    const order = await floor.book('wait:1/1');
    expect(order.status).toBe('exception');
    expect(await floor.change(order, { 'MUG-BLUE': 1, CAP: 1 })).toMatchObject({ verdict: 'accepted' });
    const after = await floor.read(order.id);
    expect([after.status, left(after)]).toEqual(['shipped', [['1 × MUG-BLUE', '1 × CAP']]]);
  });

  it('that names an unknown item or leaves nothing is not taken at all', async () => {
    const order = await floor.book('shop:6/1');
    const put = (lines: unknown[]) =>
      floor.talk.put(`/fulfillment-orders/${order.id}`, { reference: order.reference, warehouse: 'MAIN', shipTo: SHIP_TO, lines });
    expect(await put([{ ref: '11', item: 'NONE', quantity: '1' }])).toMatchObject({ status: 422, body: { code: 'item-unknown' } });
    expect(await put([{ ref: '11', item: 'CAP', quantity: '0' }])).toMatchObject({ status: 422, body: { code: 'order-refused' } });
    expect(await held(order.id)).toEqual(['3 × MUG-BLUE', '1 × CAP']);
  });

  it('loses a race against the picker once, when the rule says so', async () => {
    const order = await floor.book('race:1/1');
    expect(await floor.change(order, { CAP: 1 })).toMatchObject({ verdict: 'too-late', reason: 'It is packed.' });
  });
});

describe('a cancellation', () => {
  it('loses a race against the picker, when the rule says so', async () => {
    const order = await floor.book('race:2/1');
    expect([await floor.cancel(order), (await floor.read(order.id)).status]).toEqual(['too-late', 'picked']);
  });

  it('is refused by rule, and too late as soon as one unit is out of its bin', async () => {
    expect(await floor.cancel(await floor.book('no:2/1'))).toBe('refused');
    const order = await floor.book('shop:7/1');
    await floor.control('advance', { id: order.id, to: 'released' });
    await floor.control('pick', { id: order.id, line: 'CAP' });
    expect(await floor.cancel(order)).toBe('too-late');
  });

  it('can be prepared to lose at run time', async () => {
    const order = await floor.book('shop:8/1');
    await floor.control('script', { id: order.id, race: { cancel: 'shipped' } });
    expect([await floor.cancel(order), (await floor.read(order.id)).status]).toEqual(['too-late', 'shipped']);
  });
});
