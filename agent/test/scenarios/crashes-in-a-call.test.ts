import { afterEach, describe, expect, it } from 'vitest';
import type { FaultSpec } from '../peers/faults.ts';
import { startChild, type ChildWorld } from '../support/child.ts';
import { agreed, completed } from '../support/look.ts';
import { until } from '../support/until.ts';

let world: ChildWorld;
afterEach(() => world.close());

describe('a crash between a call and its receipt', () => {
  const ERP = (world: ChildWorld) => world.erp;
  const WMS = (world: ChildWorld) => world.wms;
  const SHOP = (world: ChildWorld) => world.store;
  const orderOf = () => world.erp.books().salesOrders[0];
  it.each<[string, (world: ChildWorld) => { fault(spec: FaultSpec): void; clearFault(): void }, Partial<FaultSpec>, () => unknown]>([
    ['the customer', ERP, { method: 'POST', path: '/customers' }, () => world.erp.books().customers.length > 0],
    ['the sales order', ERP, { method: 'POST', path: '/sales-orders' }, orderOf],
    ['the fulfillment order', WMS, { method: 'POST', path: '/fulfillment-orders' }, () => world.wms.books().fulfillmentOrders.length > 0],
    ['the shipment to the ERP', ERP, { method: 'POST', path: '/shipments' }, () => (orderOf()?.shipments.length ?? 0) > 0],
    ['the shipment to the shop', SHOP, { method: 'PUT', path: '/shipments' }, () => world.store.books().shipments.length > 0],
    ['the status to the shop', SHOP, { method: 'PUT', path: '/status' }, () => world.store.books().orders[0]!.status === 'completed'],
    ['the acknowledgement of the feed', SHOP, { method: 'POST', path: '/feed/ack' }, () => world.store.books().feed === 0],
  ])('of %s writes it once', async (_what, party, fault, committed) => {
    world = await startChild();
    party(world).fault({ mode: 'timeout-after-commit', ...fault });
    const { id } = world.store.placeOrder();
    world.launch();
    await until('the party has committed', committed);
    await world.crash();
    party(world).clearFault();
    world.launch();
    await completed(world, [id]);
    await agreed(world);
    expect(world.erp.books().customers).toHaveLength(1);
    expect(world.erp.books().salesOrders).toHaveLength(1);
    expect(world.wms.books().fulfillmentOrders).toHaveLength(1);
    expect(world.store.books().shipments).toHaveLength(1);
    expect(world.store.books().notes.filter((note) => note.customer)).toHaveLength(1);
  });

  it('of a cancellation takes the order back once and for all', async () => {
    world = await startChild({ wms: { rules: [{ hold: true }] } });
    const { id } = world.store.placeOrder();
    world.launch();
    await until('the warehouse has it', () => world.wms.books().fulfillmentOrders.length > 0);
    world.wms.fault({ mode: 'timeout-after-commit', method: 'POST', path: '/cancel' });
    world.store.updateOrder(id, { status: 'cancelled' });
    await until('the warehouse gave it up', () => world.wms.books().fulfillmentOrders[0]!.status === 'cancelled');
    await world.crash();
    world.launch();
    await agreed(world);
    expect(world.erp.books().salesOrders[0]!.status).toBe('cancelled');
  });
});
