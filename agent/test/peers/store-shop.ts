import { isDeepStrictEqual } from 'node:util';
import { giveStockBack } from './store-edits.ts';
import { createFeed, type Feed } from './store-feed.ts';
import { tillFor, sampleOrder, type OrderSpec, type WooOrder } from './store-order.ts';
import { enterRefund, leftToRefund, type RefundPart, type StoreRefundRow } from './store-refunds.ts';
import { written } from './store-money.ts';

export interface StoreShipment {
  readonly orderId: number;
  readonly shipmentId: string;
  readonly given: Readonly<Record<string, unknown>>;
  /** How often the shop was told, unchanged ones included. */
  told: number;
  /** Taken back: the customer sees it no more. */
  readonly voided: boolean;
}

export interface StoreNote {
  readonly orderId: number;
  readonly text: string;
  readonly customer: boolean;
}

/** What the shop has e-mailed to the customer of an order. */
export interface StoreEmail {
  readonly orderId: number;
  readonly about: 'note' | 'refund' | 'completed';
  readonly text: string;
}

/** Real money that the gateway has sent back. */
export interface GatewayCall {
  readonly orderId: number;
  readonly amount: string;
}

export interface RefundEntry {
  readonly amount: number;
  readonly parts: readonly RefundPart[];
  readonly reason: string;
  readonly restock: boolean;
  readonly callGateway: boolean;
  readonly reference: string | null;
}

/** The shop's own books, and the rules by which they change. What the agent writes does not enter the feed, but moves the modification date. */
export interface ShopBooks {
  readonly orders: Map<number, WooOrder>;
  readonly shipments: Map<string, StoreShipment>;
  readonly refunds: Map<number, StoreRefundRow>;
  readonly mirror: Map<number, Record<string, unknown>>;
  readonly notes: StoreNote[];
  readonly emails: StoreEmail[];
  readonly gateway: GatewayCall[];
  readonly feed: Feed;
  /** Why the gateway does not pay back, null when it does. */
  gatewayRefuses: string | null;
  /** Throws when there is no such order. */
  order(id: number): WooOrder;
  place(spec: OrderSpec): WooOrder;
  update(id: number, patch: Readonly<Record<string, unknown>>, reason: string): WooOrder;
  /** The shop changes an order by hand. */
  edit(id: number, change: (order: WooOrder) => void, reason?: string): void;
  delete(id: number): void;
  refundsOf(orderId: number): StoreRefundRow[];
  /** A refund enters the feed whoever made it, because much follows from it. */
  refund(orderId: number, entry: RefundEntry): StoreRefundRow;
  deleteRefund(refundId: number): void;
  ship(id: number, shipmentId: string, given: Readonly<Record<string, unknown>>): 'created' | 'updated' | 'voided' | 'unchanged';
  setStatus(id: number, status: string, note: string | null): 'changed' | 'unchanged';
  note(id: number, noteId: string, message: string): 'created' | 'unchanged';
  mirrorRow(row: Readonly<Record<string, unknown>>): boolean;
}

/** WooCommerce keeps whole seconds. */
const secondsNow = (): string => new Date().toISOString().slice(0, 19);

export function createShopBooks(onChange: () => void): ShopBooks {
  const feed = createFeed();
  const ground: Ground = {
    orders: new Map(),
    shipments: new Map(),
    refunds: new Map(),
    mirror: new Map(),
    notes: [],
    emails: [],
    gateway: [],
    feed,
    gatewayRefuses: null,
    order(id) {
      const order = ground.orders.get(id);
      if (order === undefined) throw new Error(`the shop has no order ${id}`);
      return order;
    },
    refundsOf: (orderId) => [...ground.refunds.values()].filter((refund) => refund.orderId === orderId),
  };
  const changed = (id: number, reason: string): void => {
    feed.put('order', id, reason);
    onChange();
  };
  return Object.assign(ground, orderDesk(ground, changed), refundDesk(ground, changed), agentDesk(ground));
}

type Ground = Pick<
  ShopBooks,
  'orders' | 'shipments' | 'refunds' | 'mirror' | 'notes' | 'emails' | 'gateway' | 'feed' | 'gatewayRefuses' | 'order' | 'refundsOf'
>;
type Changed = (id: number, reason: string) => void;

