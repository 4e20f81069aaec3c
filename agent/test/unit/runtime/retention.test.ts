import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import { settleEnvelope, storeReceived } from '../../../src/database/envelopes.ts';
import { prune } from '../../../src/runtime/retention.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;
let dir: string;
let database: Database;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'crossdock-retention-'));
  database = await openDatabase(join(dir, 'books.sqlite'));
});
afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

const received = (foreignId: string, at: number) => ({
  connection: 'shop',
  kind: 'sales-order',
  foreignId,
  hash: `h${foreignId}`,
  payload: '{"name":"Ada"}',
  at,
});

async function payloads(): Promise<Record<string, string>> {
  const rows = await database.read.selectFrom('envelopes').select(['foreign_id', 'payload']).execute();
  return Object.fromEntries(rows.map((row) => [row.foreign_id, row.payload]));
}

test('raw documents lose their personal data after their time, but only once they were read, and are still recognised as unchanged', async () => {
  const documents = [received('old', NOW - 91 * DAY), received('young', NOW - 89 * DAY), received('unread', NOW - 91 * DAY)];
  await database.write((tx) => storeReceived(tx, documents));
  const rows = await database.read.selectFrom('envelopes').selectAll().where('foreign_id', '<>', 'unread').execute();
  await database.write(async (tx) => {
    for (const row of rows) await settleEnvelope(tx, row, { state: 'done', subject: null });
  });
  await prune(database, { payloadDays: 90, closedExceptionDays: 365 }, NOW);
  expect(await payloads()).toEqual({ old: '', young: '{"name":"Ada"}', unread: '{"name":"Ada"}' });
  expect(await database.write((tx) => storeReceived(tx, documents))).toEqual({ fresh: 0, unchanged: 3 });
});
