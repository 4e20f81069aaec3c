import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawDocument, Reader } from '../../../../src/connector/contract.ts';
import { woocommerce } from '../../../../src/connectors/woocommerce/index.ts';
import { WooCommerceSettings } from '../../../../src/connectors/woocommerce/settings.ts';
import { SalesOrder } from '../../../../src/domain/sales-order.ts';
import { startSandboxStore, type SandboxStore } from '../../../peers/sandbox-store.ts';
import type { WooOrder } from '../../../peers/store-order.ts';
import { testTools, type TestTools } from '../../../support/tools.ts';
import { canonical } from './order-fixture.ts';

let store: SandboxStore;
let tools: TestTools;
let reader: Reader;
let order: WooOrder;
let mugs: number;
let caps: number;
let shipping: number;
beforeEach(async () => {
  store = await startSandboxStore();
  tools = testTools('shop');
  const session = await woocommerce.connect(WooCommerceSettings.parse(store.settings), tools);
  const found = session.readers['sales-order'];
  if (!found) throw new Error('no reader');
  reader = found;
  const lines = [
    { sku: 'MUG', quantity: 3, cents: 1000 },
    { sku: 'CAP', quantity: 1, cents: 1533 },
  ];
  order = store.placeOrder({ lines, discountPercent: 0, feeCents: 0, taxPercents: [20, 5] });
  [mugs = 0, caps = 0] = order.line_items.map(({ id }) => id);
  shipping = order.shipping_lines[0]?.id ?? 0;
});
afterEach(async () => {
  await tools.close();
  await store.close();
});

async function raw(): Promise<RawDocument> {
  const found = await reader.readOne(String(order.id));
  if (!found) throw new Error('the order is gone');
  return found;
}

async function read(): Promise<SalesOrder> {
  return SalesOrder.parse(reader.toCanonical(await raw(), tools.connection));
}

const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('refunds of an order', () => {
  it('tell units, net and each tax of every line, all positive', async () => {
    const id = store.refund(order.id, { lines: [{ id: mugs, quantity: 2 }], reason: 'Handle broken &amp; chipped' });
    const { refunds, refundedTotal } = await read();
    expect(refundedTotal).toEqual(eur(2500));
    expect(refunds).toEqual([
      {
        id: String(id),
        at: expect.stringMatching(/^2\d{3}-.*Z$/),
        amount: eur(2500),
        reason: 'Handle broken & chipped',
        lines: [
          {
            lineId: String(mugs),
            quantity: { value: '2', unit: 'C62' },
            net: eur(2000),
            taxes: [
              { code: 'VAT-1', name: 'VAT', rate: '20', amount: eur(400) },
              { code: 'VAT-2', name: 'VAT', rate: '5', amount: eur(100) },
            ],
          },
        ],
        charges: [],
        restocked: true,
        reference: null,
      },
    ]);
  });

  it('tell what came back of the shipping, and leave an amount for nothing in particular without a line', async () => {
    store.refund(order.id, { charges: [{ id: shipping, cents: 200 }], restock: false });
    store.refund(order.id, { cents: 333, reason: 'For the trouble' });
    const { refunds } = await read();
    expect(refunds).toMatchObject([
      { amount: eur(333), lines: [], charges: [], restocked: null },
      {
        amount: eur(250),
        lines: [],
        charges: [{ chargeId: String(shipping), net: eur(200), taxes: [{ amount: eur(40) }, { amount: eur(10) }] }],
      },
    ]);
  });

  it('take no units when only money goes back for a line', async () => {
    store.refund(order.id, { lines: [{ id: caps, quantity: 0, cents: 500 }] });
    expect((await read()).refunds[0]?.lines).toMatchObject([{ lineId: String(caps), quantity: { value: '0' }, net: eur(500) }]);
  });

  it('say whether the shop put the units back, and nothing when that cannot be told', async () => {
    store.refund(order.id, { lines: [{ id: caps, quantity: 1 }], restock: false });
    expect((await read()).refunds[0]?.restocked).toBe(false);
    store.refund(order.id, { lines: [{ id: mugs, quantity: 1 }], restock: true });
    expect((await read()).refunds[0]?.restocked).toBe(true);
    store.refund(order.id, { lines: [{ id: mugs, quantity: 1 }], restock: false });
    expect((await read()).refunds[0]?.restocked).toBeNull();
  });

  it('come with the sweep and with the feed alike', async () => {
    store.refund(order.id, { lines: [{ id: mugs, quantity: 1 }] });
    const fed = (await reader.claim?.(10))?.documents[0];
    const swept: RawDocument[] = [];
    for await (const page of reader.read(null)) swept.push(...page.documents);
    expect(fed).toEqual(await raw());
    expect(swept).toEqual([fed]);
  });

  it('change the version of the order, once', async () => {
    const before = await raw();
    store.refund(order.id, { lines: [{ id: mugs, quantity: 1 }] });
    const after = await raw();
    expect(after.version).not.toBe(before.version);
    store.updateOrder(order.id, { date_modified_gmt: '2030-01-01T00:00:00' });
    expect((await raw()).version).toBe(after.version);
  });

  it('are gone when the shop deletes them', async () => {
    const id = store.refund(order.id, { lines: [{ id: mugs, quantity: 1 }] });
    store.deleteRefund(id);
    expect(await read()).toMatchObject({ refunds: [], refundedTotal: eur(0) });
  });

  it('are all read when there are more than fit on a page of the shop', async () => {
    for (let n = 0; n < 130; n += 1) store.refund(order.id, { cents: 1 });
    expect((await read()).refunds).toHaveLength(130);
  });

  it('are not asked for when an order has none', async () => {
    store.fault({ mode: 'always-fail', path: '/refunds' });
    expect((await read()).refunds).toEqual([]);
  });
});

describe('a refund', () => {
  const part = (more: object) => ({ kind: 'line', of: '315', quantity: -1, total: '-3.00', taxes: [], ...more });
  const withParts = (parts: object[], more: object = {}) =>
    canonical({
      refunds: [
        { id: 9, total: '-3.23', reason: '', amount: '3.23', date_created_gmt: '2026-03-23T10:00:00', reference: null, parts, ...more },
      ],
    });

  it('is rounded so that its parts make its amount', () => {
    const taxes = [{ id: 75, total: '-0.225000' }];
    const [refund] = withParts([part({ total: '-3.000000', taxes })]).refunds;
    expect(refund?.lines[0]).toMatchObject({ net: { minor: 300 }, taxes: [{ amount: { minor: 23 } }] });
  });

  it('of ours is known by its reference', () => {
    expect(withParts([], { reference: 'shop:727/R1/refund' }).refunds[0]?.reference).toBe('shop:727/R1/refund');
  });

  it('of a part that the order does not name counts as an amount only', () => {
    expect(withParts([part({ of: null })]).refunds[0]).toMatchObject({ lines: [], amount: { minor: 323 } });
  });

  it('that was kept before its parts were read is left out rather than guessed', () => {
    const order = canonical({ refunds: [{ id: 9, total: '-3.23', reason: '' }] });
    expect(order).toMatchObject({ refunds: [], refundedTotal: { minor: 323 } });
  });
});
