import { cannotRead, cannotWriteAny, defineConnector, type WriteCapability } from '../../connector/contract.ts';
import { check } from './check.ts';
import { createClient } from './client.ts';
import { readHint } from './hint.ts';
import { readOptions } from './options.ts';
import { createReaders } from './readers.ts';
import { SandboxErpSettings } from './settings.ts';
import { createWriters } from './writers.ts';

const BATCH = 20;
const keyed: WriteCapability = { write: 'can', idempotency: 'native', batch: BATCH };

/** A small ERP to try Crossdock with: it books customers, sales orders, shipments, returns and credit memos, and tells of every change. */
export const sandboxErp = defineConnector({
  id: 'sandbox-erp',
  title: 'Sandbox ERP',
  role: 'erp',
  evidence: 'real',
  settings: SandboxErpSettings,
  reads: {
    'sales-order': cannotRead('An ERP is told of orders; the shop is where they are made.'),
    'sales-order-state': { read: 'cursor', feed: false },
    'fulfillment-state': cannotRead('The warehouse reports on picking and packing, not this ERP.'),
    'return-authorization': { read: 'cursor', feed: false },
    'credit-memo': { read: 'cursor', feed: false },
    'return-receipt': cannotRead('A warehouse receives returns, not this ERP.'),
  },
  writes: {
    customer: keyed,
    'sales-order': keyed,
    cancellation: keyed,
    shipment: keyed,
    'order-change': keyed,
    'return-order': keyed,
    'credit-memo': keyed,
    ...cannotWriteAny(['fulfillment-order', 'fulfillment-change', 'return-notice'], 'This ERP does not ship or receive; a warehouse does.'),
    ...cannotWriteAny(['order-status', 'customer-note', 'refund'], 'Customers are told and paid back by the shop.'),
  },
  connect(settings, tools) {
    const client = createClient(settings, tools);
    return Promise.resolve({
      check: () => check(client),
      options: (kind, search) => readOptions(client, kind, search),
      readers: createReaders(client, settings.pageSize),
      writers: createWriters(client, settings.roundingTolerance),
      hint: (request) => readHint(settings.webhookSecret, request),
      close: () => Promise.resolve(),
    });
  },
});
