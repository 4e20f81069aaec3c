import type { Books } from './books.ts';
import { Refusal } from './routing.ts';
import type { Desk } from './server.ts';
import { WMS_STEPS, type WmsOrder, type WmsRule, type WmsStatus } from './wms-documents.ts';
import { allShipped, makeShipment } from './wms-shipping.ts';

export const ORDERS = 'fulfillment-orders';

/** The warehouse floor: takes orders from step to step. */
export interface Floor {
  /** Goes on with an order by itself, each step after its time. */
  run(order: WmsOrder): void;
  /** Takes it to a state now. */
  advance(order: WmsOrder, to: WmsStatus): void;
  setStatus(order: WmsOrder, status: WmsStatus, reason?: string): void;
  addRules(rules: readonly WmsRule[]): void;
  ruled(order: WmsOrder, what: 'partial' | 'hold' | 'noTracking'): boolean;
}

export function openFloor(desk: Desk, given: readonly WmsRule[]): Floor {
  const { books } = desk;
  const rules = [...given];
  const ruled: Floor['ruled'] = (order, what) => rules.some((rule) => rule[what] === true && matches(rule, order));
  const floor: Floor = {
    ruled,
    addRules: (more) => void rules.push(...more),
    setStatus: (order, status, reason) => setStatus(books, order, status, reason ?? null),
    advance: (order, to) => {
      while (order.status !== to) if (!step(books, order, ruled(order, 'noTracking'), true)) break;
      if (order.status !== to && (to === 'exception' || to === 'partially-shipped')) setStatus(books, order, to, 'set by hand');
      if (order.status !== to) throw new Refusal(409, 'state-wrong', `The order is ${order.status} and cannot become ${to}.`);
    },
    run(order) {
      if (order.held || isAtRest(order.status)) return;
      const before = order.status;
      desk.later(() => {
        // Somebody else may have moved, held or cancelled it while it waited its turn.
        if (order.held || order.status !== before) return;
        if (step(books, order, ruled(order, 'noTracking'), false)) floor.run(order);
      });
    },
  };
  return floor;
}

const isAtRest = (status: WmsStatus): boolean => status === 'shipped' || status === 'cancelled' || status === 'exception';

function matches(rule: WmsRule, order: WmsOrder): boolean {
  const wanted: [string | undefined, string][] = [
    [rule.reference, order.reference],
    [rule.note, order.note],
    [rule.orderNumber, order.orderNumber],
  ];
  if (!wanted.every(([part, whole]) => part === undefined || whole.includes(part))) return false;
  const { sku } = rule;
  return sku === undefined || order.lines.some((line) => line.sku.includes(sku));
}

/** One step; false when there is none to take. `forced` lets a person take an order past a shortage. */
function step(books: Books, order: WmsOrder, noTracking: boolean, forced: boolean): boolean {
  switch (order.status) {
    case 'allocated': {
      const short = order.lines.find((line) => line.item.startsWith('SHORT-') || line.sku.startsWith('SHORT-'));
      if (short && !forced) {
        setStatus(books, order, 'exception', `"${short.sku}" is not in its bin.`);
        return false;
      }
      return setStatus(books, order, 'released');
    }
    case 'exception':
      return forced && setStatus(books, order, 'released');
    case 'released':
    case 'picked':
      return setStatus(books, order, WMS_STEPS[WMS_STEPS.indexOf(order.status) + 1] ?? 'packed');
    case 'packed':
    case 'partially-shipped': {
      makeShipment(books, order, order.partial && order.status === 'packed' ? 'half' : 'all', !noTracking);
      return setStatus(books, order, allShipped(order) ? 'shipped' : 'partially-shipped');
    }
    default:
      return false;
  }
}

function setStatus(books: Books, order: WmsOrder, status: WmsStatus, reason: string | null = null): true {
  order.updatedAt = new Date().toISOString();
  order.status = status;
  order.reason = reason;
  order.history.push({ status, at: order.updatedAt });
  books.put(ORDERS, order);
  return true;
}
