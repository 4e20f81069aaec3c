import type { Outcome, Progress } from '../../agent/test/catalogue/scenario.ts';
import { centsOf, demoOrder, EDITED, STORY_ORDERS, type Units } from './catalogue.ts';

const ON_ITS_WAY = 'on its way';
const PART = 'A part of your order';

/** How the n-th order should end at all three parties; worked out from what was ordered and what happened, not from anybody's books. */
export function wantedOf(n: number): Outcome {
  const { units } = demoOrder(n);
  switch (n) {
    case STORY_ORDERS.partial:
      return shipped(units, [PART, ON_ITS_WAY]);
    case STORY_ORDERS.tooLate:
      return returned(shipped(units, [], 'cancelled'), units);
    case STORY_ORDERS.edit:
      return shipped(EDITED.units, [ON_ITS_WAY]);
    case STORY_ORDERS.return:
      return returned(shipped(units, [ON_ITS_WAY]), { HOODIE: 1 });
    default:
      return shipped(units, [ON_ITS_WAY]);
  }
}

function shipped(units: Units, told: readonly string[], status = 'completed'): Outcome {
  const lines: Progress = Object.fromEntries(Object.entries(units).map(([sku, n]) => [sku, [n, n]]));
  return {
    shop: { status, told, refunds: [] },
    erp: { order: { status: 'closed', lines, total: decimal(centsOf(units)) }, returns: [], credits: [] },
    warehouse: { orders: [{ status: 'shipped', lines }], returns: [] },
    open: [],
  };
}

function returned(before: Outcome, back: Units): Outcome {
  const money = [decimal(centsOf(back, 0))];
  return {
    ...before,
    shop: { ...before.shop, refunds: money },
    erp: { ...before.erp, returns: [{ status: 'open', lines: back }], credits: money },
    warehouse: { ...before.warehouse, returns: [{ announced: back, received: back }] },
  };
}

const decimal = (cents: number): string => (cents / 100).toFixed(2);
