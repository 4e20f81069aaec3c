import type { ErpBooks } from '../../agent/test/peers/erp.ts';
import type { WmsBooks } from '../../agent/test/peers/wms.ts';
import type { ShopRow } from './seed-shop.ts';

/** One order as the three parties hold it. */
export interface BookLine {
  readonly order: string;
  readonly shop: string;
  readonly shopTotal: string;
  readonly erp: string;
  readonly erpTotal: string;
  readonly ordered: number;
  readonly shipped: number;
  readonly parcels: number;
  readonly told: number;
  readonly problems: readonly string[];
}

const money = (cents: number): string => (cents / 100).toFixed(2);

/** Compares the books of all three, order by order; an order without problems ended as it should. */
export function compareBooks(shop: readonly ShopRow[], erp: ErpBooks, wms: WmsBooks): BookLine[] {
  return shop.map((row) => {
    const reference = `shop:${row.id}`;
    const sales = erp.salesOrders.filter((order) => order.reference === reference);
    const requests = wms.fulfillmentOrders.filter((order) => order.orderReference === reference);
    const shipments = requests.flatMap((order) => order.shipments);
    const shipped = shipments.flatMap((shipment) => shipment.lines).reduce((sum, line) => sum + Number(line.quantity), 0);
    const booked = sales
      .flatMap((order) => order.shipments)
      .flatMap((shipment) => shipment.lines)
      .reduce((sum, line) => sum + Number(line.quantity), 0);
    const erpCents = Math.round(Number(sales[0]?.total ?? 0) * 100);
    const problems = [
      sales.length === 1 ? '' : `${sales.length} orders in the ERP`,
      requests.length === 1 ? '' : `${requests.length} fulfillment orders`,
      erpCents === row.cents ? '' : `ERP total ${money(erpCents)} is not the shop's ${money(row.cents)}`,
      shipped === row.units ? '' : `${shipped} of ${row.units} units shipped`,
      booked === shipped ? '' : `${booked} units booked in the ERP, ${shipped} shipped`,
      row.status === 'completed' ? '' : `shop says ${row.status}`,
      row.customerNotes === shipments.length ? '' : `${row.customerNotes} customer notes for ${shipments.length} parcels`,
    ].filter((problem) => problem !== '');
    return {
      order: row.number,
      shop: row.status,
      shopTotal: money(row.cents),
      erp: sales[0]?.number ?? '-',
      erpTotal: money(erpCents),
      ordered: row.units,
      shipped,
      parcels: shipments.length,
      told: row.customerNotes,
      problems,
    };
  });
}

/** The 50th and 95th percentile in milliseconds; null for none. */
export function percentiles(values: readonly number[]): { p50: number | null; p95: number | null } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number | null => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? null;
  return { p50: at(0.5), p95: at(0.95) };
}
