import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../src/api/api.ts';
import { ExceptionList } from '../../../src/protocol/exceptions.ts';
import { MappingList, MappingSaved, OptionList } from '../../../src/protocol/mappings.ts';
import { OrderDetail, OrderList } from '../../../src/protocol/orders.ts';
import { AgentStatus } from '../../../src/protocol/status.ts';
import { SECRET, startDesk, type Desk } from '../../support/desk.ts';
import { order } from '../../support/orders.ts';
import { ADMIN, call, listenOnFreePort } from '../../support/signed.ts';

let desk: Desk;
let app: FastifyInstance;
let base: string;
beforeAll(async () => {
  desk = await startDesk();
  app = createApi(desk.controls);
  base = await listenOnFreePort(app);
  await desk.capture(order());
  desk.clock += 1000;
  await desk.capture(order({ id: '1002', number: 'A-1002' }));
});
afterAll(async () => {
  await app.close();
  await desk.close();
});

const ask = (path: string, more: object = {}) => call(base, { path, secret: SECRET, at: desk.clock, ...more });
const send = (method: 'POST' | 'PUT', path: string, body: object, more: object = {}) => ask(path, { method, body, ...more });
const mapMug = (value: string, version: number | null, more: object = {}) =>
  send('PUT', '/v1/mappings/sku', { connection: 'erp', key: 'MUG-01', value, label: 'Mug', version }, more);

describe('the capability of the person', () => {
  const reporter = { actor: { id: 3, name: 'Rob', caps: ['view_woocommerce_reports'] } };
  const packer = { actor: { id: 4, name: 'Pia', caps: ['edit_shop_orders'] } };

  it('is asked for again: reading does not allow to map or to retry', async () => {
    expect((await ask('/v1/exceptions', reporter)).status).toBe(200);
    expect(await mapMug('ITEM-1', null, reporter)).toMatchObject({ status: 403, body: { code: 'api.not-allowed' } });
    expect(await send('POST', '/v1/exceptions/retry', { ids: ['1'] }, reporter)).toMatchObject({ status: 403 });
    expect(await send('POST', '/v1/orders/1001/retry', {}, reporter)).toMatchObject({ status: 403 });
    expect(await send('POST', '/v1/mappings/sku/delete', { connection: 'erp', key: 'MUG-01', version: 1 }, reporter)).toMatchObject({
      status: 403,
    });
  });

  it('is needed even to read, and nobody has none', async () => {
    for (const path of [
      '/v1/status',
      '/v1/exceptions',
      '/v1/orders',
      '/v1/orders/1001',
      '/v1/mappings/sku',
      '/v1/options/sku?connection=erp',
    ]) {
      expect(await ask(path, packer), path).toMatchObject({ status: 403, body: { code: 'api.not-allowed' } });
      expect(await ask(path, { actor: '' }), path).toMatchObject({ status: 403, body: { code: 'api.not-allowed' } });
    }
    expect((await send('POST', '/v1/orders/1001/retry', {}, packer)).status).toBe(200);
  });
});

