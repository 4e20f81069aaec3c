import { afterEach, describe, expect, it } from 'vitest';
import type { FaultSpec } from '../peers/faults.ts';
import { agreed, completed, cured, detailOf, exceptionOf, openExceptions, retry, stageOf } from '../support/look.ts';
import { gate, never, until } from '../support/until.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
const open = async (options?: WorldOptions): Promise<World> => (world = await startWorld(options));
afterEach(() => world.close());

const LOST = { mode: 'timeout-after-commit', delayMs: 300, drop: true } as const;
const booked = () => world.erp.books().salesOrders;
const fulfillments = () => world.wms.books().fulfillmentOrders;
const timesRead = async (id: number) =>
  (await detailOf(world, id))!.trace.filter(({ title }) => title.includes('is being processed')).length;

describe('a party that commits and then does not answer', () => {
  it.each<[string, 'erp' | 'wms' | 'store', Partial<FaultSpec>]>([
    ['the ERP with the customer', 'erp', { path: '/customers', method: 'POST' }],
    ['the ERP with the order', 'erp', { path: '/sales-orders', method: 'POST' }],
    ['the ERP with the parcel', 'erp', { path: '/shipments', method: 'POST' }],
    ['the warehouse with the order', 'wms', { path: '/fulfillment-orders', method: 'POST' }],
    ['the shop with the parcel', 'store', { path: '/shipments', method: 'PUT' }],
    ['the shop with the status', 'store', { path: '/status', method: 'PUT' }],
  ])('(%s) ends up with exactly one document, however often it happens', async (_who, party, fault) => {
    await open();
    world[party].fault({ ...LOST, count: 4, ...fault });
    const ids = Array.from({ length: 3 }, () => world.store.placeOrder().id);
    await completed(world, ids);
    await agreed(world);
    expect([booked().length, fulfillments().length, world.store.books().shipments.length]).toEqual([3, 3, 3]);
    expect(await openExceptions(world)).toEqual([]);
  });

  it('by a time-out, not a broken line, is looked at again as well, and the trace tells of it', async () => {
    await open({ connection: { timeoutMs: 1_000 } });
    world.erp.fault({ mode: 'timeout-after-commit', method: 'POST', path: '/sales-orders', delayMs: 60_000 });
    const { id } = world.store.placeOrder();
    await completed(world, [id]);
    await agreed(world);
    expect(booked()).toHaveLength(1);
    await until('it is done', async () => (await stageOf(world, id)) === 'completed');
    const steps = (await detailOf(world, id))!.trace.filter(({ title }) => title === 'Sales order to the ERP');
    // On a machine that is busy the second try may run out of its time as well; only the last one is answered.
    const outcomes = steps.map((_, at) => (at === steps.length - 1 ? 'ok' : 'retrying'));
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.map(({ outcome, attempt }) => [outcome, attempt])).toEqual(outcomes.map((outcome, at) => [outcome, at + 1]));
    expect(steps[0]!.detail).toContain('did not answer in time');
    const counted = await world.agent.database.read.selectFrom('counters').selectAll().where('name', '=', 'duplicates-prevented').execute();
    expect(counted[0]?.value).toBeGreaterThan(0);
  });
});

describe('an order that is cancelled in the shop while the answer of the ERP is lost', () => {
  it('is found there and taken back, so that no orphan stays', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    world.erp.fault({ ...LOST, count: 1000, method: 'POST', body: 'expectedTotal' });
    const { id } = world.store.placeOrder();
    await until('the ERP has booked it', () => booked().length === 1);
    world.store.updateOrder(id, { status: 'cancelled' });
    await until('the ERP gave it up', () => booked()[0]!.status === 'cancelled');
    await agreed(world);
    expect(await until('the agent knows', async () => (await stageOf(world, id)) === 'cancelled')).toBe(true);
    await never('it comes back', () => booked().length > 1 || fulfillments().length > 0);
  });
});

