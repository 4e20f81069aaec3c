import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { totalOf } from '../../../src/database/counters.ts';
import { saveMapping } from '../../../src/database/mappings.ts';
import { traceOf } from '../../../src/database/trace.ts';
import type { MappingKind } from '../../../src/domain/mapping.ts';
import { ConnectionId, subjectKey } from '../../../src/domain/reference.ts';
import { Dispatcher } from '../../../src/runtime/dispatch.ts';
import { recordFacts } from '../../../src/runtime/subject.ts';
import { startSandboxErp, type SandboxErp } from '../../peers/erp.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { address, at, order, policy, SHOP } from '../../support/orders.ts';
import { until } from '../../support/until.ts';
import { QUIET } from '../../support/world.ts';
import { freshBooks } from '../database/books.ts';
import { erpAt } from './party.ts';

const PATIENCE = { backoffMs: 1_000, maxBackoffMs: 60_000 };
const books = freshBooks();
let erp: SandboxErp;
let clock: number;
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 23, 10);
  erp = await startSandboxErp({ latency: 0, work: 0, seed: SAMPLE_ERP });
  const map = (kind: MappingKind, connection: string, key: string, value: string) =>
    books.database.write((tx) =>
      saveMapping(tx, { kind, connection: ConnectionId.parse(connection), key, value, label: '' }, null, 't', 1),
    );
  await map('sku', 'erp', 'MUG-01', 'ERP-1001');
  await map('location', 'erp', 'main', 'WH1');
  await map('location', 'wms', 'main', 'MAIN');
  await map('shipping-method', 'wms', 'flat_rate', 'STD');
  await map('tax', 'erp', 'DE-VAT-1', 'VAT19');
});
afterEach(() => erp.close());

function context() {
  const fixed = { policy: policy(), mode: 'live' as const, deadlineMs: 3_600_000, log: QUIET, patience: PATIENCE };
  return { ...fixed, database: books.database, now: () => clock, onRecorded: () => undefined };
}

/** A paid order with a customer of its own; its first delivery is that customer. */
async function take(id: string, name = 'Ada'): Promise<void> {
  const billing = address({ firstName: name, email: `${id}@example.com` });
  const captured = { kind: 'captured' as const, at: at(0), order: order({ id, number: id, billing }) };
  await books.database.write((tx) => recordFacts(tx, context(), subjectKey(SHOP, 'sales-order', id), [captured]));
}

function dispatcher(overrides: Parameters<typeof erpAt>[1] = {}, url = erp.url) {
  const connection = erpAt(url, { now: () => clock, ...overrides });
  const sender = new Dispatcher(context(), connection, () => undefined);
  const round = async () => {
    const next = await sender.round();
    const claimed = sender.inFlight;
    await until('all calls are over', () => sender.inFlight === 0);
    return { next, claimed };
  };
  return { connection, round };
}
const rows = () => books.database.read.selectFrom('deliveries').selectAll().where('connection', '=', 'erp').orderBy('id').execute();

