import { cannotRead, cannotReadAny, cannotWriteAny, defineConnector } from '../../connector/contract.ts';
import { check } from './check.ts';
import { createClient } from './client.ts';
import { readHint } from './hint.ts';
import { readOptions } from './options.ts';
import { createReaders } from './reader.ts';
import { SandboxWmsSettings } from './settings.ts';
import { createWriters } from './writers.ts';

const BATCH = 20;

/** A small warehouse to try Crossdock with: it picks, packs and ships, gives out tracking numbers, and takes goods back. */
export const sandboxWms = defineConnector({
  id: 'sandbox-wms',
  title: 'Sandbox WMS',
  role: 'wms',
  evidence: 'real',
  settings: SandboxWmsSettings,
  reads: {
    'sales-order': cannotRead('A warehouse is told what to ship; the shop is where orders are made.'),
    ...cannotReadAny(
      ['sales-order-state', 'return-authorization', 'credit-memo'],
      'The ERP decides on orders, returns and money, not this warehouse.',
    ),
    'fulfillment-state': { read: 'cursor', feed: false },
    'return-receipt': { read: 'cursor', feed: false },
  },
  writes: {
    ...cannotWriteAny(
      ['customer', 'sales-order', 'order-change', 'return-order', 'credit-memo', 'refund'],
      'A warehouse is sent fulfillment orders with an address, without customers and prices.',
    ),
    'fulfillment-order': { write: 'can', idempotency: 'lookup', batch: BATCH },
    'fulfillment-change': { write: 'can', idempotency: 'native', batch: BATCH },
    cancellation: { write: 'can', idempotency: 'native', batch: BATCH },
    'return-notice': { write: 'can', idempotency: 'lookup', batch: BATCH },
    ...cannotWriteAny(['shipment', 'order-status', 'customer-note'], 'Shipments come from the warehouse; it is told nothing about them.'),
  },
  connect(settings, tools) {
    const client = createClient(settings, tools);
    return Promise.resolve({
      check: () => check(client),
      options: (kind, search) => readOptions(client, kind, search),
      readers: createReaders(client, settings.pageSize),
      writers: createWriters(client),
      hint: (request) => readHint(settings.webhookSecret, request),
      close: () => Promise.resolve(),
    });
  },
});
