import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OrderSpec, WooOrder } from '../peers/store-order.ts';
import { trytonBooks, type TrytonBook } from '../support/tryton/books.ts';
import { startTrytonWorld, type TrytonWorld } from '../support/tryton/world.ts';
import { until } from '../support/until.ts';

/** Twelve orders go all the way: shop → Tryton → warehouse → Tryton and shop. At the end the books of all three are printed and must agree. */

const PATIENCE_MS = 150_000;
let world: TrytonWorld;
beforeAll(async () => {
  world = await startTrytonWorld();
});
afterAll(() => world?.close());

const mugs = [{ sku: 'MUG-WHITE', quantity: 2, cents: 1250 }];
const address = (country: string, more: object = {}) => ({
  first_name: 'Ada',
  last_name: 'King',
  company: '',
  address_1: '12 Mill Lane',
  address_2: '',
  city: 'Leeds',
  state: '',
  postcode: 'LS1 4AP',
  country,
  phone: '',
  email: 'ada@shop.example',
  ...more,
});
const to = (country: string, more: object = {}) => ({ billing: address(country, more), shipping: address(country, more) });

const ORDERS: readonly (readonly [string, OrderSpec])[] = [
  ['plain', { lines: mugs, discountPercent: 0, feeCents: 0 }],
  ['discount', { lines: [{ sku: 'TEE-M', quantity: 3, cents: 1990 }], discountPercent: 15, feeCents: 0 }],
  ['shipping and fee', { lines: mugs, discountPercent: 0, feeCents: 150 }],
  ['two tax rates', twoTaxRates()],
  [
    'tax-inclusive prices',
    { lines: [{ sku: 'TEE-S', quantity: 1, cents: 1665 }], discountPercent: 0, feeCents: 0, order: { prices_include_tax: true } },
  ],
  ['guest', { lines: mugs, discountPercent: 0, feeCents: 0, order: { customer_id: 0, ...to('GB', { email: 'guest@shop.example' }) } }],
  [
    'company with VAT number',
    {
      lines: [{ sku: 'LAMP', quantity: 1, cents: 8900 }],
      discountPercent: 0,
      feeCents: 0,
      order: {
        ...to('FR', { company: 'Analytical Engines SA', email: 'office@engines.example' }),
        meta_data: [{ id: 1, key: '_vat_number', value: 'FR40303265045' }],
      },
    },
  ],
  [
    'foreign address',
    {
      lines: [{ sku: 'BAG', quantity: 1, cents: 1400 }],
      discountPercent: 0,
      feeCents: 0,
      taxPercent: 0,
      order: to('US', { state: 'CA', city: 'Cupertino', postcode: '95014', email: 'us@shop.example' }),
    },
  ],
  ['existing customer', { lines: mugs, discountPercent: 0, feeCents: 0, order: to('FR', { email: 'grace@example.com' }) }],
  [
    'partial shipment',
    {
      lines: [
        { sku: 'CAP', quantity: 2, cents: 1500 },
        { sku: 'BOOK', quantity: 2, cents: 2400 },
      ],
      discountPercent: 0,
      feeCents: 0,
      order: { number: 'PARTIAL-1', ...to('DE', { email: 'partial@shop.example' }) },
    },
  ],
  [
    'cancelled before pick',
    { lines: mugs, discountPercent: 0, feeCents: 0, order: { number: 'CANCEL-1', ...to('DE', { email: 'cancel@shop.example' }) } },
  ],
  [
    'duplicate submission after a time-out',
    {
      lines: mugs,
      discountPercent: 0,
      feeCents: 0,
      order: to('ES', { state: 'M', city: 'Madrid', postcode: '28001', email: 'twice@shop.example' }),
    },
  ],
];

it(
  'twelve kinds of orders travel from the shop through Tryton and the warehouse, and all three books agree',
  { timeout: 420_000 },
  async () => {
    const placed: { kind: string; order: WooOrder }[] = [];
    for (const [kind, spec] of ORDERS.slice(0, -1)) placed.push({ kind, order: world.store.placeOrder(normal(spec)) });
    await finished(placed.filter(({ kind }) => !kind.startsWith('cancelled')));
    const [lastKind, lastSpec] = ORDERS.at(-1)!;
    world.proxy.fault({ mode: 'timeout-after-commit', body: 'model.sale.sale.create', count: 1, drop: true });
    placed.push({ kind: lastKind, order: world.store.placeOrder(normal(lastSpec)) });
    await cancelHeld(placed.find(({ kind }) => kind.startsWith('cancelled'))!.order);
    await finished(placed.filter(({ kind }) => !kind.startsWith('cancelled')));
    const books = await trytonBooks(world.tryton);
    const rows = placed.map(({ kind, order }) => compare(kind, order, books.get(`shop:${order.id}`)));
    console.table(rows.map(({ problems, ...row }) => ({ ...row, agree: problems.length === 0 ? 'yes' : problems.join('; ') })));
    expect(rows.flatMap(({ kind, problems }) => problems.map((problem) => `${kind}: ${problem}`))).toEqual([]);
    const attempts = await world.agent.database.read
      .selectFrom('deliveries')
      .select('attempts')
      .where('subject', '=', `shop/sales-order/${placed.at(-1)!.order.id}`)
      .where('key', '=', 'erp.sales-order')
      .executeTakeFirst();
    expect(attempts?.attempts).toBeGreaterThan(1);
  },
);

function normal(spec: OrderSpec): OrderSpec {
  return { shipping: { method: 'flat_rate', title: 'Flat rate', cents: 490 }, ...spec, order: { ...to('GB'), ...spec.order } };
}

