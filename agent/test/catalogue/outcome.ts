import { openExceptions } from '../support/look.ts';
import type { Outcome, Progress, Units } from './scenario.ts';
import type { Stage } from './stage.ts';

/** What the three parties and the exceptions show of an order right now, in the words of a scenario. */
export async function outcomeOf(stage: Stage, orderId: number): Promise<Outcome> {
  const reference = `shop:${orderId}`;
  const open = (await openExceptions({ agent: await stage.lives.agent() })).filter(({ order_id }) => order_id === String(orderId));
  return {
    shop: await stage.shop.seen(orderId),
    erp: stage.realErp ? await stage.realErp.outcome(reference) : inErp(stage, reference),
    warehouse: inWarehouse(stage, reference),
    open: open.map(({ code }) => code).sort(),
  };
}

function inErp({ erp }: Stage, reference: string): Outcome['erp'] {
  const books = erp.books();
  const orders = books.salesOrders.filter((each) => each.reference === reference);
  if (orders.length > 1) throw new Error(`the ERP has ${reference} ${orders.length} times`);
  const [order] = orders;
  const skuOf = new Map(books.items.map((item) => [item.code, String(item['sku'] ?? item.code)]));
  return {
    order: order
      ? {
          status: order.status,
          lines: progressOf(order.lines, (line) => skuOf.get(line.item) ?? line.item),
          total: order.total,
        }
      : null,
    returns: books.returnOrders
      .filter((each) => each.orderReference === reference)
      .map(({ status, lines }) => ({ status, lines: unitsOf(lines, ({ sku, quantity }) => [sku, Number(quantity)]) })),
    credits: books.creditMemos.filter((each) => each.orderReference === reference).map(({ total }) => total),
  };
}

function inWarehouse({ wms }: Stage, reference: string): Outcome['warehouse'] {
  const { fulfillmentOrders, returns, returnReceipts } = wms.books();
  const orders = fulfillmentOrders.filter((each) => each.orderReference === reference && !each.reference.endsWith('/77'));
  return {
    orders: orders
      .sort((a, b) => Number(a.reference.split('/')[1]) - Number(b.reference.split('/')[1]))
      .map((order) => ({ at: order.warehouse, status: order.status, lines: progressOf(order.lines, ({ sku }) => sku) })),
    returns: returns
      .filter((each) => each.orderReference === reference)
      .map((each) => ({
        announced: unitsOf(each.lines, ({ sku, quantity }) => [sku, Number(quantity)]),
        received: unitsOf(
          returnReceipts.filter((receipt) => receipt.reference === each.reference).flatMap(({ lines }) => lines),
          ({ sku, quantity }) => [sku, Number(quantity)],
        ),
      })),
  };
}

/** Units by SKU of lines, summed up. */
export function unitsOf<L>(lines: readonly L[], of: (line: L) => readonly [string, number]): Units {
  const units: Record<string, number> = {};
  for (const [sku, n] of lines.map(of)) units[sku] = (units[sku] ?? 0) + n;
  return units;
}

function progressOf<L extends { readonly quantity: string; readonly shipped: string }>(
  lines: readonly L[],
  sku: (line: L) => string,
): Progress {
  const all = new Map<string, readonly [number, number]>();
  for (const line of lines) {
    const [ordered, shipped] = all.get(sku(line)) ?? [0, 0];
    all.set(sku(line), [ordered + Number(line.quantity), shipped + Number(line.shipped)]);
  }
  return Object.fromEntries(all);
}

/** Where what is there differs from what is wanted; only what the scenario names is compared. */
export function differences(wanted: Outcome, found: Outcome): string[] {
  const told = wanted.shop.told;
  const toldRight = told?.length === found.shop.told?.length && (told ?? []).every((piece, at) => found.shop.told?.[at]?.includes(piece));
  const left = compare('', { ...wanted, shop: { ...wanted.shop, told: undefined } }, found);
  return told === undefined || toldRight
    ? left
    : [...left, `shop.told: wanted ${JSON.stringify(told)}, found ${JSON.stringify(found.shop.told)}`];
}

function compare(path: string, wanted: unknown, found: unknown): string[] {
  if (wanted === undefined) return [];
  const wrong = `${path}: wanted ${JSON.stringify(wanted)}, found ${JSON.stringify(found)}`;
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return [wrong];
    return wanted.flatMap((each, at) => compare(`${path}[${at}]`, each, found[at]));
  }
  if (wanted !== null && typeof wanted === 'object') {
    if (found === null || typeof found !== 'object') return [wrong];
    const names = isUnits(path) ? [...new Set([...Object.keys(wanted), ...Object.keys(found)])] : Object.keys(wanted);
    return names.flatMap((name) =>
      isUnits(path) && !Object.hasOwn(wanted, name)
        ? [wrong]
        : compare(
            path === '' ? name : `${path}.${name}`,
            (wanted as Record<string, unknown>)[name],
            (found as Record<string, unknown>)[name],
          ),
    );
  }
  return wanted === found ? [] : [wrong];
}

/** Of units, everything that is there counts, not only what is named. */
function isUnits(path: string): boolean {
  return /(\.lines|\.announced|\.received|\.parcels\[\d+\])$/.test(path);
}
