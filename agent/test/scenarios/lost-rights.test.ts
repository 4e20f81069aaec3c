import { afterEach, describe, expect, it } from 'vitest';
import type { ExceptionRecord } from '../../src/database/exceptions.ts';
import { agreed, completed, exceptionOf, openExceptions } from '../support/look.ts';
import { startServed, type Served } from '../support/served.ts';
import { never, until } from '../support/until.ts';

let world: Served;
afterEach(() => world.close());

const stateOf = (id: string) => world.agent.health().find((connection) => connection.id === id)!;
const press = (row: ExceptionRecord) => world.ask({ method: 'POST', path: '/v1/exceptions/retry', body: { ids: [String(row.id)] } });
const closed = () => until('the exception of the connection is closed', async () => (await openExceptions(world)).length === 0);

describe('the key of the agent lost its capability in the shop', () => {
  it.each(['plugin', 'all'] as const)(
    '(%s): that connection stops and says why, the others go on, and a person brings it back',
    async (what) => {
      world = await startServed({ wms: { rules: [{ hold: true }] } });
      const id = world.store.placeOrder().id;
      const { reference } = await until('the warehouse has it', () => world.wms.books().fulfillmentOrders[0]);
      world.store.revoke(what);
      const row = await exceptionOf(world, 'connection.auth-failed');
      expect(row).toMatchObject({ connection: 'shop', owner: 'integration', message: expect.stringContaining('rest_forbidden') });
      expect(stateOf('shop')).toMatchObject({ state: 'stopped', code: 'connection.auth-failed' });
      await world.wms.control('/_hold', { reference, hold: false });
      await until('the ERP hears of the parcel all the same', () => world.erp.books().salesOrders[0]!.shipments.length === 1);
      expect([stateOf('erp').state, stateOf('wms').state]).toEqual(['ok', 'ok']);
      expect(world.store.books().notes).toEqual([]);
      world.store.revoke(null);
      world.store.ringAt(null);
      expect((await press(row)).body).toEqual({ retried: 1 });
      await completed(world, [id]);
      await closed();
      await agreed(world);
      const next = world.store.placeOrder().id;
      await until('new orders travel too', () => world.wms.books().fulfillmentOrders.some((one) => one.orderReference === `shop:${next}`));
    },
  );

  it('and a person who retries before the rights are back only hears that it did not work', async () => {
    world = await startServed();
    world.store.revoke('all');
    const row = await exceptionOf(world, 'connection.auth-failed');
    expect((await press(row)).body).toEqual({ retried: 0 });
    expect(stateOf('shop').state).toBe('stopped');
  });
});

describe('a site that became a copy', () => {
  it('is left alone, with a code of its own', async () => {
    world = await startServed();
    world.store.fence(true);
    const row = await exceptionOf(world, 'store.fenced');
    expect(row.connection).toBe('shop');
    const before = world.store.books();
    world.store.placeOrder();
    await never(
      'anything is written into the copy',
      () => world.store.books().mirror.length > before.mirror.length || world.erp.books().salesOrders.length > 0,
    );
  });
});

describe('the key of the ERP', () => {
  it('that may only read stops the ERP for good, without flapping, until it may write again', async () => {
    world = await startServed({ durable: true });
    const key = world.erp.key;
    await world.kill('erp');
    await world.revive('erp', { key: 'somebody-else', readOnlyKey: key });
    const ids = Array.from({ length: 5 }, () => world.store.placeOrder().id);
    const row = await exceptionOf(world, 'connection.auth-failed');
    expect(row.message).toContain('may only read');
    await never('it seems to work in between', () => stateOf('erp').state !== 'stopped', 1_500);
    expect((await press(row)).body).toEqual({ retried: 0 });
    await world.kill('erp');
    await world.revive('erp');
    expect((await press(row)).body).toEqual({ retried: 1 });
    await completed(world, ids);
    await agreed(world);
    await closed();
  });

  it('that is unknown there stops the ERP, and retrying any order takes the work up again', async () => {
    world = await startServed({ durable: true });
    await world.kill('erp');
    await world.revive('erp', { key: 'renewed' });
    const { id } = world.store.placeOrder();
    await exceptionOf(world, 'connection.auth-failed');
    expect(stateOf('erp').state).toBe('stopped');
    await world.kill('erp');
    await world.revive('erp');
    await until('the order is known', async () => (await world.ask({ path: `/v1/orders/${id}` })).status === 200);
    expect((await world.ask({ method: 'POST', path: `/v1/orders/${id}/retry`, body: {} })).status).toBe(200);
    await completed(world, [id]);
    await closed();
  });
});
