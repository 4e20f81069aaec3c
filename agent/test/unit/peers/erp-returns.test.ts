import { describe, expect, it } from 'vitest';
import { erpDesk, mugs } from './erp-desk.ts';

const desk = erpDesk();
const KEY = { 'idempotency-key': 'k' };
const askReturn = (order: string, quantity: string, reference = 'shop:1/R1') =>
  desk.talk().post('/return-orders', { reference, order, lines: [{ ref: '11', quantity, reason: 'Broken' }] }, KEY);
const askCredit = (order: string, amount: string, reference = 'shop:1/R1/credit', more = {}) =>
  desk.talk().post('/credit-memos', { reference, order, currency: 'EUR', amount, lines: [], charges: [], reason: 'Broken', ...more }, KEY);

describe('returns in the sandbox ERP', () => {
  it('books one return per reference, on its order, open at first', async () => {
    const order = await desk.book('shop:1');
    const first = await askReturn(order.id, '1');
    expect(first.body).toMatchObject({ id: 'RO-000001', existed: false, status: 'open', orderReference: 'shop:1' });
    expect(first.body['lines']).toEqual([
      { line: `${order.id}-1`, ref: '11', item: 'ERP-1001', sku: 'MUG-BLUE', quantity: '1', unit: 'C62', reason: 'Broken' },
    ]);
    expect((await askReturn(order.id, '1')).body).toMatchObject({ id: 'RO-000001', existed: true });
    expect(desk.erp().books().returnOrders).toHaveLength(1);
  });

  it('refuses in words what was not sold, or sold less often', async () => {
    const order = await desk.book('shop:1');
    await askReturn(order.id, '1');
    expect((await askReturn(order.id, '2', 'shop:1/R2')).body).toMatchObject({
      code: 'return-refused',
      message: '3 of "ERP-1001" would come back, but only 2 were sold.',
    });
    expect((await askReturn('SO-9', '1', 'shop:1/R3')).body['code']).toBe('return-refused');
    await desk.control('/_return-status', { to: 'cancelled' });
    expect((await askReturn(order.id, '2', 'shop:1/R2')).status).toBe(201);
    await desk.control('/_rule', { refuseReturn: true, reason: 'No returns of mugs.' });
    expect((await askReturn(order.id, '1', 'shop:1/R4')).body['message']).toBe('No returns of mugs.');
  });

  it('lets people make returns, take them on and put goods back on the shelf, and tells each step', async () => {
    await desk.stock({ WH1: '2' });
    await desk.book('shop:1');
    const waiting = await desk.book('shop:2', { lines: [mugs(1)] });
    const made = await desk.control('/_return', {
      reference: 'shop:1',
      lines: [{ line: 'MUG-BLUE', units: '1', reason: 'Too blue' }],
      exchange: [{ item: 'MUG-RED', units: '1' }],
    });
    expect(made).toMatchObject({
      reference: '',
      orderReference: 'shop:1',
      exchange: [{ item: 'ERP-1002', sku: 'MUG-RED', quantity: '1' }],
    });
    const { cursor } = (await desk.talk().get('/return-orders')).body;
    await desk.control('/_return-status', { to: 'received', restock: 'WH1', trackingNumber: 'RR1' });
    const { items } = (await desk.talk().get(`/return-orders?changed_after=${String(cursor)}`)).body;
    expect(items).toMatchObject([{ status: 'received', trackingNumber: 'RR1' }]);
    expect(desk.now(waiting).status).toBe('reserved');
    await expect(desk.control('/_return-status', { to: 'lost' })).rejects.toThrow('not "lost"');
  });
});

describe('credit memos in the sandbox ERP', () => {
  it('books one memo per reference, and posts it', async () => {
    const order = await desk.book('shop:1');
    const lines = [{ ref: '11', quantity: '1', net: '10.00', taxes: [{ code: 'VAT20', amount: '2.00' }] }];
    const first = await askCredit(order.id, '12.00', 'shop:1/R1/credit', { lines, return: 'RO-000001' });
    expect(first.body).toMatchObject({
      id: 'CM-000001',
      existed: false,
      total: '12.00',
      return: 'RO-000001',
      lines: [{ line: `${order.id}-1`, item: 'ERP-1001' }],
    });
    expect((await askCredit(order.id, '12.00')).body).toMatchObject({ id: 'CM-000001', existed: true, status: 'posted' });
    expect(desk.erp().books().creditMemos).toHaveLength(1);
    await desk.control('/_credit-status', { to: 'paid' });
    expect(desk.erp().books().creditMemos).toMatchObject([{ status: 'paid' }]);
  });

  it('never pays back more than was invoiced, over all memos, and says so', async () => {
    const order = await desk.book('shop:1');
    await askCredit(order.id, '20.00', 'a');
    const refused = (await askCredit(order.id, '4.01', 'b')).body;
    expect(refused).toMatchObject({ code: 'credit-refused', message: '24.01 EUR would go back, but only 24.00 were invoiced.' });
    await expect(desk.control('/_credit', { amount: '4.01' })).rejects.toThrow('24.01 EUR');
    expect((await askCredit(order.id, '4.00', 'b')).status).toBe(201);
    await desk.control('/_credit-status', { id: 'CM-000001', to: 'cancelled' });
    expect((await askCredit(order.id, '20.00', 'c')).status).toBe(201);
  });

  it('refuses another currency, nothing, and what was never invoiced', async () => {
    const order = await desk.book('shop:1');
    expect((await askCredit(order.id, '1.00', 'a', { currency: 'USD' })).body['message']).toContain('not in "USD"');
    expect((await askCredit(order.id, '0', 'a')).body['code']).toBe('credit-refused');
    await desk.control('/_cancel', {});
    expect((await askCredit(order.id, '1.00', 'a')).body['message']).toContain('nothing was invoiced');
    expect(desk.erp().books().creditMemos).toEqual([]);
  });

  it('lets people make memos of lines, of shipping and of an amount, at the prices of the order', async () => {
    const charges = [{ ref: '9', kind: 'shipping', name: 'Post', net: '5.00', taxes: [{ code: 'VAT20', amount: '1.00' }] }];
    await desk.book('shop:1', { lines: [mugs(3)], charges });
    const memo = await desk.control('/_credit', { lines: [{ line: '11', units: '1' }], shipping: true, reason: 'Late' });
    expect(memo).toMatchObject({
      reference: '',
      orderReference: 'shop:1',
      status: 'posted',
      total: '18.00',
      lines: [{ ref: '11', quantity: '1', net: '10.00' }],
    });
    expect(await desk.control('/_credit', { amount: '3.00', status: 'draft' })).toMatchObject({
      total: '3.00',
      status: 'draft',
      lines: [],
    });
  });

  it.each([
    ['JPY', '1200', '400'],
    ['KWD', '1.200', '0.400'],
  ])('counts in the digits of %s', async (currency, net, third) => {
    await desk.book(`shop:${currency}`, { currency, lines: [{ ref: '11', item: 'ERP-1001', quantity: '3', net, taxes: [] }] });
    expect(await desk.control('/_credit', { lines: [{ line: '11', units: '1' }] })).toMatchObject({ total: third, currency });
  });
});
