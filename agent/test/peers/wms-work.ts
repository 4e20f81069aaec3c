import type { Books } from './books.ts';
import { Refusal } from './routing.ts';
import type { Desk } from './server.ts';
import { WMS_STEPS, type WmsOrder, type WmsStatus } from './wms-documents.ts';
import { inHand, isStuck, pick, reasons, refill } from './wms-picking.ts';
import { scriptFor, type WmsRule } from './wms-script.ts';
import { allShipped, hasLeft, makeShipment } from './wms-shipping.ts';

export const ORDERS = 'fulfillment-orders';
const WAVES = 'waves';
const BY_HAND = 'set by hand';

/** The warehouse floor: takes orders from step to step. */
export interface Floor {
  /** Goes on with an order by itself, each step after its time. */
  run(order: WmsOrder): void;
  /** Takes it to a state now. */
  advance(order: WmsOrder, to: WmsStatus): void;
  /** Takes one step by hand and stops there. */
  step(order: WmsOrder): void;
  setStatus(order: WmsOrder, status: WmsStatus, reason?: string): void;
  /** Books what was changed about an order beside its state. */
  changed(order: WmsOrder): void;
  /** Goes on when what the order waited for has been settled, and closes it when nothing is left to ship. */
  settle(order: WmsOrder): void;
  /** Releases every order of a wave, now and in future. */
  releaseWave(name: string, orders: Iterable<WmsOrder>): void;
  addRules(rules: readonly WmsRule[]): void;
  /** What the rules say about an order that comes in. */
  prepare(order: WmsOrder): void;
}

export function openFloor(desk: Desk, given: readonly WmsRule[]): Floor {
  const { books } = desk;
  const rules = [...given];
  const floor: Floor = {
    addRules: (more) => void rules.push(...more),
    prepare(order) {
      order.script = scriptFor(rules, order);
      order.wave = order.script.wave ?? null;
    },
    setStatus: (order, status, reason) => setStatus(books, order, status, reason ?? null),
    changed: (order) => changed(books, order),
    advance: (order, to) => advance(books, order, to),
    step(order) {
      order.held = true;
      const resumes = order.status === 'exception' || order.status === 'backordered' || waitsForWave(books, order);
      const before = order.history.length;
      step(books, order, resumes);
      if (order.history.length === before) throw new Refusal(409, 'state-wrong', `The order is ${order.status}; no step follows.`);
    },
    settle(order) {
      if (order.status === 'cancelled' || order.status === 'shipped') return changed(books, order);
      if (allShipped(order) && hasLeft(order)) return void setStatus(books, order, 'shipped');
      const waited = (order.status === 'exception' && order.reason !== BY_HAND) || order.status === 'backordered';
      if (waited && !isStuck(order)) setStatus(books, order, 'released');
      else changed(books, order);
      floor.run(order);
    },
    releaseWave(name, orders) {
      if (!books.table(WAVES).has(name)) books.put(WAVES, { id: name, changed: 0 });
      for (const order of orders) {
        if (order.wave !== name || order.status !== 'allocated') continue;
        if (step(books, order, false)) floor.run(order);
      }
    },
    run(order) {
      if (order.held || isAtRest(order.status) || waitsForWave(books, order)) return;
      const before = order.status;
      desk.later(() => {
        // Somebody else may have moved, held or cancelled it while it waited its turn.
        if (order.held || order.status !== before) return;
        if (step(books, order, false)) floor.run(order);
      });
    },
  };
  return floor;
}

const isAtRest = (status: WmsStatus): boolean =>
  status === 'shipped' || status === 'cancelled' || status === 'exception' || status === 'backordered';

const waitsForWave = (books: Books, order: WmsOrder): boolean =>
  order.status === 'allocated' && order.wave !== null && !books.table(WAVES).has(order.wave);

function advance(books: Books, order: WmsOrder, to: WmsStatus): void {
  while (order.status !== to) if (!step(books, order, true)) break;
  const byHand = to === 'exception' || to === 'backordered' || to === 'partially-shipped';
  if (order.status !== to && byHand) setStatus(books, order, to, BY_HAND);
  if (order.status !== to) throw new Refusal(409, 'state-wrong', `The order is ${order.status} and cannot become ${to}.`);
}

/** One step; false when there is none to take. `forced` lets a person take an order past a shortage and out of its wave. */
function step(books: Books, order: WmsOrder, forced: boolean): boolean {
  switch (order.status) {
    case 'allocated': {
      if (!forced && neverInTheirBin(order)) {
        setStatus(books, order, 'exception', reasons(order));
        return false;
      }
      return setStatus(books, order, 'released');
    }
    case 'exception':
    case 'backordered':
      if (!forced) return false;
      refill(order);
      return setStatus(books, order, 'released');
    case 'released': {
      const { status, reason } = pick(books, order);
      setStatus(books, order, status, reason);
      return status === 'picked';
    }
    case 'picked':
      return setStatus(books, order, WMS_STEPS[WMS_STEPS.indexOf(order.status) + 1] ?? 'packed');
    case 'packed':
    case 'partially-shipped':
      return ship(books, order);
    default:
      return false;
  }
}

/** Lets go what is in hand; with empty hands it goes to the bins again for what is still open. */
function ship(books: Books, order: WmsOrder): boolean {
  if (!order.lines.some((line) => inHand(line) > 0n) && !allShipped(order)) {
    const { status, reason } = pick(books, order);
    if (status !== 'picked') {
      setStatus(books, order, status, reason);
      return false;
    }
  }
  makeShipment(books, order, order.partial && order.status === 'packed' && order.shipments.length === 0 ? 'half' : 'all');
  if (allShipped(order) && !hasLeft(order)) {
    setStatus(books, order, 'exception', reasons(order));
    return false;
  }
  return setStatus(books, order, allShipped(order) ? 'shipped' : 'partially-shipped');
}

function neverInTheirBin(order: WmsOrder): boolean {
  const lines = order.lines.filter((line) => line.item.startsWith('SHORT-') || line.sku.startsWith('SHORT-'));
  for (const line of lines) {
    line.missing = line.quantity;
    line.reason = `"${line.sku}" is not in its bin.`;
  }
  return lines.length > 0;
}

function setStatus(books: Books, order: WmsOrder, status: WmsStatus, reason: string | null = null): true {
  order.status = status;
  order.reason = reason;
  if (order.script.holdAt === status) order.held = true;
  order.updatedAt = new Date().toISOString();
  order.history.push({ status, at: order.updatedAt });
  books.put(ORDERS, order);
  return true;
}

function changed(books: Books, order: WmsOrder): void {
  order.updatedAt = new Date().toISOString();
  books.put(ORDERS, order);
}