describe('sending', () => {
  it('writes what is due, stores the receipt, and sends what follows from it', async () => {
    await take('1');
    const { round } = dispatcher();
    expect(await round()).toEqual({ next: null, claimed: 1 });
    await round();
    expect((await rows()).map((row) => [row.key, row.state, row.attempts])).toEqual([
      ['erp.customer', 'done', 1],
      ['erp.sales-order', 'done', 1],
    ]);
    expect(erp.books().salesOrders).toMatchObject([{ reference: 'shop:1' }]);
    const steps = (await traceOf(books.database.read, 'shop/sales-order/1')).filter((step) => step.kind === 'delivery');
    expect(steps).toMatchObject([
      { party: 'erp', outcome: 'ok', attempt: 1, duration_ms: 0 },
      { party: 'erp', outcome: 'ok', attempt: 1 },
    ]);
    expect(await round()).toEqual({ next: null, claimed: 0 });
  });

  it('refuses what a system can never take, in its own words, and the connection stays well', async () => {
    await take('1');
    await books.database.write((tx) => tx.updateTable('deliveries').set({ kind: 'refund' }).execute());
    const { round, connection } = dispatcher();
    await round();
    const capability = connection.connector.writes.refund;
    const because = capability.write === 'cannot' ? capability.because : '';
    expect((await rows())[0]).toMatchObject({ state: 'refused', last_code: 'delivery.refused', last_error: because });
    expect(connection.health.trouble).toBeNull();
  });

  it('lets one document be refused and the others of its batch go on', async () => {
    await take('1');
    await take('2', 'REFUSE');
    await take('3');
    const { round, connection } = dispatcher();
    await round();
    const customers = (await rows()).filter((row) => row.key === 'erp.customer');
    expect(customers.map((row) => row.state)).toEqual(['done', 'refused', 'done']);
    expect(customers[1]).toMatchObject({ last_code: 'erp.customer-refused' });
    expect(connection.health.trouble).toBeNull();
  });

  it('tries again after a pause when the party has a fault, and says when', async () => {
    await take('1');
    erp.fault({ mode: 'always-fail', path: '/customers' });
    const { round } = dispatcher();
    await round();
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'pending', attempts: 1, last_code: 'connection.server-error' });
    expect(row!.due_at - clock).toBeGreaterThanOrEqual(PATIENCE.backoffMs / 2);
    expect(row!.due_at - clock).toBeLessThanOrEqual(PATIENCE.backoffMs);
    expect(await round()).toEqual({ next: row!.due_at, claimed: 0 });
    erp.clearFault();
    clock = row!.due_at;
    await round();
    expect((await rows())[0]).toMatchObject({ state: 'done', attempts: 2, last_code: null });
  });

  it('never waits shorter than the party asked for', async () => {
    await take('1');
    erp.fault({ mode: 'throttle', path: '/customers', retryAfterSeconds: 40 });
    const { round } = dispatcher();
    await round();
    expect((await rows())[0]!.due_at - clock).toBeGreaterThanOrEqual(40_000);
    clock += 39_999;
    expect((await round()).claimed).toBe(0);
  });

  it('knows of a lost answer that the write may have arrived, repeats it under the same key, and makes nothing twice', async () => {
    await take('1');
    erp.fault({ mode: 'timeout-after-commit', path: '/customers', drop: true });
    const { round } = dispatcher();
    await round();
    const [lost] = await rows();
    expect(lost).toMatchObject({ state: 'pending', uncertain: 1, last_code: 'connection.unreachable' });
    clock = lost!.due_at;
    await round();
    expect((await rows())[0]).toMatchObject({ state: 'done', uncertain: 0, idempotency_key: lost!.idempotency_key });
    expect(erp.books().customers).toHaveLength(1);
    expect(await totalOf(books.database.read, 'duplicates-prevented')).toBe(1);
  });

  it('knows of a party that is not there that nothing has arrived', async () => {
    await take('1');
    await dispatcher({}, 'http://127.0.0.1:9').round();
    expect((await rows())[0]).toMatchObject({ state: 'pending', uncertain: 0, last_code: 'connection.unreachable' });
  });

  it('gives up at the deadline and leaves it to a person', async () => {
    await take('1');
    erp.fault({ mode: 'always-fail', path: '/customers' });
    clock += 3_600_000;
    await dispatcher().round();
    expect((await rows())[0]).toMatchObject({ state: 'refused', last_code: 'delivery.gave-up' });
  });
});

describe('a connection in trouble', () => {
  it('is probed with a single delivery, and gets all again when it works', async () => {
    for (const id of ['1', '2', '3', '4']) await take(id);
    erp.fault({ mode: 'always-fail', path: '/customers' });
    const { round } = dispatcher();
    expect((await round()).claimed).toBe(4);
    clock += 10_000;
    expect((await round()).claimed).toBe(1);
    erp.clearFault();
    clock += 10_000;
    expect((await round()).claimed).toBe(1);
    expect((await round()).claimed).toBeGreaterThanOrEqual(3);
  });

  it('whose credentials are refused keeps its deliveries waiting and is not called again for long', async () => {
    await take('1');
    const { round, connection } = dispatcher({ apiKey: 'wrong' });
    await round();
    expect((await rows())[0]).toMatchObject({ state: 'pending', uncertain: 0, last_code: 'connection.auth-failed' });
    expect(connection.describe(clock).state).toBe('stopped');
    expect(await round()).toEqual({ next: clock + 300_000, claimed: 0 });
    expect((await rows())[0]!.attempts).toBe(1);
  });
});
