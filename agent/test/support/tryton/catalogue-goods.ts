import type { Scenario } from '../../catalogue/scenario.ts';
import type { TrytonClient } from './client.ts';
import type { RunningTryton } from './start.ts';

const PLENTY = 1000;

/** Codes of a scenario's goods in Tryton, by the shop's SKU. */
export type Codes = ReadonlyMap<string, string>;

interface Given {
  readonly stock?: Readonly<Record<string, number>>;
  readonly expected?: Readonly<Record<string, string>>;
}

/** Goods of its own for every scenario, so that none reserves what another one counts on; with their stock, and with what suppliers owe. */
export async function stockCatalogue(tryton: RunningTryton, scenarios: readonly Scenario[]): Promise<ReadonlyMap<string, Codes>> {
  const goods = scenarios.flatMap((scenario) => skusOf(scenario).map((sku) => ({ scenario, sku, code: `${sku}@${scenario.id}` })));
  const products = await makeProducts(
    tryton.query,
    goods.map(({ code }) => code),
  );
  const place = await placesOf(tryton.query);
  const lines = goods.flatMap(({ scenario, sku, code }) => {
    const count = (scenario.erp as Given | undefined)?.stock?.[sku] ?? PLENTY;
    return count === 0 ? [] : [{ product: products.get(code), quantity: count, expected_quantity: 0 }];
  });
  const [inventory] = await tryton.query.call<number[]>('model.stock.inventory.create', [
    { location: place.shelf, lines: [['create', lines]] },
  ]);
  await tryton.query.button('stock.inventory', 'confirm', [inventory ?? 0]);
  for (const { scenario, sku, code } of goods) {
    const day = (scenario.erp as Given | undefined)?.expected?.[sku];
    if (day !== undefined) await supply(tryton.query, products.get(code) ?? 0, 10, day);
  }
  const codes = (scenario: Scenario): Codes =>
    new Map(goods.filter((each) => each.scenario === scenario).map(({ sku, code }) => [sku, code]));
  return new Map(scenarios.map((scenario) => [scenario.id, codes(scenario)]));
}

function skusOf({ order, when }: Scenario): string[] {
  const edited = when.flatMap(({ act }) => (act.do === 'shop.edit' ? Object.keys(act.units ?? {}) : []));
  return [...new Set([...(order.lines ?? []).map(({ sku }) => sku), ...edited])];
}

async function makeProducts(query: TrytonClient, codes: readonly string[]): Promise<Map<string, number>> {
  const [model] = await query.find<{ 'template.': { account_category: number; default_uom: number } }>(
    'product.product',
    [['code', '=', 'CAP']],
    ['template.account_category', 'template.default_uom'],
  );
  const { account_category, default_uom } = model!['template.'];
  const price = { __class__: 'Decimal', decimal: '10' };
  const values = codes.map((code) => ({
    ...{ name: code, type: 'goods', salable: true, list_price: price, cost_price_method: 'fixed' },
    ...{ account_category, default_uom, sale_uom: default_uom },
    products: [['create', [{ suffix_code: code, cost_price: { __class__: 'Decimal', decimal: '1' } }]]],
  }));
  await query.call('model.product.template.create', values);
  const rows = await query.find<{ id: number; code: string }>('product.product', [['code', 'in', codes]], ['code']);
  return new Map(rows.map(({ code, id }) => [code, id]));
}

/** Goods that a supplier owes by a day (null: nobody knows when). */
export async function supply(query: TrytonClient, product: number, quantity: number, day: string | null): Promise<number> {
  const { shelf, supplier } = await placesOf(query);
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const [currency] = await query.find<{ id: number }>('currency.currency', [['code', '=', 'EUR']], ['id']);
  const [id] = await query.call<number[]>('model.stock.move.create', [
    {
      ...{ product, quantity, uom: 1, from_location: supplier, to_location: shelf, company: 1, currency: currency?.id },
      unit_price: { __class__: 'Decimal', decimal: '1' },
      planned_date: day === null ? null : { __class__: 'date', year, month, day: date },
    },
  ]);
  return id ?? 0;
}

async function placesOf(query: TrytonClient): Promise<{ shelf: number; supplier: number }> {
  const [warehouse] = await query.find<{ storage_location: number }>('stock.location', [['code', '=', 'WH']], ['storage_location']);
  const [supplier] = await query.find<{ id: number }>('stock.location', [['type', '=', 'supplier']], ['id']);
  return { shelf: warehouse?.storage_location ?? 0, supplier: supplier?.id ?? 0 };
}
