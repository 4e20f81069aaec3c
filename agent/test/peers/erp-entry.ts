import type { Books } from './books.ts';
import type { Code } from './codes.ts';
import { fromMicro, round, toMicro } from './decimal.ts';
import type { ErpCharge, ErpLine, ErpOrder, ErpTax } from './erp-documents.ts';
import { Refusal, rows, text } from './routing.ts';

/** Checks an order as it comes in and values it: codes must be known, tax is the ERP's own, and the total must be the one that the sender expects. */
export function enterOrder(books: Books, body: Record<string, unknown>, id: string, now: string): ErpOrder {
  const currency = text(body, 'currency');
  if (!/^[A-Z]{3}$/.test(currency)) throw new Refusal(422, 'order-refused', 'The order has no currency.');
  if (!books.table('customers').has(text(body, 'customer')))
    throw new Refusal(422, 'customer-unknown', `There is no customer "${text(body, 'customer')}".`);
  if (!books.table('warehouses').has(text(body, 'warehouse')))
    throw new Refusal(422, 'warehouse-unknown', `There is no warehouse "${text(body, 'warehouse')}".`);
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const lines = rows(body, 'lines').map((line, at) => enterLine(books, line, `${id}-${at + 1}`, digits));
  if (lines.length === 0) throw new Refusal(422, 'order-refused', 'The order has no lines.');
  const charges = rows(body, 'charges').map((charge) => enterCharge(books, charge, digits));
  const sums = valueOf([...lines, ...charges], digits);
  expectSame(body, sums, currency);
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    status: 'received',
    customer: text(body, 'customer'),
    shopNumber: text(body, 'number'),
    orderedAt: text(body, 'orderedAt'),
    currency,
    warehouse: text(body, 'warehouse'),
    billTo: (body['billTo'] ?? {}) as Record<string, unknown>,
    shipTo: (body['shipTo'] ?? {}) as Record<string, unknown>,
    payment: (body['payment'] ?? {}) as Record<string, unknown>,
    note: text(body, 'note'),
    lines,
    charges,
    ...sums,
    shipments: [],
    history: [{ status: 'received', at: now }],
    createdAt: now,
    updatedAt: now,
  };
}

function enterLine(books: Books, line: Record<string, unknown>, id: string, digits: number): ErpLine {
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
    shipped: '0',
    expectedAt: null,
  };
}

function enterCharge(books: Books, charge: Record<string, unknown>, digits: number): ErpCharge {
  const net = toMicro(charge['net']);
  return {
    ref: text(charge, 'ref'),
    kind: text(charge, 'kind'),
    name: text(charge, 'name'),
    net: fromMicro(net, digits),
    taxes: enterTaxes(books, net, rows(charge, 'taxes'), digits),
  };
}

/** A given tax stands when it is what the ERP's own rate gives, but for rounding; otherwise the ERP books its own. */
function enterTaxes(books: Books, net: bigint, taxes: readonly Record<string, unknown>[], digits: number): ErpTax[] {
  const tolerance = 2n * 10n ** BigInt(6 - digits);
  return taxes.map((tax) => {
    const code = text(tax, 'code');
    const known = books.table<Code>('taxes').get(code);
    if (!known) throw new Refusal(422, 'tax-unknown', `There is no tax "${code}".`, { tax: code });
    const rate = typeof known['rate'] === 'string' ? known['rate'] : null;
    const given = toMicro(tax['amount']);
    const own = rate === null ? given : round((net * toMicro(rate)) / 100_000_000n, digits);
    const difference = own > given ? own - given : given - own;
    return { code, rate, amount: fromMicro(difference <= tolerance ? given : own, digits) };
  });
}

function valueOf(parts: readonly { net: string; taxes: readonly ErpTax[] }[], digits: number): { total: string; taxTotal: string } {
  let tax = 0n;
  let net = 0n;
  for (const part of parts) {
    net += toMicro(part.net);
    for (const { amount } of part.taxes) tax += toMicro(amount);
  }
  return { total: fromMicro(net + tax, digits), taxTotal: fromMicro(tax, digits) };
}

function expectSame(body: Record<string, unknown>, sums: { total: string; taxTotal: string }, currency: string): void {
  const differs = (field: string, own: string): boolean => body[field] !== undefined && toMicro(body[field]) !== toMicro(own);
  if (!differs('expectedTotal', sums.total) && !differs('expectedTaxTotal', sums.taxTotal)) return;
  throw new Refusal(422, 'total-differs', `The order comes to ${sums.total} ${currency}, of which tax ${sums.taxTotal}.`, {
    ...sums,
    currency,
  });
}
