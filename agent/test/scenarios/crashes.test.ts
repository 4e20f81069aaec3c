import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { booksAgree } from '../support/books-agree.ts';
import { startChild, type ChildWorld } from '../support/child.ts';
import { dice, seeds } from '../support/dice.ts';
import { agreed, completed } from '../support/look.ts';
import { gate, until } from '../support/until.ts';

let world: ChildWorld;
afterEach(() => world.close());

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));
const accepts = (port: number): Promise<boolean> =>
  new Promise((told) => {
    const socket = connect(port, '127.0.0.1', () => told(true));
    socket.on('error', () => told(false)).on('connect', () => socket.destroy());
  });
const SLOW = { latency: [2, 25], work: [5, 40] } as const;

describe('a crash (kill -9) at random moments', () => {
  it.each(seeds(11, 4242))('while forty orders travel doubles nothing and loses nothing (seed %i)', async (seed) => {
    const random = dice(seed);
    world = await startChild({ erp: SLOW, wms: { ...SLOW, rules: [{ orderNumber: '7', partial: true }] } });
    const ids: number[] = [];
    const holdNextOrder = (): void => world.erp.fault({ mode: 'slow', method: 'POST', delayMs: 60_000 });
    const place = (count: number): void => void ids.push(...Array.from({ length: count }, () => world.store.placeOrder().id));
    let interrupted = 0;
    for (let life = 0; life < 6; life += 1) {
      place(6);
      // How many kills meet a write under way is luck; the last one does for certain.
      if (life === 5) holdNextOrder();
      world.launch();
      if (life === 5) await until('a write is held', async () => ((await world.states())['sending'] ?? 0) > 0);
      else if (random.chance(0.2)) await pause(random.roll(200, 900));
      else await world.ready().then(() => pause(random.roll(5, 250)));
      place(1);
      await world.crash();
      interrupted += (await world.states())['sending'] ?? 0;
    }
    world.erp.clearFault();
    world.launch();
    await world.ready();
    await completed(world, ids);
    await agreed(world);
    expect(ids).toHaveLength(42);
    expect(world.erp.books().salesOrders).toHaveLength(42);
    expect(world.wms.books().fulfillmentOrders).toHaveLength(42);
    expect(interrupted, 'no kill met a write under way: the test proves nothing').toBeGreaterThan(0);
  });
});

describe('after a crash', () => {
  it('a restart resumes by itself, without a hint from anybody', async () => {
    world = await startChild();
    world.store.ringAt(null);
    world.erp.dropHooks(1);
    world.wms.dropHooks(1);
    world.erp.fault({ mode: 'always-fail', method: 'POST' });
    const ids = Array.from({ length: 20 }, () => world.store.placeOrder().id);
    world.launch();
    await world.ready();
    await until('it has tried', async () => ((await world.states())['pending'] ?? 0) + ((await world.states())['sending'] ?? 0) >= 20);
    await world.crash();
    world.erp.clearFault();
    world.launch();
    await world.ready();
    await completed(world, ids);
    await agreed(world);
  });

  it('of the agent and of both parties at once, all that was promised is still there', async () => {
    world = await startChild({ erp: SLOW, wms: SLOW });
    const ids = Array.from({ length: 15 }, () => world.store.placeOrder().id);
    world.launch();
    await until('some are in the ERP', () => world.erp.books().salesOrders.length > 4);
    await Promise.all([world.crash(), world.kill('erp'), world.kill('wms')]);
    await Promise.all([world.revive('erp'), world.revive('wms')]);
    world.launch();
    await completed(world, ids);
    await agreed(world);
  });
});

describe('a graceful stop', () => {
  it('that is asked for while the agent is still starting ends with 0 as well', async () => {
    world = await startChild();
    const { id } = world.store.placeOrder();
    world.launch();
    // The first thing that it does is to take its port.
    await until('it starts', () => accepts(Number(new URL(world.url).port)));
    expect(await world.stop()).toBe(0);
    world.launch();
    await completed(world, [id]);
    await agreed(world);
  });

  it('in the middle of forty orders ends with 0, leaves no write without its receipt, and a crash later changes nothing', async () => {
    world = await startChild({ erp: { latency: 5, work: 5 }, wms: { latency: 5, work: 5 } });
    const ids = Array.from({ length: 4 }, () => world.store.placeOrder().id);
    world.launch();
    await until('some are in the ERP', () => world.erp.books().salesOrders.length === 4);
    const asked = gate();
    world.erp.fault({ mode: 'slow', method: 'POST', path: '/sales-orders', delayMs: 60_000, until: asked.passed });
    ids.push(...Array.from({ length: 36 }, () => world.store.placeOrder().id));
    await until('writes are under way', async () => ((await world.states())['sending'] ?? 0) > 0);
    const code = world.stop();
    await until('it takes no more calls', () =>
      fetch(`${world.url}/v1/health`).then(
        () => false,
        () => true,
      ),
    );
    world.erp.clearFault();
    asked.open();
    expect(await code).toBe(0);
    const states = await world.states();
    expect([states['sending'] ?? 0, states['uncertain']]).toEqual([0, 0]);
    world.launch();
    await completed(world, ids);
    await agreed(world);
    await world.crash();
    world.launch();
    await world.ready();
    expect(booksAgree(world)).toEqual([]);
    expect(world.store.books().shipments.every(({ told }) => told === 1)).toBe(true);
  });
});
