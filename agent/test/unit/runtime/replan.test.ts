import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveMapping } from '../../../src/database/mappings.ts';
import { receiptFor } from '../../../src/domain/receipt.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { readLedger } from '../../../src/ledgers/order/read-ledger.ts';
import type { MappingKind } from '../../../src/domain/mapping.ts';
import { ReplanRequest } from '../../../src/protocol/replan.ts';
import { startDesk, type Desk } from '../../support/desk.ts';
import { order } from '../../support/orders.ts';

const SHOP = ConnectionId.parse('shop');
const STATUS = { kind: 'status', connection: SHOP, key: 'completed', label: '' } as const;
let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

const DAY = 86_400_000;
const replan = (request: object = {}) => desk.controls.replan(ReplanRequest.parse(request));
const map = (kind: MappingKind, connection: string, key: string, value: string) =>
  desk.database.write((tx) =>
    saveMapping(tx, { kind, connection: ConnectionId.parse(connection), key, value, label: '' }, null, 'Anna', 1),
  );
const mapAll = async () => {
  await map('sku', 'erp', 'MUG-01', 'ITEM-1');
  await map('location', 'erp', 'main', 'WH1');
  await map('location', 'wms', 'main', 'MAIN');
  await map('shipping-method', 'wms', 'flat_rate', 'STANDARD');
  await map('tax', 'erp', 'DE-VAT-1', 'VAT19');
};
const capture = (id: number, created = desk.clock) =>
  desk.capture(order({ id: String(id), number: `A-${id}`, createdAt: new Date(created).toISOString() }));
const books = () => Promise.all([table('ledgers'), table('deliveries'), table('exceptions'), table('trace')]);
const table = (name: 'ledgers' | 'deliveries' | 'exceptions' | 'trace') => desk.database.read.selectFrom(name).selectAll().execute();

describe('planning again', () => {
  it('with nothing new writes nothing, however often', async () => {
    await mapAll();
    for (const id of [1, 2, 3]) await capture(id);
    const before = await books();
    expect(await replan()).toEqual({ looked: 3, changed: [], next: null });
    expect(await replan()).toEqual({ looked: 3, changed: [], next: null });
    expect(await books()).toEqual(before);
  });

  it('finds new mappings, sends what waited for them and says so', async () => {
    await capture(1);
    expect(await table('deliveries')).toEqual([]);
    await mapAll();
    const { looked, changed } = await replan();
    expect(looked).toBe(1);
    expect(changed).toMatchObject([
      { number: 'A-1', stage: { before: 'blocked', after: 'received' }, sends: ['erp.customer'], problem: null },
    ]);
    expect(changed[0]!.closes.some((key) => key.startsWith('mapping.sku-missing'))).toBe(true);
    expect(changed[0]!.codes).toContain('sku|erp|MUG-01');
    expect(await table('deliveries')).toMatchObject([{ key: 'erp.customer', state: 'pending' }]);
    expect((await table('exceptions')).every((row) => row.state === 'closed')).toBe(true);
    expect(await replan()).toMatchObject({ changed: [] });
  });

  it('as a rehearsal says the same and writes nothing', async () => {
    await capture(1);
    await mapAll();
    const before = await books();
    const rehearsed = await replan({ dryRun: true });
    expect(await books()).toEqual(before);
    expect(await replan()).toEqual(rehearsed);
  });

  it('covers a period, the end left out, page by page without losing or repeating any', async () => {
    for (const [id, day] of [
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 2],
    ] as const)
      await capture(id, desk.clock + day * DAY);
    await mapAll();
    const period = { since: new Date(desk.clock + DAY).toISOString(), until: new Date(desk.clock + 2 * DAY).toISOString(), limit: 2 };
    const first = await replan(period);
    const second = await replan({ ...period, after: first.next });
    expect([first.looked, second.looked, second.next]).toEqual([2, 1, null]);
    expect([...first.changed, ...second.changed].map((one) => one.number)).toEqual(['A-2', 'A-3', 'A-4']);
  });

  it('of named orders leaves the others as they are', async () => {
    await capture(1);
    await capture(2);
    await mapAll();
    const { changed } = await replan({ subjects: ['shop/sales-order/2', 'shop/sales-order/99'] });
    expect(changed.map((one) => one.number)).toEqual(['A-2']);
    expect(await table('deliveries')).toMatchObject([{ subject: 'shop/sales-order/2' }]);
  });

  it('writes a changed code without sending anything again, and never over a fact that comes in between', async () => {
    await mapAll();
    await capture(1);
    const [customer] = await table('deliveries');
    const { key, fingerprint } = customer!;
    await desk.database.write((tx) =>
      tx
        .updateTable('deliveries')
        .set({ state: 'done' })
        .execute()
        .then(() => undefined),
    );
    await desk.record('1', { kind: 'acknowledged', at: new Date(desk.clock).toISOString(), key, fingerprint, receipt: receiptFor('c-1') });
    const sent = await table('deliveries');
    const newer = order({ id: '1', number: 'A-1', note: 'Ring twice', updatedAt: new Date(desk.clock + 1000).toISOString() });
    await desk.database.write((tx) => saveMapping(tx, { ...STATUS, value: 'wc-done' }, null, 'Anna', 1));
    const [{ changed }] = await Promise.all([replan(), desk.capture(newer)]);
    expect(changed).toMatchObject([{ number: 'A-1', sends: [], codes: ['status|shop|completed'] }]);
    const ledger = readLedger((await table('ledgers'))[0]!.body);
    expect(ledger.order?.note).toBe('Ring twice');
    expect(ledger.codes['status|shop|completed']).toBe('wc-done');
    expect((await table('deliveries')).map((row) => row.key)).toEqual(sent.map((row) => row.key));
  });

  it('tells an order that fails apart from those that do not', async () => {
    await capture(1);
    await capture(2);
    await mapAll();
    await desk.database.write(async (tx) => {
      await tx.updateTable('ledgers').set({ body: '{"schema":99,"subject":"shop/sales-order/1"}' }).where('order_id', '=', '1').execute();
    });
    const { changed } = await replan();
    expect(changed).toMatchObject([
      { number: 'A-1', problem: expect.stringContaining('has version 99') },
      { number: 'A-2', problem: null, sends: ['erp.customer'] },
    ]);
  });
});
