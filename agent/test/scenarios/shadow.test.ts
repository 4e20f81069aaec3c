import { afterEach, describe, expect, it } from 'vitest';
import { agreed, completed, detailOf, stageOf } from '../support/look.ts';
import { never, until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const deliveries = () => world.agent.database.read.selectFrom('deliveries').selectAll().execute();
const untouched = () => {
  const [erp, wms, store] = [world.erp.books(), world.wms.books(), world.store.books()];
  return [erp.customers, erp.salesOrders, wms.fulfillmentOrders, store.shipments, store.notes].every((table) => table.length === 0);
};

describe('shadow mode', () => {
  it('makes plans and shows them, but writes nothing to any party', async () => {
    world = await startWorld({ config: { mode: 'shadow' } });
    const ids = Array.from({ length: 5 }, () => world.store.placeOrder().id);
    await until('all are planned', async () => (await deliveries()).length === 5);
    await never('something is written', () => !untouched(), 600);
    expect((await deliveries()).map(({ state, kind, attempts }) => [state, kind, attempts])).toEqual(
      ids.map(() => ['shadow', 'customer', 0]),
    );
    expect(JSON.parse((await deliveries())[0]!.document)).toMatchObject({ kind: 'customer', billing: { country: expect.any(String) } });
    expect((await detailOf(world, ids[0]!))!.order.stage).toBe('received');
    expect(world.store.books().orders.every(({ status }) => status === 'processing')).toBe(true);
  });

  it('switched to live delivers what was planned, once', async () => {
    world = await startWorld({ config: { mode: 'shadow' } });
    const ids = Array.from({ length: 5 }, () => world.store.placeOrder().id);
    await until('all are planned', async () => (await deliveries()).length === 5);
    await world.restart({ mode: 'shadow' });
    expect(untouched()).toBe(true);
    await world.restart({ mode: 'live' });
    await completed(world, ids);
    await agreed(world);
    await until('every write has its receipt', async () => (await deliveries()).every(({ state }) => state === 'done'));
    expect((await deliveries()).every(({ attempts }) => attempts === 1)).toBe(true);
    expect(world.store.books().shipments.every(({ told }) => told === 1)).toBe(true);
  });

  it('that lasted for days leaves a new write all its time: a first failure is only a retry', async () => {
    world = await startWorld({ config: { mode: 'shadow' } });
    const { id } = world.store.placeOrder();
    await until('it is planned', async () => (await deliveries()).length === 1);
    await world.agent.database.write((tx) =>
      tx
        .updateTable('deliveries')
        .set({ deadline_at: Date.now() - 86_400_000 })
        .execute(),
    );
    world.erp.fault({ mode: 'fail-once', method: 'POST' });
    await world.restart({ mode: 'live' });
    await completed(world, [id]);
    await agreed(world);
  });

  it('switched on in the middle holds back at once all that was not sent', async () => {
    world = await startWorld({ wms: { rules: [{ hold: true }] } });
    world.wms.fault({ mode: 'always-fail', method: 'POST' });
    const { id } = world.store.placeOrder();
    await until('the order waits for the warehouse', async () =>
      (await deliveries()).some(({ kind, state }) => kind === 'fulfillment-order' && state === 'pending'),
    );
    await world.restart({ mode: 'shadow' });
    world.wms.clearFault();
    await never('the warehouse gets it', () => world.wms.books().fulfillmentOrders.length > 0, 600);
    await world.restart({ mode: 'live' });
    await until('the warehouse has it', () => world.wms.books().fulfillmentOrders.length === 1);
    expect(await stageOf(world, id)).not.toBe('blocked');
  });
});
