import { cannotRead, cannotWrite, defineConnector, type WriteCapability } from '../../connector/contract.ts';
import { check } from './check.ts';
import { createClient } from './client.ts';
import { readHint } from './hint.ts';
import { readOptions } from './options.ts';
import { createReader } from './reader.ts';
import { SandboxErpSettings } from './settings.ts';
import { createWriters } from './writers.ts';

const BATCH = 20;
const keyed: WriteCapability = { write: 'can', idempotency: 'native', batch: BATCH };

/** A small ERP to try Crossdock with: it books customers, sales orders and shipments, and tells of every change. */
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
  },
  writes: {
    customer: keyed,
    'sales-order': keyed,
    cancellation: keyed,
    shipment: keyed,
    'fulfillment-order': cannotWrite('This ERP does not ship; a warehouse does.'),
    'order-status': cannotWrite('This ERP keeps its own order states.'),
  },
  connect(settings, tools) {
    const client = createClient(settings, tools);
    return Promise.resolve({
      check: () => check(client),
      options: (kind, search) => readOptions(client, kind, search),
      readers: { 'sales-order-state': createReader(client, settings.pageSize) },
      writers: createWriters(client),
      hint: (request) => readHint(settings.webhookSecret, request),
      close: () => Promise.resolve(),
    });
  },
});
