import { afterEach, describe, expect, it } from 'vitest';
import type { ExceptionList } from '../../src/protocol/exceptions.ts';
import type { MappingList, MappingSaved } from '../../src/protocol/mappings.ts';
import { agreed, completed, cured, detailOf, exceptionOf, openExceptions, stageOf } from '../support/look.ts';
import { startServed, type Served } from '../support/served.ts';
import { until } from '../support/until.ts';
import type { WorldOptions } from '../support/world.ts';

let world: Served;
const open = async (options: WorldOptions): Promise<Served> => (world = await startServed(options));
afterEach(() => world.close());

const HOODIE = { lines: [{ sku: 'HOODIE', quantity: 1, cents: 4549 }] };
const mirrorOf = (id: number) => world.store.books().mirror.find((row) => row['order_id'] === id);
const save = async (kind: string, row: Record<string, unknown>, path = '') => {
  const answer = await world.ask({ method: 'PUT', path: `/v1/mappings/${kind}${path}`, body: { label: '', version: null, ...row } });
  expect(answer.status).toBe(200);
  return answer.body as unknown as MappingSaved;
};
const mapHoodie = (value = 'ERP-1006', version: number | null = null) => save('sku', { connection: 'erp', key: 'HOODIE', value, version });

describe('an order whose SKU is not mapped', () => {
  it('waits as an exception, and goes on by itself as soon as the SKU is mapped, not only at the next poll', async () => {
    await open({ unmapped: ['HOODIE'], connection: { pollSeconds: 3600, sweepSeconds: 3600 } });
    const { id } = world.store.placeOrder(HOODIE);
    const row = await exceptionOf(world, 'mapping.sku-missing', id);
    expect(row).toMatchObject({
      missing_kind: 'sku',
      missing_connection: 'erp',
      missing_key: 'HOODIE',
      owner: 'ecommerce',
      class: 'master-data',
    });
    expect(world.erp.books().salesOrders).toEqual([]);
    await until('the shop shows that it needs a person', () => mirrorOf(id)?.['attention'] === true);
    expect(mirrorOf(id)).toMatchObject({ stage: 'blocked', message: row.message });
    expect((await mapHoodie()).woke).toBe(1);
    await until('the ERP has it', () => world.erp.books().salesOrders.length === 1);
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
    await until('the shop shows that all is well', () => mirrorOf(id)?.['attention'] === false && mirrorOf(id)?.['stage'] === 'completed');
  });

  it('tells its whole story in the trace: what was missing, and that it was cured', async () => {
    await open({ unmapped: ['HOODIE'] });
    const { id } = world.store.placeOrder(HOODIE);
    await exceptionOf(world, 'mapping.sku-missing', id);
    await mapHoodie();
    await until('the order is done', async () => (await stageOf(world, id)) === 'completed');
    const { trace, exceptions } = (await detailOf(world, id))!;
    const titles = trace.map(({ title }) => title);
    const steps = [
      'SKU is not mapped',
      'Cured',
      'Customer to the ERP',
      'Sales order to the ERP',
      'Fulfillment order to the warehouse',
      'Status to the shop',
    ];
    expect(titles.filter((title) => steps.includes(title))).toEqual(steps);
    const keys = await world.agent.database.read.selectFrom('deliveries').select('key').where('state', '=', 'done').execute();
    expect(trace.filter(({ kind, outcome }) => kind === 'delivery' && outcome === 'ok')).toHaveLength(keys.length);
    expect(exceptions).toMatchObject([{ code: 'mapping.sku-missing', state: 'closed', cure: expect.stringContaining('Map the SKU') }]);
    for (const { title, at } of trace) expect([title, at]).toEqual([expect.stringMatching(/^\p{Lu}/u), expect.stringMatching(/Z$/)]);
  });

  it('does not hold up the others, and all that wait for one key wake together', async () => {
    await open({ unmapped: ['HOODIE'] });
    const waiting = Array.from({ length: 6 }, () => world.store.placeOrder(HOODIE).id);
    const going = Array.from({ length: 3 }, () => world.store.placeOrder({ lines: [{ sku: 'CAP', quantity: 1, cents: 900 }] }).id);
    await completed(world, going);
    await until('six orders wait', async () => (await openExceptions(world)).length === 6);
    const list = (await world.ask({ path: '/v1/mappings/sku' })).body as unknown as MappingList;
    expect(list.missing).toEqual([expect.objectContaining({ connection: 'erp', key: 'HOODIE', waiting: 6 })]);
    expect((await mapHoodie()).woke).toBe(6);
    await completed(world, waiting);
    await agreed(world);
    expect(await openExceptions(world)).toEqual([]);
  });

  it('goes on when the mapping is saved in the very moment in which it arrives', async () => {
    await open({ unmapped: ['HOODIE'] });
    const ids = Array.from({ length: 30 }, () => world.store.placeOrder(HOODIE).id);
    await until('some have arrived', async () => (await openExceptions(world)).length > 0);
    ids.push(...Array.from({ length: 10 }, () => world.store.placeOrder(HOODIE).id));
    await mapHoodie();
    ids.push(...Array.from({ length: 10 }, () => world.store.placeOrder(HOODIE).id));
    await completed(world, ids);
    await agreed(world);
    expect(await openExceptions(world)).toEqual([]);
  });
});

