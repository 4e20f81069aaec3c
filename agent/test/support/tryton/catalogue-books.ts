import type { Outcome, Progress, Units } from '../../catalogue/scenario.ts';
import type { TrytonClient } from './client.ts';

interface Sale {
  id: number;
  state: string;
  total_amount: string;
  'currency.': { digits: number };
}
interface Line {
  id: number;
  quantity: number;
  'product.': { code: string; type: string };
}
interface Move {
  id: number;
  state: string;
  quantity: number;
  origin: string;
  shipment: string | null;
}
type ErpOutcome = Outcome['erp'];

/** What Tryton's books say of an order in the words of a scenario, read past the connector. */
export async function catalogueOutcome(query: TrytonClient, reference: string): Promise<ErpOutcome> {
  const fields = ['state', 'total_amount', 'currency.digits'];
  const sales = await query.find<Sale>('sale.sale', [['web_id', '=', reference]], fields);
  if (sales.length > 1) throw new Error(`Tryton has ${reference} ${sales.length} times`);
  const [sale] = sales;
  if (sale === undefined) return { order: null, returns: [], credits: [] };
  const back = await query.find<Sale & { web_id: string }>('sale.sale', [['origin', '=', `sale.sale,${sale.id}`]], [...fields, 'web_id']);
  return {
    order: await orderOf(query, sale),
    returns: await Promise.all(back.filter(({ web_id }) => !web_id.endsWith('/credit')).map((each) => returnOf(query, each))),
    credits: (await Promise.all(back.filter(({ web_id }) => web_id.endsWith('/credit')).map((each) => creditsOf(query, each)))).flat(),
  };
}

async function orderOf(query: TrytonClient, sale: Sale): Promise<ErpOutcome['order']> {
  const lines = await linesOf(query, sale.id);
  const moves = await query.find<Move>('stock.move', [['sale', '=', sale.id]], ['state', 'quantity', 'origin', 'shipment']);
  const progress: Record<string, readonly [number, number]> = {};
  for (const { id, quantity, 'product.': product } of lines) {
    const shipped = moves.filter(({ state, origin }) => state === 'done' && origin === `sale.line,${id}`);
    const left = shipped.reduce((sum, move) => sum + move.quantity, 0);
    const [before, gone] = progress[skuOf(product.code)] ?? [0, 0];
    // An amendment cannot take a line out; it ends at nothing.
    if (quantity !== 0 || left !== 0) progress[skuOf(product.code)] = [before + quantity, gone + left];
  }
  return { status: await statusOf(query, sale, moves), lines: progress satisfies Progress, total: text(sale.total_amount, sale, 1) };
}

async function statusOf(query: TrytonClient, { state }: Sale, moves: readonly Move[]): Promise<string> {
  if (state === 'cancelled' || state === 'draft' || state === 'quotation') return state;
  const open = moves.filter((move) => move.state !== 'done' && move.state !== 'cancelled');
  // Tryton says "processing" until the bill is paid; for a scenario an order is closed when nothing is left to ship.
  if (open.length === 0) return moves.some((move) => move.state === 'done') ? 'closed' : 'cancelled';
  const ids = [...new Set(open.map(({ shipment }) => Number(shipment?.split(',')[1])))];
  const shipments = await query.find<{ state: string }>('stock.shipment.out', [['id', 'in', ids]], ['state']);
  return shipments.every((shipment) => ['assigned', 'picked', 'packed'].includes(shipment.state)) ? 'reserved' : 'backordered';
}

async function returnOf(query: TrytonClient, sale: Sale): Promise<{ status: string; lines: Units }> {
  const lines = await linesOf(query, sale.id);
  const units = Object.fromEntries(lines.map(({ quantity, 'product.': { code } }) => [skuOf(code), -quantity]));
  const back = await query.find<{ state: string }>('stock.shipment.out.return', [['moves.sale', '=', sale.id]], ['state']);
  return { status: back.every(({ state }) => state === 'done') ? 'closed' : 'open', lines: units };
}

/** Posted credit notes, as positive amounts. */
async function creditsOf(query: TrytonClient, sale: Sale): Promise<string[]> {
  const domain = [
    ['sales', '=', sale.id],
    ['state', 'in', ['posted', 'paid']],
  ];
  const invoices = await query.find<{ total_amount: string }>('account.invoice', domain, ['total_amount']);
  return invoices.map(({ total_amount }) => text(total_amount, sale, -1));
}

async function linesOf(query: TrytonClient, sale: number): Promise<Line[]> {
  const lines = await query.find<Line>('sale.line', [['sale', '=', sale]], ['quantity', 'product.code', 'product.type']);
  return lines.filter((line) => line['product.'].type !== 'service');
}

const skuOf = (code: string): string => code.split('@')[0] ?? code;

// Tryton keeps as many decimals as a sum had.
function text(amount: string, { 'currency.': { digits } }: Sale, sign: 1 | -1): string {
  return (sign * Number(amount)).toFixed(digits);
}
