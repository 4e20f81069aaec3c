import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionId } from '../../src/domain/reference.ts';
import { compareOrders, summarize } from '../../src/insight/other-erp.ts';
import type { TraceStep } from '../../src/protocol/orders.ts';
import { startSandboxErp, type SandboxErp } from '../peers/erp.ts';
import { SAMPLE_ERP } from '../peers/sample-seeds.ts';
import { completed, detailOf, exceptionOf, openExceptions } from '../support/look.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
let second: SandboxErp;
beforeEach(async () => {
  second = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const erp2 = { connector: 'sandbox-erp', settings: { url: second.url, apiKey: second.key }, pollSeconds: 0.1, timeoutMs: 2_000 };
  world = await startWorld({ config: { connections: { erp2 } }, wms: { rules: [{ hold: true }] } });
});
afterEach(async () => {
  await world.close();
  await second.close();
});

const NEW = ConnectionId.parse('erp2');
const ordersIn = (erp: SandboxErp) => erp.books().salesOrders.map(({ reference }) => reference);
const cutOver = () => world.restart({ orders: { erp: 'erp2' } });
const releaseAll = async () => {
  for (const { reference } of world.wms.books().fulfillmentOrders) await world.wms.control('/_hold', { reference, hold: false });
};

async function mapSecond(skus?: readonly string[]): Promise<void> {
  const items = (SAMPLE_ERP['items'] ?? []) as unknown as readonly { code: string; sku: string }[];
  for (const { code, sku } of items) if (skus?.includes(sku) ?? true) await world.map('sku', 'erp2', sku, code);
  await world.map('location', 'erp2', 'main', 'WH1');
  await world.map('tax', 'erp2', 'VAT-1', 'VAT20');
}

async function waitingFor(connection: string): Promise<number> {
  const rows = await world.agent.database.read
    .selectFrom('deliveries')
    .select('id')
    .where('connection', '=', connection)
    .where('state', '=', 'pending')
    .execute();
  return rows.length;
}

async function comparison() {
  const compared = [];
  const all = { since: null, until: null };
  for await (const one of compareOrders(world.agent.database.read, world.agent.config.orders, NEW, all)) compared.push(one);
  return summarize(compared);
}

describe('a change of the ERP', () => {
  it('is rehearsed on past orders: what is missing is named, then nothing but codes differs', async () => {
    const ids = [world.store.placeOrder().id, world.store.placeOrder().id];
    await until('the first ERP has both', () => ordersIn(world.erp).length === 2);
    await until('both are known to be there', async () =>
      (await Promise.all(ids.map((id) => detailOf(world, id)))).every((one) => one?.order.erp),
    );
    const before = await comparison();
    expect(before).toMatchObject({ orders: 2, equal: 0 });
    expect(before.missing.map(({ key, orders }) => [key, orders])).toContainEqual(['location|erp2|main', 2]);
    await mapSecond();
    expect(await comparison()).toMatchObject({ orders: 2, equal: 2, missing: [], contents: [] });
    expect(ordersIn(second)).toEqual([]);
  });

  it('leaves orders with the ERP that has them, and new ones go to the new one; both ship and every book agrees', async () => {
    await mapSecond();
    const old = world.store.placeOrder().id;
    await until('the warehouse has the old order', () => world.wms.books().fulfillmentOrders.length === 1);
    await cutOver();
    const fresh = world.store.placeOrder().id;
    await until('the warehouse has the new order', () => world.wms.books().fulfillmentOrders.length === 2);
    expect(ordersIn(world.erp)).toEqual([`shop:${old}`]);
    expect(ordersIn(second)).toEqual([`shop:${fresh}`]);
    await releaseAll();
    await completed(world, [old, fresh]);
    await until('each ERP knows of its own parcel', () =>
      [world.erp, second].every((erp) => erp.books().salesOrders.every((one) => one.shipments.length === 1)),
    );
    expect(ordersIn(world.erp)).toEqual([`shop:${old}`]);
    expect(ordersIn(second)).toEqual([`shop:${fresh}`]);
    expect(await openExceptions(world)).toEqual([]);
  });

  it('tells of an ERP that was taken out before its last order was done, and goes on when it is back', async () => {
    await mapSecond();
    const { id } = world.store.placeOrder();
    await until('the warehouse has the order', () => world.wms.books().fulfillmentOrders.length === 1);
    const { erp, ...others } = world.agent.config.connections as Record<string, unknown>;
    await world.restart({ connections: { ...others, erp: undefined }, orders: { erp: 'erp2' } });
    await releaseAll();
    await until('its parcel waits', async () => (await waitingFor('erp')) > 0);
    await world.restart({ connections: { ...others, erp: undefined }, orders: { erp: 'erp2' } });
    expect((await exceptionOf(world, 'connection.settings-invalid')).message).toContain('"erp", which is not configured any more');
    await world.restart({ connections: { ...others, erp }, orders: { erp: 'erp2' } });
    await completed(world, [id]);
    await until('the first ERP knows of the parcel', () => world.erp.books().salesOrders[0]!.shipments.length === 1);
    await until('nobody is told of anything any more', async () => (await openExceptions(world)).length === 0);
  });

  it.each([
    ['takes an order that the first ERP surely does not have to the new one, customer and all', 'throttle', () => second],
    ['follows up with the first ERP an order that may have arrived there', 'always-fail', () => world.erp],
  ] as const)('%s', async (_what, mode, owner) => {
    await mapSecond();
    world.erp.fault({ mode, method: 'POST', path: '/sales-orders' });
    const { id } = world.store.placeOrder();
    await until('the order has been tried', async () => (await detailOf(world, id))!.trace.some(wasTried));
    await cutOver();
    world.erp.clearFault();
    await until('the warehouse has it', () => world.wms.books().fulfillmentOrders.length === 1);
    await releaseAll();
    await completed(world, [id]);
    expect([...ordersIn(world.erp), ...ordersIn(second)]).toEqual([`shop:${id}`]);
    expect(ordersIn(owner())).toEqual([`shop:${id}`]);
    const { salesOrders, customers } = owner().books();
    expect(customers.map((customer) => customer.id)).toContain(salesOrders[0]!.customer);
    await until('the ERP that has it knows of the parcel', () => owner().books().salesOrders[0]!.shipments.length === 1);
  });
});

function wasTried({ title, outcome }: TraceStep): boolean {
  return title === 'Sales order to the ERP' && outcome === 'retrying';
}
