import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../src/api/api.ts';
import { openException } from '../../../src/database/exceptions.ts';
import type { OutboundDocument } from '../../../src/domain/outbound.ts';
import { receiptFor } from '../../../src/domain/receipt.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import type { OrderFact } from '../../../src/ledgers/order/facts.ts';
import { ExceptionList } from '../../../src/protocol/exceptions.ts';
import { OrderDetail } from '../../../src/protocol/orders.ts';
import { SECRET, startDesk, type Desk } from '../../support/desk.ts';
import { at, CODES, erpState, order, shipment, wmsState } from '../../support/orders.ts';
import { call, listenOnFreePort } from '../../support/signed.ts';
import { exception } from '../database/books.ts';

let desk: Desk;
let app: FastifyInstance;
let base: string;
beforeAll(async () => {
  desk = await startDesk();
  app = createApi(desk.controls);
  base = await listenOnFreePort(app);
  await desk.capture(order());
});
afterAll(async () => {
  await app.close();
  await desk.close();
});

const ask = (path: string, more: object = {}) => call(base, { path, secret: SECRET, at: desk.clock, ...more });
const post = (path: string, body: object, more: object = {}) => ask(path, { method: 'POST', body, ...more });
const reporter = { actor: { id: 3, name: 'Rob', caps: ['view_woocommerce_reports'] } };
const traceOf = async (id: string) => OrderDetail.shape.trace.parse((await ask(`/v1/orders/${id}`)).body['trace']);
const byPersons = async () => (await traceOf('1001')).filter((step) => step.kind === 'person').map((step) => step.title);

async function offer(key: string, choices: object[]): Promise<string> {
  const source = 'shop/sales-order/1001';
  const row = exception({ source, subject: source, order_id: '1001', key, code: 'wms.short', choices: JSON.stringify(choices) });
  await desk.database.write((tx) => openException(tx, row));
  const { items } = ExceptionList.parse((await ask('/v1/exceptions?orderId=1001')).body);
  return items.find((item) => item.key === key)!.id;
}

describe('a choice', () => {
  const CHOICES = [
    { id: 'reship', label: 'Request them again' },
    { id: 'cancel', label: 'Cancel them' },
  ];

  it('is shown with its exception and recorded with who made it, once', async () => {
    const id = await offer('wms.short:11', CHOICES);
    const { items } = ExceptionList.parse((await ask('/v1/exceptions?orderId=1001')).body);
    expect(items.find((item) => item.id === id)).toMatchObject({ key: 'wms.short:11', choices: CHOICES });
    expect(await post(`/v1/exceptions/${id}/decide`, { choice: 'reship' })).toMatchObject({ status: 200, body: { decided: true } });
    expect(await byPersons()).toContain('Anna (#1) decided: reship');
    // The plan of this order holds no such exception, so it closed with the decision.
    expect(await post(`/v1/exceptions/${id}/decide`, { choice: 'cancel' })).toMatchObject({
      status: 409,
      body: { code: 'api.conflict', message: expect.stringContaining('closed') },
    });
    expect((await byPersons()).filter((title) => title.includes('decided'))).toHaveLength(1);
  });

  it('that is not offered is refused with those that are, and nothing is recorded', async () => {
    const id = await offer('wms.short:12', CHOICES);
    const before = await byPersons();
    expect(await post(`/v1/exceptions/${id}/decide`, { choice: 'refund' })).toMatchObject({
      status: 409,
      body: { code: 'api.conflict', offered: ['reship', 'cancel'] },
    });
    expect(await byPersons()).toEqual(before);
    expect(await post(`/v1/exceptions/${id}/decide`, {})).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
  });

  it('needs an exception that is there and is about an order, and a person who may', async () => {
    expect(await post('/v1/exceptions/999999/decide', { choice: 'x' })).toMatchObject({ status: 404 });
    expect(await post('/v1/exceptions/abc/decide', { choice: 'x' })).toMatchObject({ status: 404 });
    await desk.database.write((tx) => openException(tx, exception({ source: 'connection/erp', subject: null, key: 'health' })));
    const { items } = ExceptionList.parse((await ask('/v1/exceptions')).body);
    const ofConnection = items.find((item) => item.key === 'health')!;
    expect(await post(`/v1/exceptions/${ofConnection.id}/decide`, { choice: 'x' })).toMatchObject({
      status: 400,
      body: { code: 'api.input-invalid' },
    });
    expect(await post(`/v1/exceptions/${ofConnection.id}/decide`, { choice: 'x' }, reporter)).toMatchObject({ status: 403 });
  });
});

