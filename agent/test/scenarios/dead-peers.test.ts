import { afterEach, describe, expect, it } from 'vitest';
import { agreed, completed, exceptionOf, openExceptions } from '../support/look.ts';
import { startServed, type Served } from '../support/served.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World | Served;
afterEach(() => world.close());

const place = (count: number) => Array.from({ length: count }, () => world.store.placeOrder().id);
const healthOf = (id: string) => world.agent.health().find((connection) => connection.id === id)!;
const told = () => world.store.books().shipments.map((shipment) => shipment.told);

describe('a party that is down', () => {
  it.each(['erp', 'wms'] as const)(
    '(%s) is waited for and shown as waiting; work goes on when it is back, and nothing is doubled',
    async (who) => {
      world = await startWorld({ durable: true });
      await completed(world, place(3));
      await world.kill(who);
      const ids = place(12);
      await until('it is shown as waiting', () => healthOf(who).state === 'waiting' && healthOf(who).code === 'connection.unreachable');
      expect(healthOf(who).message).toContain('could not be reached');
      expect(healthOf('shop').state).toBe('ok');
      await world.revive(who);
      await completed(world, ids);
      await agreed(world);
      expect(healthOf(who).state).toBe('ok');
      expect(world.erp.books().salesOrders).toHaveLength(15);
      expect(await openExceptions(world)).toEqual([]);
    },
  );

  it('is not hammered: after five failures it is left alone for a while', async () => {
    world = await startWorld({ config: { delivery: { backoffMs: 5, maxBackoffSeconds: 0.02 } } });
    await completed(world, place(1));
    let calls = 0;
    await world.kill('erp');
    const { createServer } = await import('node:http');
    const dead = createServer((_request, response) => {
      calls += 1;
      response.writeHead(503).end();
    });
    await new Promise<void>((up) => dead.listen(world.erp.port, '127.0.0.1', up));
    place(10);
    await until('it has been tried', () => calls >= 5);
    await until('it is shown as waiting', () => healthOf('erp').code === 'connection.server-error');
    const before = calls;
    await new Promise((next) => setTimeout(next, 900));
    dead.closeAllConnections();
    dead.close();
    expect(calls - before).toBeLessThan(8);
    expect(before).toBeLessThan(30);
  });

  it('and comes back throttling is obeyed', async () => {
    world = await startWorld();
    world.wms.fault({ mode: 'throttle', count: 3, retryAfterSeconds: 3 });
    const ids = place(5);
    await until('it is shown as waiting', () => healthOf('wms').code === 'connection.rate-limited');
    await completed(world, ids);
    await agreed(world);
    expect(told()).toEqual([1, 1, 1, 1, 1]);
  });
});

describe('a slow shop', () => {
  it('that answers only after the time-out is asked again, and no parcel is told twice to the customer', async () => {
    world = await startWorld({ connection: { timeoutMs: 800 } });
    world.store.fault({ mode: 'slow', delayMs: 1_600, count: 8 });
    const ids = place(6);
    await completed(world, ids);
    await agreed(world);
  });

  it('that answers in broken JSON now and then loses nothing', async () => {
    world = await startWorld();
    world.store.fault({ mode: 'malformed', count: 8 });
    const ids = place(6);
    await completed(world, ids);
    await agreed(world);
    expect(await openExceptions(world)).toEqual([]);
  });
});

describe('hints that get lost', () => {
  it('webhooks and doorbell: polling finishes every order all the same', async () => {
    world = await startServed();
    world.store.ringAt(null);
    world.erp.dropHooks(1);
    world.wms.dropHooks(1);
    const ids = place(10);
    await completed(world, ids);
    await agreed(world);
  });

  it('are a matter of speed only: with them, and polls an hour apart, orders still travel', async () => {
    world = await startServed({ connection: { pollSeconds: 3600, sweepSeconds: 3600 }, erp: { work: 20 }, wms: { work: 20 } });
    const ids = place(5);
    await completed(world, ids);
    await agreed(world);
  });
});

describe('feeds that say everything twice', () => {
  it.each(['erp', 'wms', 'store'] as const)('(%s) change nothing', async (who) => {
    world = await startWorld();
    world[who].fault({ mode: 'duplicate' });
    const ids = place(8);
    await completed(world, ids);
    await agreed(world);
    expect(told().every((times) => times === 1)).toBe(true);
  });
});

describe('a feed of the shop that does not work', () => {
  it('is made good by the sweep', async () => {
    world = await startWorld();
    world.store.fault({ mode: 'always-fail', path: '/feed/claim' });
    const ids = place(4);
    await completed(world, ids);
    await agreed(world);
  });
});

describe('a party that fails for long', () => {
  it('becomes an exception of its connection, which closes itself', async () => {
    const clock = { ahead: 0 };
    world = await startServed({}, () => Date.now() + clock.ahead);
    await completed(world, place(1));
    world.erp.fault({ mode: 'always-fail' });
    await until('it is shown as waiting', () => healthOf('erp').state === 'waiting');
    clock.ahead = 61_000;
    const row = await exceptionOf(world, 'connection.server-error');
    expect(row).toMatchObject({ connection: 'erp', owner: 'integration' });
    world.erp.clearFault();
    await until('the exception is closed', async () => (await openExceptions(world)).length === 0);
  });
});
