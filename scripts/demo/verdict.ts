import { differences } from '../../agent/test/catalogue/outcome.ts';
import { demoOrder, EDITED, STORY_ORDERS } from './catalogue.ts';
import { foundOf, type AllBooks } from './found.ts';
import type { ShopRow } from './seed-shop.ts';
import { wantedOf } from './wanted.ts';

/** One order as the three parties hold it; money as decimal text. */
export interface BookLine {
  readonly id: number;
  readonly order: string;
  readonly shop: string;
  readonly shopTotal: string;
  readonly erp: string;
  readonly erpTotal: string;
  readonly ordered: number;
  readonly shipped: number;
  readonly parcels: number;
  readonly told: number;
  readonly refunded: string;
  readonly credited: string;
  readonly problems: readonly string[];
}

const money = (cents: number): string => (cents / 100).toFixed(2);
const cents = (amounts: readonly string[]): number => amounts.reduce((sum, amount) => sum + Math.round(Number(amount) * 100), 0);

/** Compares the books of all three, order by order and with how each should have ended; an order without problems ended as it should. */
export function compareBooks(books: AllBooks): BookLine[] {
  return books.shop.map((row, at) => {
    const sales = books.erp.salesOrders.filter(({ reference }) => reference === `shop:${row.id}`);
    const requests = books.wms.fulfillmentOrders.filter(({ orderReference }) => orderReference === `shop:${row.id}`);
    const shipments = requests.flatMap((order) => order.shipments);
    const credits = books.erp.creditMemos.filter(({ orderReference }) => orderReference === `shop:${row.id}`);
    const ordered = Object.values(row.units).reduce((sum, n) => sum + n, 0);
    const erpTotal = cents([sales[0]?.total ?? '0']);
    const figures = {
      ordered,
      erpTotal,
      shipped: unitsIn(shipments),
      booked: unitsIn(sales.flatMap((order) => order.shipments)),
      refunded: cents(row.refunds),
      credited: cents(credits.map(({ total }) => total)),
    };
    return {
      id: row.id,
      order: row.number,
      shop: row.status,
      shopTotal: money(row.cents),
      erp: sales[0]?.number ?? '-',
      erpTotal: money(erpTotal),
      ordered,
      shipped: figures.shipped,
      parcels: shipments.length,
      told: row.told.length,
      refunded: money(figures.refunded),
      credited: money(figures.credited),
      problems: [...disagreements(row, figures), ...notAsWanted(books, row, at)],
    };
  });
}

interface Figures {
  readonly ordered: number;
  readonly shipped: number;
  readonly booked: number;
  readonly erpTotal: number;
  readonly refunded: number;
  readonly credited: number;
}

/** Where the parties do not agree with each other, whatever should have happened. */
function disagreements(row: ShopRow, { ordered, shipped, booked, erpTotal, refunded, credited }: Figures): string[] {
  return [
    erpTotal === row.cents ? '' : `ERP total ${money(erpTotal)} is not the shop's ${money(row.cents)}`,
    shipped === ordered ? '' : `${shipped} of ${ordered} units shipped`,
    booked === shipped ? '' : `${booked} units booked in the ERP, ${shipped} shipped`,
    refunded === credited ? '' : `${money(refunded)} went back in the shop, ${money(credited)} in the ERP`,
  ].filter((problem) => problem !== '');
}

/** Where they agree on the wrong thing. */
function notAsWanted(books: AllBooks, row: ShopRow, at: number): string[] {
  const street = at === STORY_ORDERS.edit ? EDITED.street : demoOrder(at).person[2];
  const sent = books.wms.fulfillmentOrders.filter(({ orderReference }) => orderReference === `shop:${row.id}`);
  const astray = sent
    .filter(({ shipTo }) => shipTo['line1'] !== street)
    .map(({ shipTo }) => `sent to ${String(shipTo['line1'])}, not ${street}`);
  try {
    return [...differences(wantedOf(at), foundOf(books, row)), ...astray];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function unitsIn(shipments: readonly { readonly lines: readonly { readonly quantity: string }[] }[]): number {
  return shipments.flatMap(({ lines }) => lines).reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

/** The 50th and 95th percentile in milliseconds; null for none. */
export function percentiles(values: readonly number[]): { p50: number | null; p95: number | null } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number | null => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { p50: at(0.5), p95: at(0.95) };
}