describe('a hold', () => {
  it('by a person is recorded with its reason, and needs one', async () => {
    expect(await post('/v1/orders/1001/hold', { reason: '  ' })).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
    expect(await post('/v1/orders/1001/hold', { reason: 'Call first' }, reporter)).toMatchObject({ status: 403 });
    expect(await post('/v1/orders/1001/hold', { reason: 'Call first' })).toMatchObject({ status: 200, body: { held: true } });
    expect((await traceOf('1001')).find((step) => step.title === 'Anna (#1) put the order on hold')).toMatchObject({
      kind: 'person',
      detail: 'Call first',
    });
    expect(await post('/v1/orders/9999/hold', { reason: 'x' })).toMatchObject({ status: 404 });
  });

  it('that nobody made cannot be released; that of a rule is named', async () => {
    await desk.capture(order({ id: '1007', number: 'A-1007' }));
    expect(await post('/v1/orders/1007/release', {})).toMatchObject({
      status: 409,
      body: { code: 'api.conflict', message: 'Nobody holds order A-1007 back.' },
    });
    const source = 'shop/sales-order/1007';
    const row = exception({ source, subject: source, order_id: '1007', key: 'order.held:fraud', code: 'order.held', choices: '[]' });
    await desk.database.write((tx) => openException(tx, row));
    const refused = await post('/v1/orders/1007/release', {});
    expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining('decide on order.held:fraud') } });
    expect(await post('/v1/orders/1007/release', {}, reporter)).toMatchObject({ status: 403 });
  });
});

describe('a return', () => {
  const SHIPPED = order({ id: '1020', number: '1020' });
  const line = (quantity: string, more: object = {}) => ({ lineId: '11', quantity, reason: 'too small', ...more });
  const ask2 = (body: object, more: object = {}) => post('/v1/orders/1020/returns', body, more);

  beforeAll(async () => {
    await desk.capture(SHIPPED);
    for (const fact of untilOneLeft('1020')) await desk.record('1020', fact);
  });

  it('of more than has left is refused with both counts', async () => {
    expect(await ask2({ lines: [line('2')] })).toMatchObject({
      status: 422,
      body: { code: 'return.not-shipped', shipped: '1', message: expect.stringContaining('2 × MUG-01') },
    });
  });

  it.each([
    ['line that the order does not have', { lines: [line('1', { lineId: '99' })] }, /has no line 99.*11 \(MUG-01\)/],
    ['line named twice', { lines: [line('1'), line('1')] }, /named twice/],
    ['count of nothing', { lines: [line('0')] }, /no units/],
    ['count that is none', { lines: [line('-1')] }, /lines\.0\.quantity/],
    ['return of nothing', { lines: [] }, /lines/],
    ['exchange that is no count', { lines: [line('1')], exchange: [{ sku: 'TEA-02', quantity: 'two' }] }, /exchange\.0\.quantity/],
  ])('with a %s is refused in words', async (_what, body, words) => {
    const refused = await ask2(body);
    expect(refused).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
    expect(String(refused.body['message'])).toMatch(words);
  });

  it('of what has left is recorded with who asked and what for', async () => {
    expect(await ask2({ lines: [line('1')] }, reporter)).toMatchObject({ status: 403 });
    const wanted = { lines: [line('1')], exchange: [{ sku: 'TEA-02', quantity: '1' }], trackingNumber: 'RET-1' };
    expect(await ask2(wanted)).toMatchObject({ status: 200, body: { requested: true } });
    expect((await traceOf('1020')).find((step) => step.kind === 'person')).toMatchObject({
      title: 'Anna (#1) asked for an exchange',
      detail: expect.stringMatching(/1 × MUG-01.*1 × TEA-02.*RET-1/),
    });
    expect(await ask2({ lines: [line('1')] })).toMatchObject({
      status: 422,
      body: { code: 'return.not-shipped', returned: '1', message: expect.stringContaining('already on their way back') },
    });
    expect(await post('/v1/orders/9999/returns', wanted)).toMatchObject({ status: 404 });
  });
});

/** One of two mugs has left. */
function untilOneLeft(id: string): OrderFact[] {
  const reference = `shop:${id}`;
  const acknowledged = (key: string, connection: string, foreign: string, document?: OutboundDocument): OrderFact => ({
    ...{ kind: 'acknowledged', at: at(15), key, fingerprint: `f-${key}`, receipt: receiptFor(foreign) },
    connection: ConnectionId.parse(connection),
    ...(document ? { document } : {}),
  });
  return [
    { kind: 'matched', at: at(11), codes: { ...CODES } },
    acknowledged('erp.customer', 'erp', 'c-1'),
    acknowledged('erp.sales-order', 'erp', 'so-7'),
    { kind: 'order-state', at: at(20), state: erpState({ reference }) },
    acknowledged('wms.fulfillment-order/1', 'wms', 'fo-3', fulfillmentOrder(reference)),
    {
      kind: 'fulfillment-state',
      at: at(60),
      state: wmsState({
        reference: `${reference}/1`,
        milestone: 'partially-shipped',
        shipments: [shipment({ fulfillmentReference: `${reference}/1` }, 1)],
      }),
    },
  ];
}

function fulfillmentOrder(reference: string): OutboundDocument {
  const { shipping, lines } = order();
  return {
    ...{ kind: 'fulfillment-order', schema: 1, reference: `${reference}/1`, orderReference: reference, orderNumber: '1020' },
    ...{ warehouseCode: 'WH-WMS', serviceCode: 'STANDARD', shipTo: shipping, note: '' },
    lines: lines.map(({ id, sku, name, quantity }) => ({ id, itemCode: sku, sku, name, quantity })),
  };
}
