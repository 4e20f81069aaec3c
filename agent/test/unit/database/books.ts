import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Insertable } from 'kysely';
import { afterEach, beforeEach } from 'vitest';
import { openDatabase, type Database } from '../../../src/database/database.ts';
import type { LedgerRow } from '../../../src/database/ledgers.ts';
import type { DeliveriesTable, ExceptionsTable } from '../../../src/database/tables.ts';

/** A database on a file of its own for each test. */
export interface Books {
  file: string;
  database: Database;
}

/** Opens new books before each test and removes them after it. */
export function freshBooks(): Books {
  const books = {} as Books;
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crossdock-books-'));
    books.file = join(dir, 'books.sqlite');
    books.database = await openDatabase(books.file);
  });
  afterEach(async () => {
    await books.database.close();
    await rm(dir, { recursive: true });
  });
  return books;
}

export function delivery(overrides: Partial<Insertable<DeliveriesTable>> = {}): Insertable<DeliveriesTable> {
  return {
    subject: 'shop/sales-order/1',
    key: 'erp.customer',
    connection: 'erp',
    kind: 'customer',
    lane: 0,
    document: '{}',
    fingerprint: 'f',
    idempotency_key: 'i',
    correlation_id: 'c',
    state: 'pending',
    attempts: 0,
    uncertain: 0,
    due_at: 100,
    deadline_at: 10_000,
    last_code: null,
    last_error: null,
    created_at: 1,
    updated_at: 1,
    ...overrides,
  };
}

export function exception(overrides: Partial<Insertable<ExceptionsTable>> = {}): Insertable<ExceptionsTable> {
  return {
    source: 'shop/sales-order/1',
    key: 'sku',
    code: 'mapping.sku-missing',
    class: 'master-data',
    owner: 'ecommerce',
    message: 'SKU "MUG-01" is not mapped.',
    subject: 'shop/sales-order/1',
    order_id: '1',
    order_number: '1',
    connection: 'erp',
    missing_kind: 'sku',
    missing_connection: 'erp',
    missing_key: 'MUG-01',
    retriable: 1,
    state: 'open',
    since: 1,
    closed_at: null,
    ...overrides,
  };
}

export function ledgerRow(id: string, overrides: Partial<LedgerRow> = {}): LedgerRow {
  return {
    subject: `shop/sales-order/${id}`,
    connection: 'shop',
    order_id: id,
    number: id,
    correlation_id: `cd-${id}`,
    version: 1,
    body: '{}',
    stage: 'captured',
    paid: 1,
    customer: 'ada lovelace',
    erp_number: null,
    wms_number: null,
    tracking: null,
    wake_at: null,
    captured_at: null,
    accepted_at: null,
    released_at: null,
    shipped_at: null,
    told_store_at: null,
    created_at: 1,
    updated_at: 1,
    ...overrides,
  };
}