async function finished(placed: readonly { order: WooOrder }[]): Promise<void> {
  const ids = new Set(placed.map(({ order }) => order.id));
  const unfinished = (): number[] =>
    world.store.books().orders.flatMap(({ id, status }) => (ids.has(id) && status !== 'completed' ? [id] : []));
  try {
    await until('the orders are completed in the shop', () => unfinished().length === 0, PATIENCE_MS);
    await until('every party has been told', async () => (await underWay()) === 0, PATIENCE_MS);
  } catch (cause) {
    const open = await world.agent.database.read
      .selectFrom('exceptions')
      .select(['order_id', 'code', 'message'])
      .where('state', '=', 'open')
      .execute();
    const stages = await world.agent.database.read.selectFrom('ledgers').select(['order_id', 'stage']).execute();
    throw new Error(`not finished: ${JSON.stringify({ unfinished: unfinished(), open, stages })}`, { cause });
  }
}

async function underWay(): Promise<number> {
  const rows = await world.agent.database.read.selectFrom('deliveries').select('id').where('state', 'in', ['pending', 'sending']).execute();
  return rows.length;
}

async function cancelHeld(order: WooOrder): Promise<void> {
  const held = () => world.wms.books().fulfillmentOrders.find(({ orderReference }) => orderReference === `shop:${order.id}`);
  await until('the warehouse holds the order', () => held()?.status === 'released' || held()?.status === 'allocated', PATIENCE_MS);
  world.store.updateOrder(order.id, { status: 'cancelled' });
  await until('the warehouse gave the order back', () => held()?.status === 'cancelled', PATIENCE_MS);
  await until(
    'Tryton holds no open goods for it',
    async () => Object.keys((await trytonBooks(world.tryton)).get(`shop:${order.id}`)?.open ?? { x: 1 }).length === 0,
    PATIENCE_MS,
  );
}

function compare(kind: string, given: WooOrder, erp: TrytonBook | undefined) {
  const { orders, shipments, notes } = world.store.books();
  const shop = orders.find(({ id }) => id === given.id)!;
  const requests = world.wms.books().fulfillmentOrders.filter(({ orderReference }) => orderReference === `shop:${shop.id}`);
  const parcels = requests.flatMap((request) => request.shipments);
  const numbers = parcels.flatMap((parcel) => parcel.packages.map(({ trackingNumber }) => trackingNumber ?? '')).sort();
  const ordered = sum(shop.line_items.map(({ quantity }) => quantity));
  const left = sum(parcels.flatMap((parcel) => parcel.lines.map(({ quantity }) => Number(quantity))));
  const booked = sum(Object.values(erp?.shipped ?? {}));
  const cancelled = kind.startsWith('cancelled');
  const checks: [boolean, string][] = [
    [erp?.sales === 1, `${erp?.sales ?? 0} sales in Tryton`],
    [erp?.total === shop.total, `total ${erp?.total ?? '-'} in Tryton, ${shop.total} in the shop`],
    [erp?.tax === shop.total_tax, `tax ${erp?.tax ?? '-'} in Tryton, ${shop.total_tax} in the shop`],
    [requests.length === 1, `${requests.length} fulfillment orders`],
    [left === (cancelled ? 0 : ordered), `${left} of ${ordered} units left`],
    [booked === left, `${booked} units booked in Tryton, ${left} left`],
    [
      JSON.stringify([...(erp?.tracking ?? [])].sort()) === JSON.stringify(numbers),
      `tracking ${String(erp?.tracking)} in Tryton, ${String(numbers)} at the warehouse`,
    ],
    [shipments.filter(({ orderId }) => orderId === shop.id).length === parcels.length, 'the shop shows other parcels'],
    [notes.filter(({ orderId, customer }) => orderId === shop.id && customer).length === parcels.length, 'not one note for each parcel'],
    [shop.status === (cancelled ? 'cancelled' : 'completed'), `the shop says ${shop.status}`],
  ];
  const problems = checks.flatMap(([good, problem]) => (good ? [] : [problem]));
  return {
    kind,
    shop: shop.status,
    total: shop.total,
    tryton: `${erp?.number ?? '-'} ${erp?.state ?? ''}`,
    erpTotal: erp?.total ?? '-',
    ordered,
    left,
    booked,
    parcels: parcels.length,
    problems,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The sample order knows one rate; here the book has its own. */
function twoTaxRates(): OrderSpec {
  const line = (id: number, sku: string, quantity: number, total: string, tax: string, rate: number) => ({
    ...{
      id,
      name: sku,
      product_id: id,
      variation_id: 0,
      quantity,
      tax_class: '',
      subtotal: total,
      subtotal_tax: tax,
      total,
      total_tax: tax,
    },
    ...{ taxes: [{ id: rate, total: tax, subtotal: tax }], meta_data: [], sku, price: Number(total) / quantity },
  });
  const rate = (id: number, percent: number, goods: string, shipping: string) => ({
    ...{ id: 900 + id, rate_code: `VAT-${id}`, rate_id: id, label: 'VAT', compound: false, tax_total: goods, shipping_tax_total: shipping },
    ...{ rate_percent: percent, meta_data: [] },
  });
  return {
    order: {
      line_items: [line(1, 'BOOK', 1, '24.00', '2.40', 2), line(2, 'TEE-M', 2, '39.80', '7.96', 1)],
      tax_lines: [rate(1, 20, '7.96', '0.98'), rate(2, 10, '2.40', '0.00')],
      fee_lines: [],
      coupon_lines: [],
      discount_total: '0.00',
      cart_tax: '10.36',
      total_tax: '11.34',
      total: '80.04',
      ...to('GB', { email: 'two@shop.example' }),
    },
  };
}
