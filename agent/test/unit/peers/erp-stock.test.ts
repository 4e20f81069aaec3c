import { describe, expect, it } from 'vitest';
import { erpDesk, mugs } from './erp-desk.ts';

const desk = erpDesk();

describe('stock in the sandbox ERP', () => {
  it('sets goods aside in the warehouse of the order first, then in the others, and says where', async () => {
    await desk.stock({ WH1: '1', WH2: '5' });
    const order = await desk.book('shop:1', { lines: [mugs(3)] });
    expect(order).toMatchObject({ status: 'reserved', lines: [{ reserved: '3', refused: false }] });
    expect(order.lines[0]?.allocations).toEqual([
      { warehouse: 'WH1', quantity: '1' },
      { warehouse: 'WH2', quantity: '2' },
    ]);
    expect(desk.shelf()).toEqual({ WH1: '0', WH2: '3' });
  });

  it('does not say where when it keeps no stock of an item', async () => {
    expect(await desk.book('shop:1')).toMatchObject({ status: 'reserved', lines: [{ reserved: '2', allocations: [] }] });
  });

  it('serves who waited longest when goods come in, and tells of every part', async () => {
    await desk.stock({ WH1: '0' });
    const [first, second] = [await desk.book('shop:1', { lines: [mugs(3)] }), await desk.book('shop:2', { lines: [mugs(1)] })];
    await desk.control('/_restock', { item: 'MUG-BLUE', units: '2' });
    expect(desk.now(first)).toMatchObject({ status: 'backordered', lines: [{ reserved: '2' }] });
    expect(desk.now(first).changed).toBeGreaterThan(first.changed);
    expect(desk.now(second)).toMatchObject({ status: 'backordered', lines: [{ reserved: '0' }], changed: second.changed });
    await desk.control('/_restock', { item: 'ERP-1001', units: '2', warehouse: 'WH2' });
    expect([desk.now(first).status, desk.now(second).status]).toEqual(['reserved', 'reserved']);
  });

  it('keeps the date that it once gave, until a person says another or that nobody knows', async () => {
    await desk.stock({ WH1: '0' });
    const order = await desk.book('shop:1');
    await desk.control('/_restock', { item: 'ERP-1001', units: '1' });
    expect(desk.now(order).lines[0]?.expectedAt).toBe(order.lines[0]?.expectedAt);
    await desk.control('/_expect', { item: 'ERP-1001', at: '2027-01-15T00:00:00.000Z' });
    expect(desk.now(order).lines[0]?.expectedAt).toBe('2027-01-15T00:00:00.000Z');
    await desk.control('/_expect', { item: 'ERP-1001', at: null });
    expect(desk.now(order).lines[0]?.expectedAt).toBeNull();
  });

  it('refuses a line for good by rule or by hand, and closes the order when the rest has left', async () => {
    await desk.stock({ WH1: '5' });
    await desk.control('/_rule', { refuseItem: 'ERP-1007' });
    const cap = { ref: '12', item: 'ERP-1007', quantity: '1', net: '5.00', taxes: [] };
    const order = await desk.book('shop:1', { lines: [mugs(2), cap] });
    expect(order).toMatchObject({ status: 'reserved', lines: [{ refused: false }, { refused: true, reserved: '0', expectedAt: null }] });
    expect((await desk.ship(order, 'S1', '2')).body['order']).toBe('closed');
    const other = await desk.book('shop:2', { lines: [mugs(2)] });
    await desk.control('/_refuse', { reference: 'shop:2', line: 'MUG-BLUE' });
    expect(desk.now(other)).toMatchObject({ lines: [{ refused: true, reserved: '0', allocations: [] }] });
    expect(desk.shelf()).toEqual({ WH1: '3' });
  });

  it('does not lower what is set aside when goods leave, and takes them from where they left', async () => {
    await desk.stock({ WH1: '2', WH2: '4' });
    const order = await desk.book('shop:1');
    await desk.ship(order, 'S1', '1', { warehouse: 'WH2' });
    expect(desk.now(order).lines[0]).toMatchObject({ reserved: '2', shipped: '1' });
    expect(desk.now(order).lines[0]?.allocations).toEqual([
      { warehouse: 'WH1', quantity: '1' },
      { warehouse: 'WH2', quantity: '1' },
    ]);
    expect(desk.shelf()).toEqual({ WH1: '1', WH2: '3' });
  });

  it('counts what left without having been set aside', async () => {
    await desk.stock({ WH1: '0' });
    const order = await desk.book('shop:1');
    await desk.ship(order, 'S1', '2');
    expect(desk.now(order)).toMatchObject({ status: 'closed', lines: [{ reserved: '2', shipped: '2' }] });
    expect(desk.shelf()).toEqual({ WH1: '-2' });
  });

  it('takes a shipment back, opens the order again, and books nothing under its name any more', async () => {
    await desk.stock({ WH1: '2' });
    const order = await desk.book('shop:1');
    await desk.ship(order, 'S1', '2', { lines: [{ ref: '11', quantity: '2', lots: ['L1'], serials: ['A', 'B'] }] });
    const takeBack = () => desk.talk().post(`/sales-orders/${order.id}/shipments/S1/void`, {});
    expect((await takeBack()).body).toMatchObject({ existed: false, order: 'reserved' });
    expect((await takeBack()).body).toMatchObject({ existed: true });
    expect(desk.now(order)).toMatchObject({ status: 'reserved', lines: [{ shipped: '0', reserved: '2' }] });
    expect((await desk.ship(order, 'S1', '2')).body['existed']).toBe(true);
    expect(desk.now(order)).toMatchObject({
      lines: [{ shipped: '0' }],
      shipments: [{ voidedAt: expect.any(String), lines: [{ serials: ['A', 'B'] }] }],
    });
    expect((await desk.ship(order, 'S2', '2')).body['order']).toBe('closed');
  });

  it('knows a shipment as void that was taken back before it was booked', async () => {
    const order = await desk.book('shop:1');
    await desk.talk().post(`/sales-orders/${order.id}/shipments/S1/void`, {});
    await desk.ship(order, 'S1', '2');
    expect(desk.now(order)).toMatchObject({ status: 'reserved', lines: [{ shipped: '0' }] });
  });

  it('takes a corrected tracking number of a shipment that is booked', async () => {
    const order = await desk.book('shop:1');
    await desk.ship(order, 'S1', '1', { packages: [{ id: 'P1', trackingNumber: 'OLD' }] });
    const again = await desk.ship(order, 'S1', '1', { packages: [{ id: 'P1', trackingNumber: 'NEW' }] });
    expect(again.body['existed']).toBe(true);
    expect(desk.now(order)).toMatchObject({ lines: [{ shipped: '1' }], shipments: [{ packages: [{ trackingNumber: 'NEW' }] }] });
  });
});