describe('a mapping that leads to something the party does not have', () => {
  it('is told with the code of the party, and the corrected one is used when a person retries', async () => {
    await open({ unmapped: ['HOODIE'] });
    const { id } = world.store.placeOrder(HOODIE);
    await exceptionOf(world, 'mapping.sku-missing', id);
    const { row } = await mapHoodie('ERP-9999');
    const refused = await exceptionOf(world, 'erp.item-unknown', id);
    expect(refused.message).toContain('ERP-9999');
    await mapHoodie('ERP-1006', row.version);
    const retried = await world.ask({ method: 'POST', path: '/v1/exceptions/retry', body: { ids: [String(refused.id)] } });
    expect(retried.body).toEqual({ retried: 1 });
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
  });
});

describe('other tables', () => {
  it('a shipping method without a service, a tax without a code and a carrier that the shop does not know each wait and heal', async () => {
    await open({});
    const spec = { lines: [{ sku: 'CAP', quantity: 1, cents: 900 }], shipping: { method: 'express', title: 'Express', cents: 900 } };
    const { id } = world.store.placeOrder(spec);
    const missing = await exceptionOf(world, 'mapping.shipping-method-missing', id);
    expect(missing).toMatchObject({ missing_key: 'express', missing_connection: 'wms' });
    expect((await world.ask({ path: '/v1/options/shipping-method?connection=wms' })).body['options']).toContainEqual(
      expect.objectContaining({ value: 'POST-STD' }),
    );
    await save('shipping-method', { connection: 'wms', key: 'express', value: 'POST-STD' });
    const carrier = await exceptionOf(world, 'mapping.carrier-missing', id);
    expect(carrier.missing_key).toBe('POST');
    expect(world.store.books().notes).toEqual([]);
    await save('carrier', { connection: 'shop', key: 'POST', value: 'post' });
    await completed(world, [id]);
    await cured(world, id);
    await agreed(world);
  });

  it('the list of exceptions counts and shows them for the screens', async () => {
    await open({ unmapped: ['HOODIE'] });
    const { id } = world.store.placeOrder(HOODIE);
    await exceptionOf(world, 'mapping.sku-missing', id);
    const list = (await world.ask({ path: '/v1/exceptions?state=open' })).body as unknown as ExceptionList;
    expect(list.counts).toEqual({ open: 1, byClass: { 'master-data': 1 } });
    expect(list.items).toMatchObject([
      { orderId: String(id), missing: { kind: 'sku', connection: 'erp', key: 'HOODIE' }, title: 'SKU is not mapped' },
    ]);
  });
});
