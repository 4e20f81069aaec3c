import { formatMoney, parseMoney } from '../../../src/domain/money.ts';
import type { RunningTryton } from './start.ts';

/** What Tryton's books say of one order, in plain values that compare with the shop's: amounts as decimal strings, units by product code. */
export interface TrytonBook {
  readonly reference: string;
  /** How many sales carry this reference; anything but 1 is a fault. */
  readonly sales: number;
  readonly saleId: number;
  readonly number: string | null;
  readonly state: string;
  readonly untaxed: string;
  readonly tax: string;
  readonly total: string;
  readonly lines: readonly {
    readonly code: string;
    readonly quantity: number;
    readonly unitPrice: string;
    readonly amount: string;
    readonly taxes: number;
  }[];
  readonly shipped: Readonly<Record<string, number>>;
  readonly open: Readonly<Record<string, number>>;
  readonly shipments: readonly {
    readonly number: string | null;
    readonly state: string;
    readonly reference: string | null;
    readonly carrier: string | null;
  }[];
  readonly tracking: readonly string[];
  readonly invoices: readonly { readonly state: string; readonly total: string }[];
}

interface Sale {
  id: number;
  number: string | null;
  state: string;
  web_id: string;
  untaxed_amount: string;
  tax_amount: string;
  total_amount: string;
}
interface Line {
  id: number;
  sale: number;
  quantity: number;
  unit_price: string;
  amount: string;
  taxes: number[];
  'product.': { code: string };
}
interface Move {
  sale: number;
  state: string;
  quantity: number;
  shipment: string;
  'product.': { code: string };
}
interface Shipment {
  id: number;
  number: string | null;
  state: string;
  reference: string | null;
  'carrier.': { rec_name: string } | null;
}

/** Tryton's books for all orders that came from a shop, by our reference ("shop:1001"), read past the connector. */
export async function trytonBooks(tryton: Pick<RunningTryton, 'query'>): Promise<ReadonlyMap<string, TrytonBook>> {
  const { query } = tryton;
  const sales = await query.find<Sale>(
    'sale.sale',
    [['web_id', '!=', null]],
    ['number', 'state', 'web_id', 'untaxed_amount', 'tax_amount', 'total_amount'],
  );
  const ids = sales.map((sale) => sale.id);
  const lines = await query.find<Line>(
    'sale.line',
    [['sale', 'in', ids]],
    ['sale', 'quantity', 'unit_price', 'amount', 'taxes', 'product.code'],
  );
  const moves = await query.find<Move>('stock.move', [['sale', 'in', ids]], ['sale', 'state', 'quantity', 'shipment', 'product.code']);
  const shipments = await query.find<Shipment>('stock.shipment.out', [], ['number', 'state', 'reference', 'carrier.rec_name']);
  const packages = await query.find<{ shipment: string; shipping_reference: string | null }>(
    'stock.package',
    [],
    ['shipment', 'shipping_reference'],
  );
  const invoices = await query.find<{ sales: number[]; state: string; total_amount: string }>(
    'account.invoice',
    [],
    ['sales', 'state', 'total_amount'],
  );
  const books = new Map<string, TrytonBook>();
  for (const sale of sales) {
    const own = moves.filter((move) => move.sale === sale.id);
    const refs = new Set(own.map((move) => move.shipment));
    books.set(sale.web_id, {
      reference: sale.web_id,
      sales: sales.filter((other) => other.web_id === sale.web_id).length,
      saleId: sale.id,
      number: sale.number,
      state: sale.state,
      untaxed: cents(sale.untaxed_amount),
      tax: cents(sale.tax_amount),
      total: cents(sale.total_amount),
      lines: lines
        .filter((line) => line.sale === sale.id)
        .map((line) => ({
          code: line['product.'].code,
          quantity: line.quantity,
          unitPrice: line.unit_price,
          amount: cents(line.amount),
          taxes: line.taxes.length,
        })),
      shipped: unitsOf(own.filter((move) => move.state === 'done')),
      open: unitsOf(own.filter((move) => move.state !== 'done' && move.state !== 'cancelled')),
      shipments: shipments
        .filter((shipment) => refs.has(`stock.shipment.out,${shipment.id}`))
        .map((shipment) => ({
          number: shipment.number,
          state: shipment.state,
          reference: shipment.reference,
          carrier: shipment['carrier.']?.rec_name ?? null,
        })),
      tracking: packages.filter((each) => refs.has(each.shipment)).flatMap((each) => each.shipping_reference ?? []),
      invoices: invoices
        .filter((invoice) => invoice.sales.includes(sale.id))
        .map((invoice) => ({ state: invoice.state, total: cents(invoice.total_amount) })),
    });
  }
  return books;
}

function unitsOf(moves: readonly Move[]): Record<string, number> {
  const units: Record<string, number> = {};
  for (const move of moves) units[move['product.'].code] = (units[move['product.'].code] ?? 0) + move.quantity;
  return units;
}

// Tryton writes a sum of nothing as "0" and keeps as many decimals as the sum had.
function cents(amount: string): string {
  return formatMoney(parseMoney(amount, 'EUR'));
}
