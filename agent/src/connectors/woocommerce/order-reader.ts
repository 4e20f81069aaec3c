import type { Reader } from '../../connector/contract.ts';
import type { Tools } from '../../connector/tools.ts';
import { claimOrders, readOrder } from './claim.ts';
import type { Shop } from './client.ts';
import { toSalesOrder } from './sales-order.ts';
import type { WooCommerceSettings } from './settings.ts';
import { sweepOrders } from './sweep.ts';

/** Orders of the shop: by the plugin's feed for speed, by the sweep for certainty. */
export function orderReader(shop: Shop, settings: WooCommerceSettings, tools: Tools): Reader {
  // The same name in every life: what a life that was killed had claimed is freed by the next one's first claim.
  const worker = `crossdock-${tools.connection}`;
  let resume = true;
  return {
    read: (cursor) => sweepOrders(shop, cursor, settings.sweepOverlapSeconds),
    readOne: (id) => readOrder(shop, id),
    claim: async (limit) => {
      const page = await claimOrders(shop, worker, limit, resume);
      resume = false;
      return page;
    },
    toCanonical: toSalesOrder,
  };
}