describe('an order that is changed in the shop while the answer of the ERP is lost', () => {
  it('is not passed off as the one that the ERP holds: it is sent the change', async () => {
    await open({ wms: { rules: [{ hold: true }] }, config: { delivery: { backoffMs: 30, maxBackoffSeconds: 0.1 } } });
    world.erp.fault({ ...LOST, count: 1000, method: 'POST', body: 'expectedTotal' });
    const { id } = world.store.placeOrder({ order: { customer_note: 'Before' } });
    await until('the ERP has booked it', () => booked().length === 1);
    world.store.updateOrder(id, { customer_note: 'After' });
    await until('the agent has read the change', async () => (await timesRead(id)) === 2);
    world.erp.clearFault();
    await until('the ERP holds the order as it is now', () => booked()[0]!.note === 'After');
    expect(booked()).toHaveLength(1);
    expect(await openExceptions(world)).toEqual([]);
  });
});

describe('writes under way while the plan changes', () => {
  it('a cancellation that meets the order on its way to the warehouse takes it back from there too', async () => {
    await open({ wms: { rules: [{ hold: true }] }, connection: { timeoutMs: 120_000 } });
    const underWay = gate();
    world.wms.fault({ mode: 'slow', path: '/fulfillment-orders', method: 'POST', delayMs: 120_000, count: 1, until: underWay.passed });
    const { id } = world.store.placeOrder();
    await until('the ERP has reserved it', () => booked()[0]?.status === 'reserved');
    await until('it is on its way', async () => {
      const rows = await world.agent.database.read.selectFrom('deliveries').select(['kind', 'state']).execute();
      return rows.some((row) => row.kind === 'fulfillment-order' && row.state === 'sending');
    });
    world.store.updateOrder(id, { status: 'cancelled' });
    await until('the agent has read it', async () => (await detailOf(world, id))!.order.storeStatus === 'cancelled');
    underWay.open();
    await until('both gave it up', () => booked()[0]!.status === 'cancelled' && fulfillments()[0]?.status === 'cancelled');
    await agreed(world);
  });

  it('a second change while the first one is sent is neither lost nor sent twice', async () => {
    await open({ unmapped: ['CAP'], connection: { timeoutMs: 120_000 } });
    const first = gate();
    const { id } = world.store.placeOrder({ lines: [{ sku: 'CAP', quantity: 1, cents: 900 }], order: { customer_note: '0' } });
    await exceptionOf(world, 'mapping.sku-missing', id);
    world.erp.fault({ mode: 'slow', path: '/customers', method: 'POST', delayMs: 120_000, count: 1, until: first.passed });
    await world.map('sku', 'erp', 'CAP', 'ERP-1007');
    await retry(world, id);
    for (let n = 1; n <= 5; n += 1) {
      world.store.updateOrder(id, { customer_note: String(n) });
      await until('the agent has read the change', async () => (await timesRead(id)) === n + 1);
    }
    first.open();
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
    expect(booked().map(({ note }) => note)).toEqual(['5']);
  });

  it('a person who presses retry again and again doubles nothing', async () => {
    await open({ erp: { latency: [5, 40] }, wms: { latency: [5, 40] } });
    const ids = Array.from({ length: 5 }, () => world.store.placeOrder().id);
    await until('they are known', async () => (await Promise.all(ids.map((id) => detailOf(world, id)))).every((one) => one !== null));
    for (let n = 0; n < 20; n += 1) await Promise.all(ids.map((id) => retry(world, id)));
    await completed(world, ids);
    await agreed(world);
    expect([booked().length, fulfillments().length]).toEqual([5, 5]);
    expect(world.store.books().shipments.every(({ told }) => told === 1)).toBe(true);
  });
});

describe('a write that never gets through', () => {
  it('is told to a person when its time is over, and goes on when the person retries', async () => {
    await open({ config: { delivery: { backoffMs: 20, maxBackoffSeconds: 0.1, deadlineMinutes: 0.01 } } });
    world.erp.fault({ mode: 'fail-once', method: 'POST', path: '/sales-orders', count: 1000 });
    const { id } = world.store.placeOrder();
    const row = await exceptionOf(world, 'delivery.gave-up', id);
    expect(row.message).toMatch(/Tried \d+ times/);
    world.erp.clearFault();
    await retry(world, id);
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
  });
});
