import type { Outcome, Progress, Units } from '../../agent/test/catalogue/scenario.ts';
import type { ErpBooks } from '../../agent/test/peers/erp.ts';
import type { WmsBooks } from '../../agent/test/peers/wms.ts';
import type { ShopRow } from './seed-shop.ts';

/** The three books and the exceptions that are still open, all read at one time. */
export interface AllBooks {
  readonly shop: readonly ShopRow[];
  readonly erp: ErpBooks;
  readonly wms: WmsBooks;
  readonly open: readonly { readonly orderId: string | null; readonly code: string }[];
}

/** What shop, ERP and warehouse hold of an order. An order that stands twice in the ERP is an error, whatever else agrees. */
export function foundOf({ erp, wms, open }: AllBooks, { id, status, told, refunds }: ShopRow): Outcome {
  const ours = (one: { readonly orderReference: string }): boolean => one.orderReference === `shop:${id}`;
  const orders = erp.salesOrders.filter(({ reference }) => reference === `shop:${id}`);
  if (orders.length > 1) throw new Error(`the ERP has it ${orders.length} times`);
  const skuOf = new Map(erp.items.map((item) => [item.code, String(item['sku'] ?? item.code)]));
  const [order] = orders;
  return {
    shop: { status, told: [...told].reverse(), refunds },
    erp: {
      order: order
        ? { status: order.status, lines: progress(order.lines, ({ item }) => skuOf.get(item) ?? item), total: order.total }
        : null,
      returns: erp.returnOrders.filter(ours).map((each) => ({ status: each.status, lines: units(each.lines) })),
      credits: erp.creditMemos.filter(ours).map(({ total }) => total),
    },
    warehouse: {
      orders: wms.fulfillmentOrders
        .filter(ours)
        .map((each) => ({ at: each.warehouse, status: each.status, lines: progress(each.lines, ({ sku }) => sku) })),
      returns: wms.returns.filter(ours).map(({ reference, lines }) => ({
        announced: units(lines),
        received: units(wms.returnReceipts.filter((receipt) => receipt.reference === reference).flatMap((receipt) => receipt.lines)),
      })),
    },
    open: open.filter(({ orderId }) => orderId === String(id)).map(({ code }) => code),
  };
}

function units(lines: readonly { readonly sku: string; readonly quantity: string }[]): Units {
  const sums: Record<string, number> = {};
  for (const { sku, quantity } of lines) sums[sku] = (sums[sku] ?? 0) + Number(quantity);
  return sums;
}

function progress<L extends { readonly quantity: string; readonly shipped: string }>(
  lines: readonly L[],
  sku: (line: L) => string,
): Progress {
  return Object.fromEntries(lines.map((line) => [sku(line), [Number(line.quantity), Number(line.shipped)]]));
}
