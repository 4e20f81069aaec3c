import { afterEach, describe, expect, it } from 'vitest';
import { booksAgree } from '../support/books-agree.ts';
import { agreed, completed, detailOf, exceptionOf, openExceptions, retry, stageOf } from '../support/look.ts';
import { never, until } from '../support/until.ts';
import { startWorld, type World, type WorldOptions } from '../support/world.ts';

let world: World;
const open = async (options?: WorldOptions): Promise<World> => (world = await startWorld(options));
afterEach(() => world.close());

const MUGS = { lines: [{ sku: 'MUG-BLUE', quantity: 2, cents: 1250 }], order: { number: 'A-77' } };
const fulfillmentOf = (id: number) => world.wms.books().fulfillmentOrders.find(({ orderReference }) => orderReference === `shop:${id}`);
const erpOf = (id: number) => world.erp.books().salesOrders.find(({ reference }) => reference === `shop:${id}`);

describe('a paid order', () => {
  it('travels to the ERP and the warehouse, and its tracking number comes back to the customer', async () => {
    await open();
    const { id } = world.store.placeOrder(MUGS);
    await completed(world, [id]);
    await agreed(world);
    const number = fulfillmentOf(id)!.shipments[0]!.packages[0]!.trackingNumber!;
    const { notes, shipments } = world.store.books();
    expect(notes.filter((note) => note.customer)).toEqual([
      {
        orderId: id,
        customer: true,
        text: expect.stringMatching(new RegExp(`^Your parcel is on its way with dhl\\. Tracking number: ${number}$`, 'i')),
      },
    ]);
    expect(shipments.map(({ given }) => given['packages'])).toEqual([
      [expect.objectContaining({ number, carrier: expect.stringMatching(/^dhl$/i), carrier_name: expect.stringMatching(/^dhl$/i) })],
    ]);
    expect(await openExceptions(world)).toEqual([]);
  });

  it('has a trace in which every delivery and every fact is a sentence', async () => {
    await open();
    const { id } = world.store.placeOrder(MUGS);
    await until('the order is completed for the agent too', async () => (await stageOf(world, id)) === 'completed');
    const { trace, order } = (await detailOf(world, id))!;
    const titles = trace.map(({ title }) => title);
    for (const title of [
      'Order A-77 is being processed in the shop',
      'Customer to the ERP',
      'Sales order to the ERP',
      'The ERP reserved the goods',
      'Fulfillment order to the warehouse',
      'Everything has left the warehouse',
      'Status to the shop',
    ])
      expect(titles).toContain(title);
    const deliveries = await world.agent.database.read.selectFrom('deliveries').selectAll().execute();
    expect(deliveries).toHaveLength(6);
    expect(deliveries.every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true);
    expect(trace.filter(({ kind, outcome }) => kind === 'delivery' && outcome === 'ok')).toHaveLength(6);
    expect(new Set(deliveries.map((row) => row.correlation_id)).size).toBe(1);
    expect(order.times.toldStoreAt).not.toBeNull();
  });

  it('of every kind keeps its cents, taxes, discounts and fees in all books', async () => {
    await open();
    const ids = Array.from({ length: 24 }, () => world.store.placeOrder().id);
    await completed(world, ids);
    await agreed(world);
    expect(world.erp.books().salesOrders).toHaveLength(24);
    expect(world.wms.books().fulfillmentOrders).toHaveLength(24);
  });

  it('without anything to do leaves no step undone after a second look', async () => {
    await open();
    const { id } = world.store.placeOrder(MUGS);
    await completed(world, [id]);
    await agreed(world);
    const told = () => world.store.books().shipments.map((shipment) => shipment.told);
    await world.agent.rematch([`shop/sales-order/${id}`]);
    await world.restart();
    await never('something is told again', () => told()[0] !== 1);
    expect(booksAgree(world)).toEqual([]);
  });
});

