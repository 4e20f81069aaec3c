import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOf } from '../../../src/database/exceptions.ts';
import { saveMapping } from '../../../src/database/mappings.ts';
import { fingerprint } from '../../../src/domain/fingerprint.ts';
import type { MappingKind } from '../../../src/domain/mapping.ts';
import { receiptFor } from '../../../src/domain/receipt.ts';
import { ConnectionId } from '../../../src/domain/reference.ts';
import { proveCompleteness } from '../../../src/insight/proof.ts';
import { startDesk, type Desk } from '../../support/desk.ts';
import { CODES, erpState, order } from '../../support/orders.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
  for (const [id, value] of Object.entries(CODES)) {
    const [kind = '', connection = '', key = ''] = id.split('|');
    const mapping = { kind: kind as MappingKind, connection: ConnectionId.parse(connection), key, value, label: '' };
    await desk.database.write((tx) => saveMapping(tx, mapping, null, 'test', desk.clock));
  }
});
afterEach(() => desk.close());

const MINUTE = 60_000;
const prove = async (afterMs = 30_000) => {
  desk.clock += afterMs;
  return proveCompleteness(desk.controls);
};
const pay = (...ids: string[]) => desk.paid.push(...ids.map((id) => ({ id, status: 'processing' })));
/** The ERP takes the order. */
const accept = (id: string) => {
  const at = new Date(desk.clock).toISOString();
  const receipt = receiptFor(`so-${id}`, `SO-${id}`, { state: erpState({ id: `so-${id}`, number: `SO-${id}`, reference: `shop:${id}` }) });
  return desk.record(id, { kind: 'acknowledged', at, key: 'erp.sales-order', fingerprint: fingerprint(id), receipt });
};
const sum = ({ inErp, explained, young, unexplained }: Awaited<ReturnType<typeof prove>>) => inErp + explained + young + unexplained;

describe('the completeness proof', () => {
  it('is empty but checked when the shop has sold nothing', async () => {
    expect(await prove()).toMatchObject({ paid: 0, unexplained: 0, checkedAt: '2026-11-23T12:00:30.000Z' });
  });

  it('counts each paid order exactly once: in the ERP, explained or young', async () => {
    pay('1', '2', '3', '4', '5');
    for (const id of ['1', '2', '3']) await desk.capture(order({ id, number: id }));
    await accept('1');
    await accept('2');
    await desk.capture(order({ id: '4', number: '4', lines: [{ ...order().lines[0]!, sku: 'UNKNOWN' }] }));
    const proof = await prove();
    expect(proof).toMatchObject({ paid: 5, inErp: 2, explained: 1, young: 2, unexplained: 0 });
    expect(sum(proof)).toBe(proof.paid);
    expect(desk.refetched).toEqual([]);
  });

  it('alarms for an order that we never heard of once it is older than the SLA, and has it read again', async () => {
    pay('7');
    expect(await prove()).toMatchObject({ young: 1, unexplained: 0 });
    expect(await prove(11 * MINUTE)).toMatchObject({ paid: 1, young: 0, unexplained: 1, unexplainedIds: ['7'] });
    expect(desk.refetched).toEqual([['7']]);
    const open = await openOf(desk.database.read, 'proof');
    expect(open).toMatchObject([{ code: 'proof.unexplained', owner: 'integration', message: expect.stringContaining('7') }]);
    await prove();
    expect(await openOf(desk.database.read, 'proof')).toHaveLength(1);
  });

  it('closes its alarm by itself when the order has arrived', async () => {
    pay('7');
    await prove();
    await prove(11 * MINUTE);
    await desk.capture(order({ id: '7', number: '7' }));
    await accept('7');
    expect(await prove()).toMatchObject({ inErp: 1, unexplained: 0, unexplainedIds: [] });
    expect(await openOf(desk.database.read, 'proof')).toEqual([]);
  });

  it('explains what policy leaves alone only while our books know the present state of the shop', async () => {
    pay('8', '9');
    await desk.capture(order({ id: '8', number: '8', status: 'completed', storeStatus: 'completed' }));
    await desk.capture(order({ id: '9', number: '9', status: 'on-hold', storeStatus: 'on-hold' }));
    desk.paid[0] = { id: '8', status: 'completed' };
    await prove();
    expect(await prove(11 * MINUTE)).toMatchObject({ paid: 2, explained: 1, unexplained: 1, unexplainedIds: ['9'] });
  });

  it('notices an older order that is paid late, though it counts only newer ones', async () => {
    pay('5');
    await desk.capture(order({ id: '5', number: '5' }));
    await accept('5');
    expect(await prove()).toMatchObject({ paid: 1, inErp: 1 });
    desk.paid.unshift({ id: '3', status: 'processing' });
    expect(await prove(2 * MINUTE)).toMatchObject({ paid: 2, inErp: 1, young: 1 });
    expect(await prove(11 * MINUTE)).toMatchObject({ paid: 2, unexplained: 1, unexplainedIds: ['3'] });
  });

  it('forgets an order that is no longer paid', async () => {
    pay('5', '6');
    await prove();
    desk.paid.shift();
    expect(await prove(2 * MINUTE)).toMatchObject({ paid: 1, young: 1 });
  });

  it('asks the shop only for what is new', async () => {
    pay('1', '2', '3', '4', '5');
    const asked: (string | null)[] = [];
    const controls = {
      ...desk.controls,
      database: desk.database,
      paidOrders: (since: string, after: string | null) => {
        asked.push(after);
        return desk.controls.paidOrders(since, after);
      },
    };
    await proveCompleteness(controls);
    expect(asked).toEqual([null, '2', '4', '5']);
    desk.clock += 30_000;
    await proveCompleteness(controls);
    expect(asked.slice(4)).toEqual(['5']);
  });

  it('lets the last proof stand while the shop does not answer', async () => {
    pay('1');
    const before = await prove();
    desk.storeDown = true;
    expect(await prove(11 * MINUTE)).toEqual(before);
  });

  it('waits with its alarm while the ERP is known to be down, but not for orders that never came', async () => {
    pay('1', '2');
    await desk.capture(order({ id: '1', number: '1' }));
    const none = {
      subject: null,
      order_id: null,
      order_number: null,
      missing_kind: null,
      missing_connection: null,
      missing_key: null,
      closed_at: null,
    };
    const row = {
      ...none,
      source: 'connection/erp',
      key: 'connection.unreachable',
      code: 'connection.unreachable',
      class: 'technical',
      owner: 'integration',
    };
    await desk.database.write((tx) =>
      tx
        .insertInto('exceptions')
        .values({ ...row, message: 'down', connection: 'erp', retriable: 0, state: 'open', since: desk.clock })
        .execute(),
    );
    await prove();
    expect(await prove(11 * MINUTE)).toMatchObject({ explained: 1, unexplained: 1, unexplainedIds: ['2'] });
  });
});
