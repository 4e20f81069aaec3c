import { cannotRead, cannotWrite, defineConnector } from '../../connector/contract.ts';
import { check } from './check.ts';
import { createClient } from './client.ts';
import { readHint } from './hint.ts';
import { readOptions } from './options.ts';
import { createReader } from './reader.ts';
import { SandboxWmsSettings } from './settings.ts';
import { createWriters } from './writers.ts';

const BATCH = 20;

/** A small warehouse to try Crossdock with: it picks, packs and ships, and gives out tracking numbers. */
export const sandboxWms = defineConnector({
  id: 'sandbox-wms',
  title: 'Sandbox WMS',
  role: 'wms',
  evidence: 'real',
  settings: SandboxWmsSettings,
  reads: {
    'sales-order': cannotRead('A warehouse is told what to ship; the shop is where orders are made.'),
    'sales-order-state': cannotRead('The ERP decides on orders, not this warehouse.'),
    'fulfillment-state': { read: 'cursor', feed: false },
  },
  writes: {
    customer: cannotWrite('A warehouse gets an address with each order and keeps no customers.'),
    'sales-order': cannotWrite('A warehouse is sent fulfillment orders, without prices.'),
    'fulfillment-order': { write: 'can', idempotency: 'lookup', batch: BATCH },
    cancellation: { write: 'can', idempotency: 'native', batch: BATCH },
    shipment: cannotWrite('Shipments come from the warehouse; it is not told of them.'),
    'order-status': cannotWrite('This warehouse keeps its own order states.'),
  },
  connect(settings, tools) {
    const client = createClient(settings, tools);
    return Promise.resolve({
      check: () => check(client),
      options: (kind, search) => readOptions(client, kind, search),
      readers: { 'fulfillment-state': createReader(client, settings.pageSize) },
      writers: createWriters(client),
      hint: (request) => readHint(settings.webhookSecret, request),
      close: () => Promise.resolve(),
    });
  },
});
