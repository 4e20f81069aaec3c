import { afterEach, beforeEach, expect, it } from 'vitest';
import { SAMPLE_WMS } from '../../peers/sample-seeds.ts';
import { startSandboxWms, type SandboxWms } from '../../peers/wms.ts';
import { floorOf, left, statuses } from './wms-talk.ts';

let wms: SandboxWms;
let floor: ReturnType<typeof floorOf>;

beforeEach(async () => {
  const parcels = [
    { weightGrams: 900, dimensionsMm: { length: 400, width: 300, height: 120 } },
    { carrier: 'UPS', weightGrams: null, dimensionsMm: null },
  ];
  const rules = [
    { reference: 'held:', hold: true },
    { reference: 'two:', cartons: parcels },
    { reference: 'late:', noTracking: true },
  ];
  wms = await startSandboxWms({ latency: 0, work: 0, seed: SAMPLE_WMS, rules });
  floor = floorOf(wms);
});
afterEach(() => wms.close());

const numbers = (order: { shipments: { packages: { trackingNumber: string | null }[] }[] }): (string | null)[] =>
  order.shipments.flatMap(({ packages }) => packages.map(({ trackingNumber }) => trackingNumber));

it('spreads a shipment over cartons of different carriers, each line in its carton', async () => {
  const { shipments } = await floor.book('two:1/1', { service: 'DHL-STD' });
  const [shipment] = shipments;
  expect(shipment?.packages).toEqual([
    expect.objectContaining({ carrier: 'DHL', weightGrams: 900, dimensionsMm: { length: 400, width: 300, height: 120 } }),
    expect.objectContaining({ carrier: 'UPS', weightGrams: null, dimensionsMm: null, trackingNumber: expect.stringMatching(/^1Z/) }),
  ]);
  const [first, second] = shipment!.packages.map(({ id }) => id);
  expect(shipment?.lines.map(({ sku, quantity, packageId }) => [sku, quantity, packageId])).toEqual([
    ['MUG-BLUE', '2', first],
    ['MUG-BLUE', '1', second],
    ['CAP', '1', second],
  ]);
});

it('notes lots and one serial number for each unit, no number twice', async () => {
  const lines = [
    { ref: '1', item: 'LOT-COFFEE', quantity: '2' },
    { ref: '2', item: 'SERIAL-WATCH', quantity: '3' },
  ];
  const { shipments } = await floor.book('two:2/1', { lines });
  const left = shipments[0]!.lines;
  expect(left.filter(({ ref }) => ref === '1').map(({ lots }) => lots)).toEqual([['L-2026-11']]);
  const serials = left.filter(({ ref }) => ref === '2').flatMap((line) => line.serials);
  expect([serials.length, new Set(serials).size]).toEqual([3, 3]);
});

it('gives a tracking number later, corrects it, and takes it away', async () => {
  const order = await floor.book('late:1/1');
  expect(numbers(order)).toEqual([null]);
  const given = await floor.control('track', { reference: 'late:1/1' });
  expect(numbers(given)).toEqual([expect.stringMatching(/^1Z/)]);
  const corrected = await floor.control('track', { reference: 'late:1/1', shipment: 1, number: 'RIGHT-1', carrier: 'DHL' });
  expect(corrected.shipments[0]?.packages).toMatchObject([{ trackingNumber: 'RIGHT-1', trackingUrl: null, carrier: 'DHL' }]);
  expect(numbers(await floor.control('track', { reference: 'late:1/1', number: null }))).toEqual([null]);
  expect(corrected.changed).toBeGreaterThan(given.changed);
});

it('takes a shipment back: its units are open again, and leave again when they are let go', async () => {
  const { id } = await floor.book('shop:1/1');
  const voided = await floor.control('void', { id });
  expect(voided).toMatchObject({ status: 'packed', held: true, shipments: [{ voidedAt: expect.any(String) }] });
  expect(voided.lines.map(({ shipped }) => shipped)).toEqual(['0', '0']);
  expect(await floor.cancel(voided)).toBe('too-late');
  const again = await floor.control('hold', { id, hold: false });
  expect([again.status, left(again), again.shipments.length]).toEqual(['shipped', [['3 × MUG-BLUE', '1 × CAP']], 2]);
});

it('puts the goods of a voided shipment back on the shelf, where they can be cancelled', async () => {
  const { id } = await floor.book('shop:2/1');
  const voided = await floor.control('void', { id, back: true });
  expect([voided.status, await floor.cancel(voided)]).toEqual(['released', 'accepted']);
});

it('ships by hand just what it is told, and the rest by itself', async () => {
  await floor.book('held:1/1');
  const part = await floor.control('ship', {
    reference: 'held:1/1',
    lines: [{ line: 'MUG-BLUE', units: 1 }],
    cartons: [{ carrier: 'POST', number: 'P-1' }],
  });
  expect([part.status, left(part), numbers(part)]).toEqual(['partially-shipped', [['1 × MUG-BLUE']], ['P-1']]);
  const whole = await floor.control('hold', { reference: 'held:1/1', hold: false });
  expect([whole.status, left(whole)]).toEqual(['shipped', [['1 × MUG-BLUE'], ['2 × MUG-BLUE', '1 × CAP']]]);
});

it('ships by hand what was never ordered, more than was ordered, and another item in place of it', async () => {
  await floor.book('held:2/1');
  const lines = [
    { line: 'MUG-BLUE', units: 4, lots: ['L-9'] },
    { line: 'CAP', item: 'BEANIE' },
    { sku: 'STRAY', units: 2 },
  ];
  const order = await floor.control('ship', { reference: 'held:2/1', lines });
  expect(order.status).toBe('shipped');
  expect(order.shipments[0]?.lines.map(({ ref, sku, quantity, lots }) => [ref, sku, quantity, lots])).toEqual([
    ['11', 'MUG-BLUE', '4', ['L-9']],
    ['12', 'BEANIE', '1', []],
    ['99999', 'STRAY', '2', []],
  ]);
  expect(order.lines.map(({ shipped }) => shipped)).toEqual(['4', '1']);
});

it('can report a negative quantity, which no reader should take', async () => {
  const { id } = await floor.book('shop:3/1');
  const order = await floor.control('inject', { what: 'negative', id });
  expect(order.shipments[0]?.lines.at(-1)?.quantity).toBe('-1');
  expect(statuses(order).at(-1)).toBe('shipped');
});
