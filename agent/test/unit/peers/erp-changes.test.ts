import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { erpDesk, mugs } from './erp-desk.ts';

const desk = erpDesk();
const cap = (quantity: string) => ({ ref: '12', item: 'ERP-1007', quantity, net: '5.00', taxes: [] });

describe('changes of an order in the sandbox ERP', () => {
  it('takes the whole order anew, keeps the names of its lines, and gives goods free', async () => {
    await desk.stock({ WH1: '3' });
    const order = await desk.book('shop:1', { lines: [mugs(3)] });
    const waiting = await desk.book('shop:2', { lines: [mugs(1)] });
    const lines = [cap('1'), mugs(2)];
    const { body } = await desk.change(order, { lines, shipTo: { line1: 'Neue Straße 1' }, expectedTotal: '29.00' });
    expect(body).toMatchObject({ verdict: 'accepted', existed: false, total: '29.00', taxTotal: '4.00', status: 'reserved' });
    expect(body).toMatchObject({
      shipTo: { line1: 'Neue Straße 1' },
      lines: [{ id: 'SO-000001-2' }, { id: 'SO-000001-1', reserved: '2' }],
    });
    expect(desk.now(waiting).status).toBe('reserved');
  });

  it('answers a repeated question as before, and does nothing', async () => {
    const order = await desk.book('shop:1');
    await desk.change(order, { lines: [mugs(3)] }, 'a');
    await desk.change(order, { lines: [mugs(1)] }, 'b');
    const again = await desk.change(order, { lines: [mugs(3)] }, 'a');
    expect(again.body).toMatchObject({ verdict: 'accepted', existed: true, lines: [{ quantity: '1' }] });
    expect(desk.now(order).changes.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('waits for goods again when more is wanted than there is', async () => {
    await desk.stock({ WH1: '2' });
    const order = await desk.book('shop:1');
    expect((await desk.change(order, { lines: [mugs(4)] })).body).toMatchObject({
      verdict: 'accepted',
      status: 'backordered',
      lines: [{ reserved: '2' }],
    });
  });

  it('keeps what has left, and says so', async () => {
    const order = await desk.book('shop:1', { lines: [mugs(3), cap('1')] });
    await desk.ship(order, 'S1', '2');
    const { body } = await desk.change(order, { lines: [mugs(1), cap('1')], expectedTotal: '17.00' });
    expect(body).toMatchObject({
      verdict: 'partly',
      reason: '2 × ERP-1001 have left already.',
      total: '29.00',
      lines: [{ quantity: '2', net: '20.00' }, {}],
    });
    const { body: without } = await desk.change(order, { lines: [cap('1')] }, 'other');
    expect(without).toMatchObject({ verdict: 'partly', lines: [{ ref: '12' }, { ref: '11', quantity: '2', shipped: '2' }] });
  });

  it('closes an order when only what has left is still wanted', async () => {
    const order = await desk.book('shop:1', { lines: [mugs(3)] });
    await desk.ship(order, 'S1', '2');
    expect((await desk.change(order, { lines: [mugs(2)] })).body).toMatchObject({ verdict: 'accepted', status: 'closed' });
  });

  it.each([
    [
      'everything has left',
      async (id: string) =>
        void (await desk.talk().post(`/sales-orders/${id}/shipments`, { id: 'S1', lines: [{ ref: '11', quantity: '2' }] })),
    ],
    ['it is cancelled', () => desk.control('/_cancel', {})],
    ['it is invoiced', () => desk.control('/_invoice', {})],
  ])('says too late when %s, and leaves the order as it is', async (_words, happen) => {
    const order = await desk.book('shop:1');
    await happen(order.id);
    expect((await desk.change(order, { lines: [mugs(1)] })).body).toMatchObject({
      verdict: 'too-late',
      reason: expect.stringContaining('SO-000001'),
      lines: [{ quantity: '2' }],
    });
  });

  it('refuses unknown codes and an unexpected total, and leaves the order as it is', async () => {
    const order = await desk.book('shop:1');
    expect((await desk.change(order, { lines: [{ ...mugs(1), item: 'NO' }] })).body['code']).toBe('item-unknown');
    expect((await desk.change(order, { lines: [mugs(1)], expectedTotal: '12.01' })).body).toMatchObject({
      code: 'total-differs',
      total: '12.00',
    });
    expect((await desk.change(order, { currency: 'USD' })).body['code']).toBe('change-refused');
    expect(desk.now(order)).toMatchObject({ lines: [{ quantity: '2' }], changes: [] });
  });

  it('behaves as its rules say, as often as they say', async () => {
    const order = await desk.book('shop:1');
    await desk.control('/_rule', { reference: 'shop:1', change: 'refused', reason: 'Ask Berta first.', times: 1 });
    expect((await desk.change(order, { lines: [mugs(1)] }, 'a')).body).toMatchObject({
      verdict: 'refused',
      reason: 'Ask Berta first.',
      lines: [{ quantity: '2' }],
    });
    expect((await desk.change(order, { lines: [mugs(1)] }, 'b')).body['verdict']).toBe('accepted');
    await desk.control('/_rule', { change: 'partly' });
    const { body } = await desk.change(order, { lines: [mugs(4), cap('1')] }, 'c');
    expect(body).toMatchObject({ verdict: 'partly', total: '12.00' });
    expect(body['lines']).toHaveLength(1);
    await desk.control('/_rule', { clear: true });
    expect((await desk.change(order, { lines: [mugs(4)] }, 'd')).body['verdict']).toBe('accepted');
    await desk.control('/_rule', { reference: 'shop:1', cancel: 'refused' });
    expect((await desk.talk().post(`/sales-orders/${order.id}/cancel`, {})).body['verdict']).toBe('refused');
  });

  it('comes to another total by rule, when an order is made and when it is changed', async () => {
    await desk.control('/_rule', { totalOffBy: 1 });
    const refused = await desk.talk().post('/sales-orders', desk.body('shop:1', { expectedTotal: '24.00' }));
    expect(refused.body).toMatchObject({ code: 'total-differs', total: '24.01', taxTotal: '4.00' });
    const order = await desk.book('shop:2', { expectedTotal: '24.01' });
    expect((await desk.change(order, { lines: [mugs(1)], expectedTotal: '12.00' })).body['total']).toBe('12.01');
  });

  it('makes up for a small difference by a rounding charge when it is allowed to, and not for a larger one', async () => {
    await desk.control('/_rule', { totalOffBy: -2 });
    const order = await desk.book('shop:1', { expectedTotal: '24.00', expectedTaxTotal: '4.00', roundingTolerance: 2 });
    expect(order).toMatchObject({ total: '24.00', taxTotal: '4.00', charges: [{ kind: 'rounding', net: '0.02', taxes: [] }] });
    const refused = await desk.talk().post('/sales-orders', desk.body('shop:2', { expectedTotal: '24.00', roundingTolerance: 1 }));
    expect(refused.body['code']).toBe('total-differs');
  });

  it('takes a gift card that pays a part, and refuses one that costs something or is taxed', async () => {
    const card = { ref: '9', kind: 'gift-card', code: 'GC-1', name: 'Gift card', net: '-10.00' };
    expect(await desk.book('shop:1', { charges: [card], expectedTotal: '14.00' })).toMatchObject({
      total: '14.00',
      charges: [{ code: 'GC-1' }],
    });
    for (const wrong of [
      { ...card, net: '1.00' },
      { ...card, taxes: [{ code: 'VAT20', amount: '-2.00' }] },
    ])
      expect((await desk.talk().post('/sales-orders', desk.body('shop:2', { charges: [wrong] }))).body['code']).toBe('order-refused');
  });

  it('lets people change lines inside it, and values them itself', async () => {
    await desk.stock({ WH1: '3' });
    const order = await desk.book('shop:1', { lines: [mugs(3)] });
    await desk.ship(order, 'S1', '1');
    await desk.control('/_edit', {
      lines: [{ line: 'MUG-BLUE', units: '2' }],
      add: [{ item: 'CAP', units: '1', net: '7.50', taxes: [{ code: 'VAT20' }] }],
    });
    expect(desk.now(order)).toMatchObject({
      total: '33.00',
      taxTotal: '5.50',
      lines: [
        { ref: '11', quantity: '2', net: '20.00', reserved: '2', shipped: '1' },
        { ref: '', item: 'ERP-1007', quantity: '1' },
      ],
    });
    expect(desk.shelf()).toEqual({ WH1: '1' });
    await expect(desk.control('/_edit', { lines: [{ line: '11', units: '0' }] })).rejects.toThrow('1 × ERP-1001 have left already');
    await desk.control('/_edit', { lines: [{ line: 'CAP', units: '0' }] });
    await desk.control('/_reprice', { by: 3 });
    expect(desk.now(order)).toMatchObject({ total: '24.03', lines: [{ ref: '11' }] });
  });

  it('still has its rules, changes and allocations after it was killed', async () => {
    const data = await mkdtemp(join(tmpdir(), 'sandbox-erp-'));
    const open = () => startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP, rules: [{ cancel: 'refused', times: 2 }], data });
    const first = await open();
    const { id: customer } = (await first.control('/customers', { name: 'Zoë' })) as { id: string };
    await first.control('/_restock', { item: 'ERP-1001', units: '5' });
    const order = { reference: 'shop:1', customer, currency: 'EUR', warehouse: 'WH1', lines: [mugs(2)] };
    await first.control('/sales-orders', order);
    await first.control('/_edit', { lines: [{ line: '11', units: '1' }] });
    const cancel = async (erp: SandboxErp) => ((await erp.control('/sales-orders/SO-000001/cancel', {})) as { verdict: string }).verdict;
    expect(await cancel(first)).toBe('refused');
    const before = first.books();
    await first.close();
    const second = await open();
    expect(second.books()).toEqual(before);
    const [booked] = second.books().salesOrders;
    expect(booked?.lines).toMatchObject([{ allocations: [{ warehouse: 'WH1', quantity: '1' }] }]);
    expect([await cancel(second), await cancel(second)]).toEqual(['refused', 'accepted']);
    await second.close();
    await rm(data, { recursive: true });
  });
});
