import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { signBody } from '../../peers/hooks.ts';
import { listen, readBody, stop } from '../../peers/listening.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { erpOrder, talkTo } from './talk.ts';

let erp: SandboxErp;
let talk: ReturnType<typeof talkTo>;
let customer: string;

const start = async (work: number): Promise<void> => {
  erp = await startSandboxErp({ latency: 0, work, seed: SAMPLE_ERP });
  talk = talkTo(erp.url, erp.key);
  customer = String((await talk.post('/customers', { name: 'Zoë', email: 'zoe@example.org' })).body['id']);
};

beforeEach(() => start(0));
afterEach(() => erp.close());

describe('the sandbox ERP', () => {
  it('knows a customer again by e-mail in any case, and by VAT number with or without spaces', async () => {
    expect((await talk.post('/customers', { name: 'Z.', email: 'ZOE@example.org' })).body).toEqual({
      id: customer,
      number: customer,
      existed: true,
      matchedBy: 'e-mail',
    });
    const company = await talk.post('/customers', { name: 'Müller', vat: 'DE 123 456 789', email: 'a@example.org' });
    const again = await talk.post('/customers', { name: 'Müller GmbH', vat: 'DE123456789', email: 'b@example.org' });
    expect(again.body).toMatchObject({ id: company.body['id'], existed: true });
  });

  it('books one order per reference, and asks for a key from who repeats', async () => {
    const first = await talk.post('/sales-orders', erpOrder('shop:1', customer), { 'idempotency-key': 'k' });
    const again = await talk.post('/sales-orders', erpOrder('shop:1', customer), { 'idempotency-key': 'k' });
    expect([first.status, again.status, again.body['id']]).toEqual([201, 200, first.body['id']]);
    expect((await talk.post('/sales-orders', erpOrder('shop:1', customer))).status).toBe(409);
    expect(erp.books().salesOrders).toHaveLength(1);
  });

  it('books its own tax where the given one is not what its rate gives, and refuses what was not expected', async () => {
    const wrong = [{ ref: '1', item: 'ERP-1001', quantity: '1', net: '100.00', taxes: [{ code: 'VAT20', amount: '19.00' }] }];
    const refused = await talk.post('/sales-orders', erpOrder('shop:2', customer, { lines: wrong, expectedTotal: '119.00' }));
    expect(refused).toMatchObject({ status: 422, body: { code: 'total-differs', total: '120.00', taxTotal: '20.00' } });
    expect(erp.books().salesOrders).toEqual([]);
    const rounded = [{ ref: '1', item: 'ERP-1001', quantity: '1', net: '16.66', taxes: [{ code: 'VAT20', amount: '3.34' }] }];
    const booked = await talk.post('/sales-orders', erpOrder('shop:3', customer, { lines: rounded, expectedTotal: '20.00' }));
    expect(booked.body).toMatchObject({ total: '20.00', taxTotal: '3.34' });
  });

  it.each([
    ['JPY', '1200', '240', '2880', '480'],
    ['KWD', '1.005', '0.201', '2.412', '0.402'],
  ])('counts in the digits of %s', async (currency, net, amount, total, taxTotal) => {
    const line = { ref: '1', item: 'ERP-1001', quantity: '1', net, taxes: [{ code: 'VAT20', amount }] };
    const order = erpOrder(`shop:${currency}`, customer, { currency, lines: [line, line], expectedTotal: total });
    expect((await talk.post('/sales-orders', order)).body).toMatchObject({ total, taxTotal });
  });

  it('backorders what is short, and reserves it when goods come in', async () => {
    await talk.post('/_seed', { items: [{ code: 'ERP-1001', stock: { WH1: '3' } }] });
    await talk.post('/sales-orders', erpOrder('shop:4', customer));
    const short = (await talk.post('/sales-orders', erpOrder('shop:5', customer))).body;
    expect(short).toMatchObject({ status: 'backordered', lines: [{ reserved: '1', expectedAt: expect.any(String) }] });
    await talk.post('/_seed', { items: [{ code: 'ERP-1001', stock: { WH1: '1' } }] });
    expect((await talk.get(`/sales-orders/${String(short['id'])}`)).body).toMatchObject({ status: 'reserved', lines: [{ reserved: '2' }] });
  });

  it('takes the order back before anything left, gives its goods free, and says too late afterwards', async () => {
    await talk.post('/_seed', { items: [{ code: 'ERP-1001', stock: { WH1: '2' } }] });
    const { id } = (await talk.post('/sales-orders', erpOrder('shop:6', customer))).body;
    expect((await talk.post(`/sales-orders/${String(id)}/cancel`, {})).body['verdict']).toBe('accepted');
    const other = (await talk.post('/sales-orders', erpOrder('shop:7', customer))).body;
    expect(other['status']).toBe('reserved');
    await talk.post(`/sales-orders/${String(other['id'])}/shipments`, { id: 'S1', lines: [{ ref: '11', quantity: '1' }] });
    expect((await talk.post(`/sales-orders/${String(other['id'])}/cancel`, {})).body['verdict']).toBe('too-late');
  });

  it('books a shipment once, closes the order with the last unit, and refuses more than was ordered', async () => {
    const { id } = (await talk.post('/sales-orders', erpOrder('shop:8', customer))).body;
    const ship = (name: string, quantity: string) =>
      talk.post(`/sales-orders/${String(id)}/shipments`, { id: name, lines: [{ ref: '11', quantity }] });
    expect([(await ship('S1', '1')).status, (await ship('S1', '1')).status]).toEqual([201, 200]);
    expect((await ship('S2', '2')).body['code']).toBe('quantity-exceeded');
    expect((await ship('S2', '1')).body['order']).toBe('closed');
    expect(erp.books().salesOrders[0]?.shipments.map((shipment) => shipment.id)).toEqual(['S1', 'S2']);
  });

  it('tells every change once, in order, from any cursor on', async () => {
    for (const name of ['shop:a', 'shop:b', 'shop:c']) await talk.post('/sales-orders', erpOrder(name, customer));
    const page = (await talk.get('/sales-orders?limit=2')).body as { items: { reference: string }[]; cursor: string; more: boolean };
    expect([page.items.map((order) => order.reference), page.more]).toEqual([['shop:a', 'shop:b'], true]);
    const rest = (await talk.get(`/sales-orders?changed_after=${page.cursor}`)).body as typeof page;
    expect([rest.items.map((order) => order.reference), rest.more]).toEqual([['shop:c'], false]);
  });

  it('lets a read-only key read and nothing else, and an unknown key nothing', async () => {
    const reader = talkTo(erp.url, erp.readOnlyKey);
    expect([(await reader.get('/items')).status, (await reader.post('/customers', { name: 'x' })).status]).toEqual([200, 403]);
    expect((await talkTo(erp.url, 'guess').get('/items')).status).toBe(401);
  });

  it('works through its steps in time, and sends a signed webhook for each', async () => {
    await erp.close();
    await start(20);
    const heard: { signature: unknown; body: string }[] = [];
    const ear = createServer((incoming, response) => {
      void readBody(incoming).then((body) => {
        heard.push({ signature: incoming.headers['x-sandbox-signature'], body });
        response.end();
      });
    });
    erp.hook(`http://127.0.0.1:${await listen(ear, 0)}/`, 'a-secret');
    const { id, status } = (await talk.post('/sales-orders', erpOrder('shop:9', customer))).body;
    expect(status).toBe('received');
    await expect.poll(() => erp.books().salesOrders[0]?.status).toBe('reserved');
    await expect.poll(() => heard.length).toBe(3);
    expect(heard.every(({ signature, body }) => signature === signBody('a-secret', body))).toBe(true);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ event: 'sales-order.changed', kind: 'sales-order', id });
    await stop(ear);
  });
});
