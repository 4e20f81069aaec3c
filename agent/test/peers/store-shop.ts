import { isDeepStrictEqual } from 'node:util';
import { createFeed, type Feed } from './store-feed.ts';
import { sampleOrder, type OrderSpec, type WooOrder } from './store-order.ts';

export interface StoreShipment {
  readonly orderId: number;
  readonly shipmentId: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** How often the shop was told, unchanged ones included. */
  told: number;
}

export interface StoreNote {
  readonly orderId: number;
  readonly text: string;
  readonly customer: boolean;
}

/** The shop's own books, and the rules by which they change. What the agent writes does not enter the feed, but moves the modification date. */
export interface ShopBooks {
  readonly orders: Map<number, WooOrder>;
  readonly shipments: Map<string, StoreShipment>;
  readonly mirror: Map<number, Record<string, unknown>>;
  readonly notes: StoreNote[];
  readonly feed: Feed;
  place(spec: OrderSpec): WooOrder;
  update(id: number, patch: Readonly<Record<string, unknown>>, reason: string): WooOrder;
  delete(id: number): void;
  ship(id: number, shipmentId: string, given: Readonly<Record<string, unknown>>): 'created' | 'updated' | 'unchanged';
  setStatus(id: number, status: string, note: string | null): 'changed' | 'unchanged';
  mirrorRow(row: Readonly<Record<string, unknown>>): boolean;
}

export function createShopBooks(onChange: () => void): ShopBooks {
  const orders = new Map<number, WooOrder>();
  const shipments = new Map<string, StoreShipment>();
  const mirror = new Map<number, Record<string, unknown>>();
  const notes: StoreNote[] = [];
  const feed = createFeed();
  let lastId = 1000;
  const touch = (order: WooOrder): void => {
    order.date_modified_gmt = new Date().toISOString().slice(0, 19);
  };
  const must = (id: number): WooOrder => {
    const order = orders.get(id);
    if (order === undefined) throw new Error(`the shop has no order ${id}`);
    return order;
  };
  const noteOnce = (orderId: number, text: string, customer: boolean): void => {
    if (!notes.some((note) => note.orderId === orderId && note.text === text)) notes.push({ orderId, text, customer });
  };
  const changed = (id: number, reason: string): void => {
    feed.put('order', id, reason);
    onChange();
  };
  return {
    orders,
    shipments,
    mirror,
    notes,
    feed,
    place(spec) {
      const order = sampleOrder((lastId += 1), spec);
      orders.set(order.id, order);
      changed(order.id, 'created');
      return order;
    },
    update(id, patch, reason) {
      const order = must(id);
      touch(order);
      Object.assign(order, patch);
      changed(id, reason);
      return order;
    },
    delete(id) {
      must(id);
      orders.delete(id);
      changed(id, 'deleted');
    },
    ship(id, shipmentId, given) {
      const order = must(id);
      const key = `${id}/${shipmentId}`;
      const known = shipments.get(key);
      if (known && isDeepStrictEqual(known.given, given)) {
        known.told += 1;
        return 'unchanged';
      }
      shipments.set(key, { orderId: id, shipmentId, given, told: (known?.told ?? 0) + 1 });
      if (typeof given['message'] === 'string') noteOnce(id, given['message'], true);
      touch(order);
      return known ? 'updated' : 'created';
    },
    setStatus(id, status, note) {
      const order = must(id);
      if (note !== null) noteOnce(id, note, false);
      if (order.status === status) return 'unchanged';
      order.status = status;
      touch(order);
      return 'changed';
    },
    mirrorRow(row) {
      const id = Number(row['order_id']);
      if (Number(mirror.get(id)?.['version'] ?? -1) >= Number(row['version'])) return false;
      mirror.set(id, { ...row });
      return true;
    },
  };
}
