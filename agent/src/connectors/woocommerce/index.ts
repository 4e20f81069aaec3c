import { cannotReadAny, cannotWrite, cannotWriteAny, defineConnector } from '../../connector/contract.ts';
import { checkShop } from './check.ts';
import { openShop } from './client.ts';
import { webhookHints } from './hint.ts';
import { shopOptions } from './options.ts';
import { orderReader } from './order-reader.ts';
import { WooCommerceSettings } from './settings.ts';
import { storeDuties } from './store-duties.ts';
import { shopWriters } from './writers.ts';

/** A WooCommerce shop with the Crossdock plugin. */
export const woocommerce = defineConnector({
  id: 'woocommerce',
  title: 'WooCommerce',
  role: 'store',
  evidence: 'real',
  settings: WooCommerceSettings,
  reads: {
    'sales-order': { read: 'cursor', feed: true },
    ...cannotReadAny(['sales-order-state', 'return-authorization', 'credit-memo'], 'A shop does not keep the documents of the ERP.'),
    ...cannotReadAny(['fulfillment-state', 'return-receipt'], 'A shop does not know what happens in the warehouse.'),
  },
  writes: {
    customer: cannotWrite('Customers of the shop register themselves.'),
    ...cannotWriteAny(['sales-order', 'order-change'], 'Orders are placed and edited in the shop, never sent to it.'),
    ...cannotWriteAny(['fulfillment-order', 'fulfillment-change', 'return-notice'], 'A shop does not ship; the warehouse does.'),
    ...cannotWriteAny(['return-order', 'credit-memo'], 'Returns and credit memos are booked in the ERP.'),
    cancellation: cannotWrite('An order of the shop is cancelled by setting its status.'),
    shipment: { write: 'can', idempotency: 'native', batch: 1 },
    'order-status': { write: 'can', idempotency: 'native', batch: 1 },
    'customer-note': { write: 'can', idempotency: 'native', batch: 1 },
    refund: { write: 'can', idempotency: 'native', batch: 1 },
  },
  async connect(settings, tools) {
    const shop = openShop(settings, tools);
    return {
      check: () => checkShop(shop, tools.now),
      options: (kind, search) => shopOptions(shop, kind, search),
      readers: { 'sales-order': orderReader(shop, settings, tools) },
      writers: shopWriters(shop),
      hint: (request) => webhookHints(request, settings.sharedSecret),
      store: storeDuties(shop),
      close: () => Promise.resolve(),
    };
  },
});
