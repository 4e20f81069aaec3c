import { afterEach, expect, it } from 'vitest';
import { ConnectionId } from '../../src/domain/reference.ts';
import { detailOf, openExceptions } from '../support/look.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const statusAtErp = (id: number) =>
  world.erp
    .books()
    .salesOrders.filter(({ reference }) => reference === `shop:${id}`)
    .map(({ status }) => status);

it('an order cancelled while the ERP may or may not have taken it is looked up there and cancelled there too', async () => {
  // No poll comes to help: only the write itself can find out.
  world = await startWorld({
    config: { delivery: { backoffMs: 100, maxBackoffSeconds: 0.2 } },
    connection: { pollSeconds: 3600, sweepSeconds: 3600 },
  });
  const shop = ConnectionId.parse('shop');
  world.erp.fault({ mode: 'timeout-after-commit', method: 'POST', path: '/sales-orders', count: 1_000, drop: true });
  const { id } = world.store.placeOrder({ lines: [{ sku: 'MUG-BLUE', quantity: 1, cents: 1250 }] });
  world.agent.ring(shop);
  await until('the ERP has booked it, though nobody was told', () => statusAtErp(id).length === 1);
  world.store.updateOrder(id, { status: 'cancelled' });
  world.agent.ring(shop);
  await until('the agent has read it', async () => (await detailOf(world, id))?.order.storeStatus === 'cancelled');
  expect(statusAtErp(id)).not.toContain('cancelled');
  world.erp.clearFault();
  await until('the ERP has cancelled it', () => statusAtErp(id)[0] === 'cancelled');
  expect(statusAtErp(id)).toEqual(['cancelled']);
  expect(world.wms.books().fulfillmentOrders.filter(({ orderReference }) => orderReference === `shop:${id}`)).toEqual([]);
  expect(await openExceptions(world)).toEqual([]);
});