describe('a missing mapping', () => {
  it('is an exception with title, owner, cure and the exact key', async () => {
    const list = ExceptionList.parse((await ask('/v1/exceptions?orderId=1001')).body);
    const row = list.items.find((item) => item.code === 'mapping.sku-missing');
    expect(row).toMatchObject({
      title: 'SKU is not mapped',
      owner: 'ecommerce',
      orderNumber: '1001',
      missing: { kind: 'sku', connection: 'erp', key: 'MUG-01' },
      state: 'open',
    });
    expect(list.counts.open).toBe(Object.values(list.counts.byClass).reduce((sum, n) => sum + n, 0));
  });

  it('pages through the list without losing or repeating any', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: ExceptionList = ExceptionList.parse(
        (await ask(`/v1/exceptions?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)).body,
      );
      seen.push(...page.items.map((item) => item.id));
      cursor = page.next;
    }
    const all = ExceptionList.parse((await ask('/v1/exceptions?limit=200')).body).items.map((item) => item.id);
    expect(seen).toEqual(all);
    expect(all.length).toBeGreaterThan(3);
  });

  it('is offered on the mapping screen with how many wait, and saving it wakes them and closes their exceptions', async () => {
    const before = MappingList.parse((await ask('/v1/mappings/sku')).body);
    expect(before.missing).toContainEqual({ kind: 'sku', connection: 'erp', key: 'MUG-01', waiting: 2, example: '1001' });
    const saved = MappingSaved.parse((await mapMug('  ITEM-1 ', null)).body);
    expect(saved).toMatchObject({ woke: 2, row: { value: 'ITEM-1', version: 1, updatedBy: 'Anna (#1)' } });
    const after = MappingList.parse((await ask('/v1/mappings/sku')).body);
    expect(after.missing).toEqual([]);
    const closed = ExceptionList.parse((await ask('/v1/exceptions?state=closed')).body);
    expect(closed.items.filter((item) => item.code === 'mapping.sku-missing')).toHaveLength(2);
  });

  it('leaves a line in the audit', async () => {
    const rows = await desk.database.read.selectFrom('audit').selectAll().where('action', '=', 'mapping.save').execute();
    expect(rows).toMatchObject([{ actor: 'Anna (#1)', detail: expect.stringContaining('"MUG-01"') }]);
  });
});

describe('a mapping that somebody else changed', () => {
  it('is a conflict that shows the stored row, and stays as it is', async () => {
    const theirs = MappingSaved.parse((await mapMug('ITEM-2', 1, { actor: { ...ADMIN, name: 'Bob' } })).body);
    const mine = await mapMug('ITEM-3', 1);
    expect(mine).toMatchObject({ status: 409, body: { code: 'api.conflict', row: { value: 'ITEM-2', version: theirs.row.version } } });
    expect(String(mine.body['message'])).toContain('Bob');
    expect(MappingList.parse((await ask('/v1/mappings/sku?q=MUG-01')).body).items).toMatchObject([{ value: 'ITEM-2' }]);
  });

  it('is a conflict too when the new row exists already or the old one is gone', async () => {
    expect(await mapMug('ITEM-3', null)).toMatchObject({ status: 409, body: { row: { value: 'ITEM-2' } } });
    const key = { connection: 'erp', key: 'MUG-01' };
    expect(await send('POST', '/v1/mappings/sku/delete', { ...key, version: 1 })).toMatchObject({
      status: 409,
      body: { row: { version: 2 } },
    });
    expect(await send('POST', '/v1/mappings/sku/delete', { ...key, version: 2 })).toMatchObject({ status: 200, body: { deleted: true } });
    expect(await send('POST', '/v1/mappings/sku/delete', { ...key, version: 2 })).toMatchObject({
      status: 404,
      body: { code: 'api.not-found' },
    });
    expect(await mapMug('ITEM-3', 2)).toMatchObject({ status: 409, body: { code: 'api.conflict', row: null } });
  });

  it('is refused for a connection that is not configured', async () => {
    const row = { connection: 'elsewhere', key: 'MUG-01', value: 'X', label: '', version: null };
    expect(await send('PUT', '/v1/mappings/sku', row)).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
  });
});

describe('choices for a mapping', () => {
  it('come from the party, and its silence does not keep a person from typing', async () => {
    expect(OptionList.parse((await ask('/v1/options/sku?connection=erp&q=M')).body)).toEqual({
      options: [{ value: 'ITEM-1', label: 'Mug' }],
      message: null,
    });
    expect(OptionList.parse((await ask('/v1/options/sku?connection=shop')).body)).toEqual({ options: null, message: null });
    expect(OptionList.parse((await ask('/v1/options/sku?connection=wms')).body)).toEqual({
      options: null,
      message: 'wms.example could not be reached.',
    });
  });
});

describe('an order', () => {
  it('is found by id, by number and by the beginning of the name', async () => {
    for (const q of ['1002', 'A-1002', '%23A-1002']) {
      expect(
        OrderList.parse((await ask(`/v1/orders?q=${q}`)).body).items.map((item) => item.orderId),
        q,
      ).toEqual(['1002']);
    }
    expect(OrderList.parse((await ask('/v1/orders?q=ada')).body).items).toHaveLength(2);
    const first = OrderList.parse((await ask('/v1/orders?limit=1')).body);
    const second = OrderList.parse((await ask(`/v1/orders?limit=1&cursor=${encodeURIComponent(first.next ?? '')}`)).body);
    expect([...first.items, ...second.items].map((item) => item.orderId)).toEqual(['1002', '1001']);
    expect(second.next).toBeNull();
  });

  it('shows its lines, exceptions and trace, and of the customer nothing but the name', async () => {
    const answer = await ask('/v1/orders/1001?connection=shop');
    const detail = OrderDetail.parse(answer.body);
    expect(detail.order).toMatchObject({ number: '1001', customer: 'Ada Lovelace', lines: [{ sku: 'MUG-01', ordered: '2' }] });
    expect(detail.exceptions.length).toBeGreaterThan(0);
    expect(detail.trace.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body)).not.toMatch(/example\.com|Analytical|10115|1234"/);
  });

  it('is 404 in words when it is unknown, also in another shop', async () => {
    for (const path of ['/v1/orders/9999', '/v1/orders/1001?connection=other']) {
      expect(await ask(path)).toMatchObject({ status: 404, body: { code: 'api.not-found' } });
    }
    expect(await send('POST', '/v1/orders/9999/retry', {})).toMatchObject({ status: 404 });
  });

  it('is tried again once, however many of its exceptions are named', async () => {
    const { items } = ExceptionList.parse((await ask('/v1/exceptions?orderId=1001')).body);
    const ids = [...items.map((item) => item.id), '999999', 'no number'];
    expect(items.length).toBeGreaterThan(1);
    expect(await send('POST', '/v1/exceptions/retry', { ids })).toMatchObject({ status: 200, body: { retried: 1 } });
    const { trace } = OrderDetail.parse((await ask('/v1/orders/1001')).body);
    const byAnna = trace.filter((step) => step.kind === 'person' && JSON.stringify(step).includes('Anna'));
    expect(byAnna).toHaveLength(1);
    expect(await send('POST', '/v1/exceptions/retry', { ids: [] })).toMatchObject({ status: 400, body: { code: 'api.input-invalid' } });
  });
});

describe('the status', () => {
  it('has the shape that the overview shows', async () => {
    const state = AgentStatus.parse((await ask('/v1/status')).body);
    expect(state.kpis).toMatchObject({ ordersTotal: 2, shippedToday: 0, captureToErp: { p50: null, count: 0 } });
    expect(state.kpis.exceptionsOpen).toBeGreaterThan(0);
    expect(state.connections.map((one) => one.id)).toEqual(['shop', 'erp', 'wms']);
    expect(state.proof.checkedAt).toBeNull();
  });
});
