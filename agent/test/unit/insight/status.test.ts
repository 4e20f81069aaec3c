import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openException } from '../../../src/database/exceptions.ts';
import { saveLedger } from '../../../src/database/ledgers.ts';
import { agentStatus, figuresOf, percentiles } from '../../../src/insight/status.ts';
import { startDesk, type Desk } from '../../support/desk.ts';
import { exception } from '../database/books.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

async function ledger(id: number, createdAt: number, seconds: { accepted?: number; released?: number; shipped?: number }): Promise<void> {
  const after = (value: number | undefined): number | null => (value === undefined ? null : createdAt + value * 1000);
  await desk.database.write((tx) =>
    saveLedger(
      tx,
      {
        subject: `shop/sales-order/${id}`,
        connection: 'shop',
        order_id: String(id),
        number: String(id),
        correlation_id: 'c',
        version: 1,
        body: '{}',
        stage: 'received',
        paid: 1,
        customer: '',
        erp_number: null,
        wms_number: null,
        tracking: null,
        wake_at: null,
        captured_at: createdAt,
        accepted_at: after(seconds.accepted),
        released_at: after(seconds.released),
        shipped_at: after(seconds.shipped),
        told_store_at: null,
        created_at: createdAt,
        updated_at: createdAt,
      },
      undefined,
    ),
  );
}

describe('percentiles', () => {
  it.each([
    [[], null, null],
    [[7], 7, 7],
    [[1, 2, 3, 4], 2, 4],
    [Array.from({ length: 100 }, (_, at) => at + 1), 50, 95],
  ])('of %j are by nearest rank', (sorted, p50, p95) => {
    expect(percentiles(sorted)).toEqual({ p50, p95, count: sorted.length });
  });
});

describe('the figures of the status', () => {
  it('hold the last 24 hours for latencies and the UTC day for counts', async () => {
    const hour = 3_600_000;
    await ledger(1, desk.clock - hour, { accepted: 2, released: 5, shipped: 60 });
    await ledger(2, desk.clock - hour, { accepted: 4 });
    await ledger(3, desk.clock - 30 * hour, { accepted: 900 });
    const { kpis } = await agentStatus(desk.controls)();
    expect(kpis).toMatchObject({ ordersTotal: 3, ordersToday: 2, shippedToday: 1 });
    expect(kpis.captureToErp).toEqual({ p50: 2000, p95: 4000, count: 2 });
    expect(kpis.erpToRelease).toEqual({ p50: 3000, p95: 3000, count: 1 });
    expect(kpis.captureToShipped).toEqual({ p50: 60_000, p95: 60_000, count: 1 });
  });

  it('are asked of the books once a second at most', async () => {
    const status = agentStatus(desk.controls);
    const first = await status();
    await ledger(4, desk.clock, {});
    expect(await status()).toBe(first);
    desk.clock += 1000;
    expect((await status()).kpis.ordersTotal).toBe(first.kpis.ordersTotal + 1);
  });

  it('never read whole ledgers: each comes from an index alone', async () => {
    const spans = ['accepted_at - captured_at', 'released_at - accepted_at', 'shipped_at - captured_at'];
    for (const span of spans) {
      const to = span.split(' ')[0] ?? '';
      const query = `select ${span} from ledgers where ${to} is not null and ${to} >= 5 order by ${to} desc limit 10`;
      const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(query)}`.execute(desk.database.read);
      expect(rows.map((row) => row.detail).join()).toContain('USING COVERING INDEX');
    }
  });
});

describe('what waits for a person', () => {
  it('is told with the age of the oldest; closed ones and other exceptions are no holds', async () => {
    const fresh = await startDesk();
    const open = (row: Parameters<typeof exception>[0]) => fresh.database.write((tx) => openException(tx, exception(row)));
    const hold = { code: 'order.held', key: 'order.held:manual' };
    await open({ ...hold, source: 'a', since: 5_000 });
    await open({ ...hold, source: 'b', since: 3_000 });
    await open({ ...hold, source: 'c', since: 1_000, state: 'closed', closed_at: 2_000 });
    await open({ source: 'd', since: 2_000 });
    const { kpis } = await figuresOf(fresh.database.read, fresh.clock);
    expect(kpis).toMatchObject({
      exceptionsOpen: 3,
      oldestExceptionAt: new Date(2_000).toISOString(),
      ordersHeld: 2,
      oldestHoldAt: new Date(3_000).toISOString(),
    });
    await fresh.close();
  });
});
