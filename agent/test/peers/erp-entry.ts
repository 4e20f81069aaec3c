import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import type { ErpCharge, ErpLine, ErpOrder, ErpTerms } from './erp-documents.ts';
import { amountOf, digitsOf, enterTaxes, minorUnits, valueOf, type Sums } from './erp-valuing.ts';
import { Refusal, rows, text } from './routing.ts';

const CHARGES = new Set(['shipping', 'fee', 'gift-card']);

/** Checks what an order sells and values it: codes must be known, tax is the ERP's own. `offBy` minor units are added to its total. */
export function enterTerms(books: Books, body: Record<string, unknown>, lineId: (ref: string) => string, offBy = 0): ErpTerms {
  const currency = text(body, 'currency');
  if (!/^[A-Z]{3}$/.test(currency)) throw new Refusal(422, 'order-refused', 'The order has no currency.');
  if (!books.table('customers').has(text(body, 'customer')))
    throw new Refusal(422, 'customer-unknown', `There is no customer "${text(body, 'customer')}".`);
  if (!books.table('warehouses').has(text(body, 'warehouse')))
    throw new Refusal(422, 'warehouse-unknown', `There is no warehouse "${text(body, 'warehouse')}".`);
  const digits = digitsOf(currency);
  const lines = rows(body, 'lines').map((line) => enterLine(books, line, lineId(text(line, 'ref')), digits));
  if (lines.length === 0) throw new Refusal(422, 'order-refused', 'The order has no lines.');
  const charges = rows(body, 'charges').map((charge) => enterCharge(books, charge, digits));
  return {
    currency,
    customer: text(body, 'customer'),
    warehouse: text(body, 'warehouse'),
    shippingMethod: text(body, 'shippingMethod') || null,
    billTo: (body['billTo'] ?? {}) as Record<string, unknown>,
    shipTo: (body['shipTo'] ?? {}) as Record<string, unknown>,
    payment: (body['payment'] ?? {}) as Record<string, unknown>,
    note: text(body, 'note'),
    lines,
    charges,
    ...sumsOf({ currency, lines, charges }, offBy),
  };
}

/** A new order, when it comes to what the sender expects. */
export function enterOrder(books: Books, body: Record<string, unknown>, id: string, now: string, offBy: number): ErpOrder {
  let count = 0;
  const terms = enterTerms(books, body, () => `${id}-${(count += 1)}`, offBy);
  expectSame(body, terms);
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    status: 'received',
    shopNumber: text(body, 'number'),
    orderedAt: text(body, 'orderedAt'),
    ...terms,
    shipments: [],
    changes: [],
    invoicedAt: null,
    history: [{ status: 'received', at: now }],
    createdAt: now,
    updatedAt: now,
  };
}

export function sumsOf({ currency, lines, charges }: Pick<ErpTerms, 'currency' | 'lines' | 'charges'>, offBy = 0): Sums {
  const digits = digitsOf(currency);
  const sums = valueOf([...lines, ...charges], digits);
  return { ...sums, total: fromMicro(toMicro(sums.total) + minorUnits(offBy, digits), digits) };
}

export function enterLine(books: Books, line: Record<string, unknown>, id: string, digits: number): ErpLine {
  const item = text(line, 'item');
  if (!books.table('items').has(item)) throw new Refusal(422, 'item-unknown', `There is no item "${item}".`, { item });
  if (toMicro(line['quantity']) <= 0n) throw new Refusal(422, 'order-refused', `The quantity of "${item}" is not positive.`);
  const net = toMicro(line['net']);
  return {
    id,
    ref: text(line, 'ref'),
    item,
    description: text(line, 'description'),
    quantity: fromMicro(toMicro(line['quantity'])),
    unit: text(line, 'unit') || 'C62',
    net: fromMicro(net, digits),
    discount: fromMicro(toMicro(line['discount'] ?? '0'), digits),
    taxes: enterTaxes(books, net, rows(line, 'taxes'), digits),
    reserved: '0',
    allocations: [],
    shipped: '0',
    expectedAt: null,
    refused: false,
  };
}

export function enterCharge(books: Books, charge: Record<string, unknown>, digits: number): ErpCharge {
  const net = toMicro(charge['net']);
  const kind = text(charge, 'kind');
  const taxes = enterTaxes(books, net, rows(charge, 'taxes'), digits);
  if (!CHARGES.has(kind)) throw new Refusal(422, 'order-refused', `There is no kind of charge "${kind}".`);
  if (kind === 'gift-card' && (net > 0n || taxes.length > 0))
    throw new Refusal(422, 'order-refused', 'A gift card pays a part of the order: its amount is negative and untaxed.');
  return { ref: text(charge, 'ref'), kind, code: text(charge, 'code'), name: text(charge, 'name'), net: fromMicro(net, digits), taxes };
}

/** Refuses what does not come to the total that the sender expects, unless so little is missing that a rounding charge may make up for it. */
export function expectSame(body: Record<string, unknown>, terms: ErpTerms): void {
  const missing = (field: string, own: string): bigint => (body[field] === undefined ? 0n : toMicro(body[field]) - toMicro(own));
  const total = missing('expectedTotal', terms.total);
  const tax = missing('expectedTaxTotal', terms.taxTotal);
  if (total === 0n && tax === 0n) return;
  const digits = digitsOf(terms.currency);
  const most = minorUnits(Number(body['roundingTolerance'] ?? 0), digits);
  const small = (amount: bigint): boolean => amount <= most && -amount <= most;
  const code = [...terms.lines, ...terms.charges].flatMap(({ taxes }) => taxes)[0]?.code;
  if (small(total) && small(tax) && (tax === 0n || code !== undefined)) {
    const taxes = code === undefined || tax === 0n ? [] : [{ code, rate: null, amount: fromMicro(tax, digits) }];
    terms.charges.push({ ref: '', kind: 'rounding', code: '', name: 'Rounding', net: amountOf(total - tax, digits), taxes });
    terms.total = fromMicro(toMicro(terms.total) + total, digits);
    terms.taxTotal = fromMicro(toMicro(terms.taxTotal) + tax, digits);
    return;
  }
  const { total: own, taxTotal, currency } = terms;
  const message = `The order comes to ${own} ${currency}, of which tax ${taxTotal}.`;
  throw new Refusal(422, 'total-differs', message, { total: own, taxTotal, currency });
}