describe('a partial shipment', () => {
  it('is told as a part, and the rest follows with its own number and note', async () => {
    await open({ wms: { rules: [{ partial: true, hold: true }] } });
    const { id } = world.store.placeOrder({ lines: [{ sku: 'MUG-BLUE', quantity: 4, cents: 1250 }] });
    const { reference } = await until('the warehouse has it', () => fulfillmentOf(id));
    await world.wms.control('/_advance', { reference, to: 'partially-shipped' });
    await until('the first parcel is told', () => world.store.books().notes.some((note) => note.customer));
    await world.wms.control('/_hold', { reference, hold: false });
    await completed(world, [id]);
    await agreed(world);
    const notes = world.store.books().notes.filter((note) => note.customer);
    expect(notes.map(({ text }) => text.split(' is on its way')[0])).toEqual(['A part of your order', 'Your parcel']);
    expect(erpOf(id)!.shipments.map(({ lines }) => lines.map((line) => line.quantity))).toEqual([['2'], ['2']]);
  });

  it('never shows the order as completed while a part is missing', async () => {
    await open({ wms: { rules: [{ partial: true, hold: true }] } });
    const { id } = world.store.placeOrder({ lines: [{ sku: 'CAP', quantity: 3, cents: 1000 }] });
    const { reference } = await until('the warehouse has it', () => fulfillmentOf(id));
    await world.wms.control('/_advance', { reference, to: 'partially-shipped' });
    await until(
      'the part is told',
      async () => (await stageOf(world, id)) === 'partially-shipped' && world.store.books().notes.length === 1,
    );
    await never('the shop shows it as completed', () => world.store.books().orders[0]!.status === 'completed');
    await world.wms.control('/_hold', { reference, hold: false });
    await completed(world, [id]);
    await agreed(world);
  });
});

describe('a cancellation', () => {
  it('before the pick takes the order back everywhere, and nobody is told of a parcel', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const { id } = world.store.placeOrder(MUGS);
    await until('the warehouse has it', () => fulfillmentOf(id));
    world.store.updateOrder(id, { status: 'cancelled' });
    await until('the ERP has given it up', () => erpOf(id)?.status === 'cancelled');
    await agreed(world);
    expect(fulfillmentOf(id)!.status).toBe('cancelled');
    expect(world.store.books().notes).toEqual([]);
    expect(await until('the agent knows', async () => (await stageOf(world, id)) === 'cancelled')).toBe(true);
  });

  it('that comes too late is told to a person, and nothing is pretended', async () => {
    await open({ wms: { rules: [{ hold: true }] } });
    const { id } = world.store.placeOrder(MUGS);
    const { reference } = await until('the warehouse has it', () => fulfillmentOf(id));
    await world.wms.control('/_advance', { reference, to: 'picked' });
    world.store.updateOrder(id, { status: 'cancelled' });
    expect((await exceptionOf(world, 'cancel.too-late', id)).owner).toBe('warehouse');
    expect(erpOf(id)!.status).toBe('reserved');
    expect(fulfillmentOf(id)!.status).toBe('picked');
    await world.wms.control('/_hold', { reference, hold: false });
    await until('the parcel left', () => fulfillmentOf(id)!.status === 'shipped');
    await until('the ERP knows that it left', () => erpOf(id)!.shipments.length === 1);
    await never('the customer is told of a parcel of a cancelled order', () => world.store.books().notes.length > 0);
    expect(booksAgree(world, new Set([String(id)]))).toEqual([]);
  });

  it('before anything was sent leaves no trace at the others', async () => {
    await open({ unmapped: ['MUG-BLUE'] });
    const { id } = world.store.placeOrder(MUGS);
    await exceptionOf(world, 'mapping.sku-missing', id);
    world.store.updateOrder(id, { status: 'cancelled' });
    await until('the exception closes itself', async () => (await openExceptions(world)).length === 0);
    await world.map('sku', 'erp', 'MUG-BLUE', 'ERP-1001');
    await retry(world, id);
    await never('the ERP gets it', () => world.erp.books().salesOrders.length > 0);
    expect(booksAgree(world)).toEqual([]);
  });
});
