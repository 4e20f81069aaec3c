import { afterEach, describe, expect, it } from 'vitest';
import { booksAgree } from '../support/books-agree.ts';
import { agreed, completed, cured, detailOf, exceptionOf, openExceptions, retry, stageOf } from '../support/look.ts';
import { never, until } from '../support/until.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
const open = async (options?: WorldOptions): Promise<World> => (world = await startWorld(options));
afterEach(() => world.close());

const place = () => world.store.placeOrder({ lines: [{ sku: 'CAP', quantity: 2, cents: 900 }] }).id;
const fulfillmentOf = (id: number) => world.wms.books().fulfillmentOrders.find(({ orderReference }) => orderReference === `shop:${id}`);
const erpOf = (id: number) => world.erp.books().salesOrders.find(({ reference }) => reference === `shop:${id}`);
const inject = (what: string, id: number) => world.wms.control('/_inject', { what, reference: `shop:${id}/1` });

describe('a warehouse that reports what cannot be', () => {
  it('a shipment twice: it counts once, at the ERP and for the customer', async () => {
    await open();
    const id = place();
    await completed(world, [id]);
    await agreed(world);
    await inject('duplicate-shipment', id);
    world.wms.fault({ mode: 'duplicate' });
    const next = place();
    await completed(world, [next]);
    await never('it is told again', () => world.store.books().shipments.some(({ told }) => told > 1) || erpOf(id)!.shipments.length > 1);
    expect(booksAgree(world)).toEqual([]);
    expect(await openExceptions(world)).toEqual([]);
  });

  it('a shipment for an order that is none of ours: a person sees it, and all else goes on', async () => {
    await open();
    await world.wms.control('/_inject', { what: 'unknown-reference' });
    const row = await exceptionOf(world, 'shipment.unknown-order');
    expect(row).toMatchObject({ connection: 'wms', owner: 'warehouse', message: expect.stringContaining('elsewhere:999') });
    const id = place();
    await completed(world, [id]);
    await agreed(world);
  });

  it('a shipment for an order that looks like ours but never was: it waits a while, then a person sees it', async () => {
    await open({ config: { unknownOrderMinutes: 0.01 } });
    await world.wms.control('/_inject', { what: 'unknown-reference', reference: 'shop:777/1' });
    expect((await exceptionOf(world, 'shipment.unknown-order')).message).toContain('shop:777');
    expect(world.store.books().shipments).toEqual([]);
  });

  it('more units than were ordered: nobody is told of them until it is settled', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const id = place();
    await until('the warehouse has it', () => fulfillmentOf(id));
    await inject('more-than-ordered', id);
    const row = await exceptionOf(world, 'shipment.more-than-ordered', id);
    expect(row.message).toMatch(/3 × CAP.*only 2/);
    await never('anybody is told', () => world.store.books().shipments.length > 0 || erpOf(id)!.shipments.length > 0);
    expect(world.store.books().orders[0]!.status).toBe('processing');
  });

  it('one unit too many after everything had left: what was told stays, the rest is asked about', async () => {
    await open();
    const id = place();
    await completed(world, [id]);
    await agreed(world);
    await inject('more-than-ordered', id);
    await exceptionOf(world, 'shipment.more-than-ordered', id);
    expect(world.store.books().shipments).toHaveLength(1);
    expect(erpOf(id)!.shipments).toHaveLength(1);
  });

  it('a line that the order does not have, after the parcel was told: a person is asked', async () => {
    await open();
    const id = place();
    await completed(world, [id]);
    await agreed(world);
    await inject('unknown-line', id);
    const { message } = await until('a person is asked', async () =>
      (await openExceptions(world)).find((row) => row.order_id === String(id)),
    );
    expect(message).toContain('STRAY');
    expect(world.store.books().shipments).toHaveLength(1);
  });
});

describe('a warehouse in trouble', () => {
  it('that lacks the goods is shown as a problem, and the order goes on by itself when it is solved there', async () => {
    await open();
    const { id } = world.store.placeOrder({ lines: [{ sku: 'SHORT-LAMP', quantity: 1, cents: 5000 }] });
    const row = await exceptionOf(world, 'wms.exception', id);
    expect(row.owner).toBe('warehouse');
    await world.wms.control('/_advance', { reference: `shop:${id}/1`, to: 'released' });
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
  });

  it('that ships without a tracking number keeps the customer waiting, then asks a person, who may let it go', async () => {
    await open({ wms: { rules: [{ noTracking: true }] }, orders: { trackingWaitMinutes: 0 } });
    const id = place();
    await exceptionOf(world, 'shipment.no-tracking', id);
    expect(world.store.books().notes).toEqual([]);
    expect(await stageOf(world, id)).toBe('shipped');
    await retry(world, id);
    await completed(world, [id]);
    await cured(world, id);
  });
});

describe('facts out of order', () => {
  it('leave the newest truth: an old page of the warehouse changes nothing', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const id = place();
    const { reference } = await until('the warehouse has it', () => fulfillmentOf(id));
    const early = await until('it is stored', () =>
      world.agent.database.read.selectFrom('envelopes').selectAll().where('kind', '=', 'fulfillment-state').executeTakeFirst(),
    );
    await world.wms.control('/_hold', { reference, hold: false });
    await completed(world, [id]);
    await until('it is done', async () => (await stageOf(world, id)) === 'completed');
    await world.agent.database.write((tx) =>
      tx.updateTable('envelopes').set({ payload: early.payload, hash: 'old' }).where('id', '=', early.id).execute(),
    );
    await world.agent.retryEnvelope(early.id, 'Anna');
    await until('the old page was read again', async () => {
      const row = await world.agent.database.read.selectFrom('envelopes').select('state').where('id', '=', early.id).executeTakeFirst();
      return row?.state === 'done';
    });
    expect(await stageOf(world, id)).toBe('completed');
    const { milestones } = (await detailOf(world, id))!.order;
    expect(milestones.map(({ milestone }) => milestone)).toEqual(['allocated', 'released', 'picked', 'packed', 'shipped']);
    await agreed(world);
  });

  it('that come before their order wait for it, and are used when it is there, even after a person was told', async () => {
    await open({ config: { unknownOrderMinutes: 0.005 }, wms: { rules: [{ hold: true }] } });
    world.store.fault({ mode: 'always-fail' });
    const id = place();
    await world.wms.control('/_inject', { what: 'unknown-reference', reference: `shop:${id}/1` });
    const row = await exceptionOf(world, 'shipment.unknown-order');
    world.store.clearFault();
    await until('the order is known', async () => (await detailOf(world, id)) !== null);
    await until('the first exception is closed', async () => (await openExceptions(world)).every((one) => one.id !== row.id));
    // It is read now; the line that it names is none of the order's, and that is told with the order.
    expect((await exceptionOf(world, 'fact.contradiction', id)).message).toContain(`shop:${id}/1`);
  });
});
