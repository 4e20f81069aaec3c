import { orderDetail } from '../../src/api/order-detail.ts';
import { openOf, type ExceptionRecord } from '../../src/database/exceptions.ts';
import type { OrderDetail } from '../../src/protocol/orders.ts';
import type { Controls } from '../../src/runtime/controls.ts';
import { booksAgree } from './books-agree.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

type Seen = Pick<World, 'agent'>;

/** An order as the screens show it: view, exceptions, trace; null before the agent has heard of it. */
export function detailOf({ agent }: Seen, orderId: number | string): Promise<OrderDetail | null> {
  return orderDetail(agent.database.read, { policy: agent.config.orders, now: agent.now() }, String(orderId), null);
}

export async function stageOf(world: Seen, orderId: number): Promise<string | undefined> {
  return (await detailOf(world, orderId))?.order.stage;
}

/** Every open exception of everything. */
export function openExceptions({ agent }: { readonly agent: Pick<Controls, 'database'> }): Promise<ExceptionRecord[]> {
  return agent.database.read.selectFrom('exceptions').selectAll().where('state', '=', 'open').orderBy('id').execute();
}

/** Waits for the open exception with this code (of this order), and checks that it is told in words. */
export async function exceptionOf(world: Seen, code: string, orderId: number | null = null, withinMs?: number): Promise<ExceptionRecord> {
  const found = await until(
    `an exception ${code} is open${orderId === null ? '' : ` for ${orderId}`}`,
    async () => (await openExceptions(world)).find((row) => row.code === code && (orderId === null || row.order_id === String(orderId))),
    withinMs,
  );
  if (!/^\p{Lu}|^"|^\d/u.test(found.message) || found.message.length < 15) throw new Error(`not a sentence: ${found.message}`);
  return found;
}

/** Waits until nothing of this order is open any more. */
export async function cured(world: Seen, orderId: number, withinMs?: number): Promise<void> {
  const subject = `shop/sales-order/${orderId}`;
  await until(
    `the exceptions of ${orderId} are closed`,
    async () => (await openOf(world.agent.database.read, subject)).length === 0,
    withinMs,
  );
}

/** Waits until the shop shows these orders as completed. */
export async function completed(world: Pick<World, 'store'>, ids: readonly number[], withinMs?: number): Promise<void> {
  const wanted = new Set(ids);
  await until(
    `${ids.length} orders are completed in the shop`,
    () => world.store.books().orders.every(({ id, status }) => !wanted.has(id) || status === 'completed'),
    withinMs,
  );
}

/** Waits until the books of the three parties agree; fails with the differences that are left. */
export async function agreed(
  world: Pick<World, 'store' | 'erp' | 'wms'>,
  explained?: ReadonlySet<string>,
  withinMs?: number,
): Promise<void> {
  await until(
    'the books agree',
    () => {
      const left = booksAgree(world, explained);
      if (left.length > 0) throw new Error(left.slice(0, 6).join('; '));
      return true;
    },
    withinMs,
  );
}

/** A person presses "retry" on the order. */
export async function retry({ agent }: Seen, orderId: number): Promise<void> {
  if (!(await agent.retry(`shop/sales-order/${orderId}`, null, 'Anna'))) throw new Error(`nothing is known of order ${orderId}`);
}

/** Waits until the books agree and no order beside the explained ones has an open exception. */
export async function booksSettled(world: World, explained: ReadonlySet<string> = new Set()): Promise<void> {
  await agreed(world, explained);
  const others = (await openExceptions(world)).filter(({ order_id }) => order_id === null || !explained.has(order_id));
  if (others.length > 0) throw new Error(`not explained: ${others.map(({ code, message }) => `${code} ${message}`).join('; ')}`);
}
