import type { SandboxStore } from '../peers/sandbox-store.ts';
import type { WooLine, WooOrder } from '../peers/store-order.ts';
import { unitsOf } from './outcome.ts';
import type { Outcome } from './scenario.ts';
import type { OpenShop, ShopAct } from './shop.ts';

/** The sandbox store as the shop of a scenario. */
export const sandboxShop: OpenShop = ({ store }) => ({
  connection: {},
  pace: { sameForMs: 220, patienceMs: 60_000 },
  place: (spec) => Promise.resolve(store.placeOrder(spec).id),
  act: (orderId, act) => {
    perform(store, orderId, act);
    return Promise.resolve();
  },
  lineOf: (orderId, sku) => Promise.resolve(String(lineOf(orderOf(store, orderId), sku).id)),
  seen: (orderId) => Promise.resolve(seen(store, orderId)),
  pulse: () => {
    const { feed, notes, orders } = store.books();
    return Promise.resolve({ busy: feed > 0, picture: JSON.stringify([notes.length, orders]) });
  },
  close: () => Promise.resolve(),
});

function perform(store: SandboxStore, orderId: number, act: ShopAct): void {
  const order = orderOf(store, orderId);
  switch (act.do) {
    case 'shop.pay':
      return store.updateOrder(orderId, { status: 'processing', date_paid_gmt: new Date().toISOString().slice(0, 19) });
    case 'shop.status':
      return store.updateOrder(orderId, { status: act.status });
    case 'shop.cancel':
      return store.cancelOrder(orderId);
    case 'shop.edit':
      for (const [sku, units] of Object.entries(act.units ?? {})) {
        const line = order.line_items.find((each) => each.sku === sku);
        if (line) store.editLine(orderId, line.id, units);
        else store.addLine(orderId, { sku, name: sku, quantity: units, cents: 667 });
      }
      if (act.address) store.editShipping(orderId, act.address);
      if (act.note !== undefined) store.updateOrder(orderId, { customer_note: act.note });
      return;
    case 'shop.refund':
      store.refund(orderId, {
        lines: Object.entries(act.units ?? {}).map(([sku, quantity]) => ({ id: lineOf(order, sku).id, quantity })),
        charges: act.shipping === true ? order.shipping_lines.map(({ id }) => ({ id })) : [],
        ...(act.amount === undefined ? {} : { cents: Math.round(Number(act.amount) * 100) }),
        restock: act.restock ?? false,
        reason: 'The customer asked for it.',
      });
  }
}

function seen(store: SandboxStore, orderId: number): Outcome['shop'] {
  const books = store.books();
  const order = books.orders.find(({ id }) => id === orderId);
  const skuOf = new Map(order?.line_items.map(({ id, sku }) => [id, sku]));
  const shown = books.shipments.filter((each) => each.orderId === orderId && each.given['voided'] !== true);
  return {
    status: order?.status ?? 'gone',
    parcels: shown.map(({ given }) =>
      unitsOf(given['lines'] as { line_id: number; quantity: number }[], ({ line_id, quantity }) => [
        skuOf.get(line_id) ?? String(line_id),
        quantity,
      ]),
    ),
    told: books.notes.filter((note) => note.orderId === orderId && note.customer).map(({ text }) => text),
    refunds: books.refunds.filter((refund) => refund.orderId === orderId).map(({ amount }) => (amount / 100).toFixed(2)),
  };
}

function orderOf(store: SandboxStore, orderId: number): WooOrder {
  const order = store.books().orders.find(({ id }) => id === orderId);
  if (!order) throw new Error(`the shop has no order ${orderId}`);
  return order;
}

function lineOf(order: WooOrder, sku: string): WooLine {
  const line = order.line_items.find((each) => each.sku === sku);
  if (!line) throw new Error(`order ${order.id} has no ${sku}`);
  return line;
}
