import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;
afterEach(() => world.close());

const ORDERS = 450;

describe('a moment for which many orders wait, as when a wave is released', () => {
  it('wakes every one of them, each once', async () => {
    world = await startWorld({ orders: { exportStatuses: [] } });
    const { database } = world.agent;
    const { id } = world.store.placeOrder();
    const first = await until('the order is known', () =>
      database.read.selectFrom('ledgers').selectAll().where('order_id', '=', String(id)).executeTakeFirst(),
    );
    await database.write(async (tx) => {
      for (let copy = 1; copy < ORDERS; copy += 1) {
        const named = (text: string): string => text.replaceAll(String(id), `${id}9${copy}`);
        const row = {
          ...first,
          subject: named(first.subject),
          order_id: named(first.order_id),
          number: named(first.number),
          body: named(first.body),
        };
        await tx.insertInto('ledgers').values(row).execute();
      }
      await tx
        .updateTable('ledgers')
        .set({ wake_at: Date.now() - 1 })
        .execute();
    });
    const asleep = () => database.read.selectFrom('ledgers').select('subject').where('wake_at', 'is not', null).execute();
    await until('all were woken', async () => (await asleep()).length === 0, 20_000);
    const steps = await database.read.selectFrom('trace').select('subject').where('title', 'like', 'Looked again%').execute();
    expect(new Set(steps.map((step) => step.subject)).size).toBe(ORDERS);
    expect(steps).toHaveLength(ORDERS);
  });
});