function orderDesk(ground: Ground, changed: Changed): Pick<ShopBooks, 'place' | 'update' | 'edit' | 'delete'> {
  let lastId = 1000;
  const edit = (id: number, change: (order: WooOrder) => void, reason = 'updated'): void => {
    const order = ground.order(id);
    order.date_modified_gmt = secondsNow();
    change(order);
    changed(id, reason);
  };
  return {
    edit,
    place(spec) {
      const order = sampleOrder((lastId += 1), spec);
      ground.orders.set(order.id, order);
      changed(order.id, 'created');
      return order;
    },
    update(id, patch, reason) {
      edit(id, (order) => void Object.assign(order, patch), reason);
      return ground.order(id);
    },
    delete(id) {
      ground.order(id);
      ground.orders.delete(id);
      changed(id, 'deleted');
    },
  };
}

function refundDesk(ground: Ground, changed: Changed): Pick<ShopBooks, 'refund' | 'deleteRefund'> {
  let lastId = 500_000;
  return {
    refund(orderId, entry) {
      const order = ground.order(orderId);
      const { digits } = tillFor(order);
      const row: StoreRefundRow = {
        id: (lastId += 1),
        orderId,
        at: secondsNow(),
        amount: entry.amount,
        reason: entry.reason,
        reference: entry.reference,
        paid: entry.callGateway,
        restock: entry.restock,
        parts: entry.parts,
      };
      ground.refunds.set(row.id, row);
      if (row.paid) ground.gateway.push({ orderId, amount: written(row.amount, digits) });
      enterRefund(order, row, leftToRefund(order, ground.refundsOf(orderId)));
      order.date_modified_gmt = secondsNow();
      ground.emails.push({ orderId, about: 'refund', text: written(row.amount, digits) });
      changed(orderId, 'refunded');
      return row;
    },
    deleteRefund(refundId) {
      const row = ground.refunds.get(refundId);
      if (row === undefined) throw new Error(`the shop has no refund ${refundId}`);
      ground.refunds.delete(refundId);
      const order = ground.order(row.orderId);
      order.refunds = order.refunds.filter(({ id }) => id !== refundId);
      order.date_modified_gmt = secondsNow();
      changed(row.orderId, 'refunded');
    },
  };
}

/** What the agent writes. */
function agentDesk(ground: Ground): Pick<ShopBooks, 'ship' | 'setStatus' | 'note' | 'mirrorRow'> {
  const { notes, emails, shipments, mirror } = ground;
  const noteIds = new Set<string>();
  const noteOnce = (orderId: number, text: string, customer: boolean): void => {
    if (notes.some((note) => note.orderId === orderId && note.text === text && note.customer === customer)) return;
    notes.push({ orderId, text, customer });
    if (customer) emails.push({ orderId, about: 'note', text });
  };
  return {
    ship(id, shipmentId, given) {
      const order = ground.order(id);
      const key = `${id}/${shipmentId}`;
      const known = shipments.get(key);
      const voided = given['voided'] === true;
      if (known && isDeepStrictEqual(known.given, given)) {
        known.told += 1;
        return 'unchanged';
      }
      const shown = known !== undefined && !known.voided;
      shipments.set(key, { orderId: id, shipmentId, given, told: (known?.told ?? 0) + 1, voided });
      if (typeof given['message'] === 'string' && given['message'] !== '') noteOnce(id, given['message'], true);
      order.date_modified_gmt = secondsNow();
      if (voided) return shown ? 'voided' : 'unchanged';
      return known ? 'updated' : 'created';
    },
    setStatus(id, status, note) {
      const order = ground.order(id);
      if (note !== null && note !== '') noteOnce(id, note, false);
      if (order.status === status) return 'unchanged';
      order.status = status;
      order.date_modified_gmt = secondsNow();
      if (status === 'cancelled') giveStockBack(order);
      if (status === 'completed') emails.push({ orderId: id, about: 'completed', text: '' });
      return 'changed';
    },
    note(id, noteId, message) {
      const key = `${id}/${noteId}`;
      if (noteIds.has(key)) return 'unchanged';
      noteIds.add(key);
      notes.push({ orderId: id, text: message, customer: true });
      emails.push({ orderId: id, about: 'note', text: message });
      return 'created';
    },
    mirrorRow(row) {
      const id = Number(row['order_id']);
      if (Number(mirror.get(id)?.['version'] ?? -1) >= Number(row['version'])) return false;
      mirror.set(id, { ...row });
      return true;
    },
  };
}
