import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreDuties } from '../../../../src/connector/contract.ts';
import { woocommerce } from '../../../../src/connectors/woocommerce/index.ts';
import { WooCommerceSettings } from '../../../../src/connectors/woocommerce/settings.ts';
import { startSandboxStore, type SandboxStore } from '../../../peers/sandbox-store.ts';
import { testTools, type TestTools } from '../../../support/tools.ts';

let store: SandboxStore;
let tools: TestTools;
let duties: StoreDuties;
beforeEach(async () => {
  store = await startSandboxStore();
  tools = testTools('shop');
  const session = await woocommerce.connect(WooCommerceSettings.parse(store.settings), tools);
  if (!session.store) throw new Error('a store has duties');
  duties = session.store;
});
afterEach(async () => {
  await tools.close();
  await store.close();
});

const row = (orderId: number, version: number) => ({
  orderId: String(orderId),
  version,
  stage: 'accepted' as const,
  erpNumber: 'SO-1',
  wmsNumber: '',
  tracking: '',
  attention: false,
  message: '',
  updatedAt: '2026-11-01T10:00:00.000Z',
});

describe('what only a store does', () => {
  it('mirrors more rows than one call takes, and drops stale ones', async () => {
    await duties.mirror(Array.from({ length: 450 }, (_, at) => row(at + 1, 2)));
    await duties.mirror([row(1, 1)]);
    const { mirror } = store.books();
    expect(mirror).toHaveLength(450);
    expect(mirror[0]).toMatchObject({ order_id: 1, version: 2, stage: 'accepted', erp_number: 'SO-1' });
  });

  it('lists paid orders page by page until an empty page', async () => {
    for (let n = 0; n < 1005; n += 1) store.placeOrder(n % 201 === 0 ? { order: { status: 'pending' } } : {});
    const first = await duties.paidOrders('2026-01-01T00:00:00Z', null);
    const second = await duties.paidOrders('2026-01-01T00:00:00Z', first.orders.at(-1)?.id ?? null);
    const third = await duties.paidOrders('2026-01-01T00:00:00Z', second.orders.at(-1)?.id ?? first.orders.at(-1)?.id ?? null);
    expect([first.total, first.orders.length + second.orders.length, third.orders.length]).toEqual([1000, 1000, 0]);
  });
});
