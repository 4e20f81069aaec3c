import { afterEach, describe, expect, it } from 'vitest';
import type { FaultSpec } from '../peers/faults.ts';
import type { OrderSpec } from '../peers/store-order.ts';
import { booksAgree } from '../support/books-agree.ts';
import { dice, seeds, type Dice } from '../support/dice.ts';
import { openExceptions } from '../support/look.ts';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const ORDERS: readonly OrderSpec[] = [
  {},
  {},
  {},
  { lines: [{ sku: 'CAP', quantity: 4, cents: 999 }], discountPercent: 15, feeCents: 77 },
  { lines: [{ sku: 'MUG-RED', quantity: 1, cents: 1250 }], order: { customer_note: 'PARTIAL or not' } },
  { lines: [{ sku: 'NEVER-SEEN', quantity: 1, cents: 100 }] },
  { order: { total: '3.33' } },
  { order: { status: 'pending', date_paid_gmt: null } },
];

const FAULTS: readonly FaultSpec[] = [
  { mode: 'fail-once' },
  { mode: 'timeout-after-commit', drop: true },
  { mode: 'timeout-after-commit', drop: true, method: 'POST', count: 3 },
  { mode: 'malformed', count: 2 },
  { mode: 'malformed', method: 'POST', count: 2 },
  { mode: 'duplicate' },
  { mode: 'slow', delayMs: 60, count: 6 },
  { mode: 'throttle', count: 1, retryAfterSeconds: 0 },
  { mode: 'ok' },
];

/** One thing that happens to somebody. */
const EVENTS: readonly ((random: Dice) => unknown)[] = [
  (random) => world.store.placeOrder(random.pick(ORDERS)),
  (random) => world.store.placeOrder(random.pick(ORDERS)),
  (random) => world.store.placeOrder(random.pick(ORDERS)),
  (random) => world.store.placeOrder(random.pick(ORDERS)),
  (random) => change(random, { status: 'cancelled' }),
  (random) => change(random, { customer_note: `changed ${random.roll(1, 99)}` }),
  (random) => change(random, { status: 'on-hold' }, { status: 'processing' }),
  (random) => random.pick([world.erp, world.wms, world.store]).fault(random.pick(FAULTS)),
  (random) => random.pick([world.erp, world.wms, world.store]).fault(random.pick(FAULTS)),
  (random) => world.wms.control('/_hold', { all: true, hold: random.chance(0.4) }),
  (random) => random.chance(0.2) && world.restart(),
];

/** Somebody in the shop works on an order that has not been finished yet; `back` undoes it a moment later. */
async function change(random: Dice, patch: Record<string, unknown>, back?: Record<string, unknown>): Promise<void> {
  const open = world.store.books().orders.filter(({ status }) => status === 'processing' || status === 'pending');
  if (open.length === 0) return;
  const { id } = random.pick(open);
  world.store.updateOrder(id, patch);
  if (!back) return;
  await new Promise((next) => setTimeout(next, random.roll(0, 60)));
  // A person who sets a finished order back has the last word; that is no matter of agreement.
  if (world.store.books().orders.find((order) => order.id === id)?.status === patch['status']) world.store.updateOrder(id, back);
}

async function calm(): Promise<void> {
  for (const peer of [world.erp, world.wms, world.store]) peer.clearFault();
  await world.wms.control('/_hold', { all: true, hold: false });
  for (const { reference, held } of world.wms.books().fulfillmentOrders)
    if (held) await world.wms.control('/_hold', { reference, hold: false });
}

/** Orders that an open exception speaks of. */
async function explained(): Promise<Set<string>> {
  return new Set((await openExceptions(world)).flatMap((row) => row.order_id ?? []));
}

describe('whatever happens in whatever order', () => {
  it.each(seeds(1, 20_26, 777))('in the end the books agree, or an open exception explains the order (seed %i)', async (seed) => {
    const random = dice(seed);
    world = await startWorld({ erp: { latency: [0, 8], work: [0, 15] }, wms: { latency: [0, 8], work: [0, 25] } });
    for (let step = 0; step < 110; step += 1) {
      await random.pick(EVENTS)(random);
      if (random.chance(0.5)) await new Promise((next) => setTimeout(next, random.roll(0, 40)));
    }
    // Nobody touches these any more: they go all the way, whatever came before.
    const last = Array.from({ length: 8 }, () => world.store.placeOrder().id);
    await calm();
    await until(`all is finished or explained (seed ${seed})`, async () => {
      const left = booksAgree(world, await explained());
      if (left.length > 0) throw new Error(`seed ${seed}: ${left.slice(0, 5).join('; ')}`);
      return true;
    });
    const { orders } = world.store.books();
    expect(orders.length, `seed ${seed}`).toBeGreaterThan(20);
    const finished = new Set(orders.filter(({ status }) => status === 'completed').map(({ id }) => id));
    expect(
      last.filter((id) => !finished.has(id)),
      `seed ${seed}`,
    ).toEqual([]);
    const bugs = (await openExceptions(world)).filter(({ code }) => code === 'runtime.bug' || code === 'delivery.refused');
    expect(bugs, `seed ${seed}`).toEqual([]);
  });
});
