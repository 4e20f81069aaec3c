import { randomUUID } from 'node:crypto';
import type { Reader } from '../../connector/contract.ts';
import type { Tools } from '../../connector/tools.ts';
import { claimOrders, readOrder } from './claim.ts';
import type { Shop } from './client.ts';
import { toSalesOrder } from './sales-order.ts';
import type { WooCommerceSettings } from './settings.ts';
import { sweepOrders } from './sweep.ts';

/** Orders of the shop: by the plugin's feed for speed, by the sweep for certainty. */
export function orderReader(shop: Shop, settings: WooCommerceSettings, tools: Tools): Reader {
  const worker = `${tools.connection}-${randomUUID().slice(0, 8)}`;
  return {
    read: (cursor) => sweepOrders(shop, cursor, settings.sweepOverlapSeconds),
    readOne: (id) => readOrder(shop, id),
    claim: (limit) => claimOrders(shop, worker, limit),
    toCanonical: toSalesOrder,
  };
}
