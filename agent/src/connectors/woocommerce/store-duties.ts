import { z } from 'zod';
import type { StoreDuties } from '../../connector/contract.ts';
import type { OrderMirror } from '../../domain/order-mirror.ts';
import type { Shop } from './client.ts';
import { expectShape } from './errors.ts';

const MIRROR_CHUNK = 200;
const PAID_PAGE = '1000';

const PaidOrders = z.object({ orders: z.array(z.object({ id: z.number(), status: z.string() })), total: z.number() });

/** What only a store does: rows for its own screens, and the list of paid orders against which completeness is proved. */
export function storeDuties(shop: Shop): StoreDuties {
  return {
    async mirror(rows) {
      for (let at = 0; at < rows.length; at += MIRROR_CHUNK) {
        await shop.own.post('mirror', { rows: rows.slice(at, at + MIRROR_CHUNK).map(mirrorRow) });
      }
    },
    async paidOrders(since, afterId) {
      const params = { since, limit: PAID_PAGE, ...(afterId === null ? {} : { after_id: afterId }) };
      const { orders, total } = expectShape(PaidOrders, await shop.own.get('orders/paid', params), 'GET orders/paid');
      return { orders: orders.map(({ id, status }) => ({ id: String(id), status })), total };
    },
  };
}

function mirrorRow(row: OrderMirror): Record<string, unknown> {
  return {
    order_id: Number(row.orderId),
    version: row.version,
    stage: row.stage,
    erp_number: row.erpNumber,
    wms_number: row.wmsNumber,
    tracking: row.tracking,
    attention: row.attention,
    message: row.message,
    updated_at: row.updatedAt,
  };
}
