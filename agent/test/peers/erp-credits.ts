import { fromMicro, toMicro } from './decimal.ts';
import { CREDIT_STATES, type ErpCharge, type ErpCredit, type ErpCreditStatus, type ErpOrder } from './erp-documents.ts';
import { digitsOf, enterTaxes, rescale, valueOf } from './erp-valuing.ts';
import { lineNamed, lineOf, orderNamed, type Floor } from './erp-work.ts';
import type { Register } from './register.ts';
import { ok, Refusal, rows, text, type Route } from './routing.ts';

export const CREDITS = 'credit-memos';

/** Credit memos: asked for by other systems, or made here. */
export function creditRoutes(floor: Floor, credits: Register<ErpCredit>): Route[] {
  const post = (memo: ErpCredit): void => {
    if (memo.status === 'draft') floor.later(() => memo.status === 'draft' && setStatus(floor, memo, 'posted'));
  };
  credits.all().forEach(post);
  return [
    {
      method: 'POST',
      path: `/${CREDITS}`,
      run: (request) => {
        const { document, reply } = credits.create(request, (id) => fromOutside(floor, credits, request.body, id));
        post(document);
        return reply();
      },
    },
    ...credits.routes,
    { method: 'POST', path: '/_credit', run: ({ body }) => ok(madeHere(floor, credits, body)) },
    {
      method: 'POST',
      path: '/_credit-status',
      run: ({ body }) => {
        const to = text(body, 'to') as ErpCreditStatus;
        if (!CREDIT_STATES.includes(to)) throw new Refusal(422, 'state-unknown', `A memo is ${CREDIT_STATES.join(', ')}, not "${to}".`);
        return ok(setStatus(floor, credits.named(text(body, 'id') || text(body, 'reference')), to));
      },
    },
  ];
}

function setStatus(floor: Floor, memo: ErpCredit, status: ErpCreditStatus): ErpCredit {
  memo.status = status;
  memo.updatedAt = new Date().toISOString();
  floor.books.put(CREDITS, memo);
  return memo;
}

type Parts = Pick<ErpCredit, 'lines' | 'charges' | 'total'>;

function fromOutside(floor: Floor, credits: Register<ErpCredit>, body: Record<string, unknown>, id: string): ErpCredit {
  const order = floor.orders.get(text(body, 'order'));
  if (!order) throw new Refusal(422, 'credit-refused', `There is no sales order "${text(body, 'order')}" to pay back.`);
  const rule = floor.rules.take(order.reference, 'refuseCredit');
  if (rule) throw new Refusal(422, 'credit-refused', rule.reason ?? `Nothing is paid back on ${order.number}.`);
  if (text(body, 'currency') !== order.currency)
    throw new Refusal(422, 'credit-refused', `${order.number} is in ${order.currency}, not in "${text(body, 'currency')}".`);
  const digits = digitsOf(order.currency);
  const lines = rows(body, 'lines').map((row) => creditedLine(floor, order, row, digits));
  const charges = rows(body, 'charges').map((row): ErpCharge => {
    const net = toMicro(row['net']);
    const taxes = enterTaxes(floor.books, net, rows(row, 'taxes'), digits);
    return { ref: text(row, 'ref'), kind: text(row, 'kind'), code: '', name: text(row, 'name'), net: fromMicro(net, digits), taxes };
  });
  return enter(credits, order, body, id, { lines, charges, total: fromMicro(toMicro(body['amount']), digits) });
}

function creditedLine(floor: Floor, order: ErpOrder, row: Record<string, unknown>, digits: number): ErpCredit['lines'][number] {
  const line = lineOf(order, { line: text(row, 'line'), ref: text(row, 'ref') });
  const net = toMicro(row['net']);
  return {
    line: line?.id ?? '',
    ref: line?.ref ?? text(row, 'ref'),
    item: line?.item ?? text(row, 'item'),
    quantity: fromMicro(toMicro(row['quantity'])),
    unit: line?.unit ?? 'C62',
    net: fromMicro(net, digits),
    taxes: enterTaxes(floor.books, net, rows(row, 'taxes'), digits),
  };
}

/** A memo by a person of the ERP: lines at the price of the order, shipping when asked for, or just an amount. */
function madeHere(floor: Floor, credits: Register<ErpCredit>, body: Record<string, unknown>): ErpCredit {
  const order = orderNamed(floor, text(body, 'reference'));
  const digits = digitsOf(order.currency);
  const lines = rows(body, 'lines').map((row) => {
    const { id, ref, item, unit, quantity, net, taxes } = rescale(lineNamed(floor, order, row), toMicro(row['units']), digits);
    return { line: id, ref, item, unit, quantity, net, taxes };
  });
  const charges = body['shipping'] === true ? order.charges.filter(({ kind }) => kind === 'shipping') : [];
  const total = body['amount'] === undefined ? valueOf([...lines, ...charges], digits).total : fromMicro(toMicro(body['amount']), digits);
  return credits.enter((id) => {
    const memo = enter(credits, order, { ...body, reference: '' }, id, { lines, charges, total });
    return { ...memo, status: (text(body, 'status') || 'posted') as ErpCreditStatus };
  });
}

/** Never more than was invoiced, over all memos of the order. */
function enter(credits: Register<ErpCredit>, order: ErpOrder, body: Record<string, unknown>, id: string, parts: Parts): ErpCredit {
  const amount = toMicro(parts.total);
  if (amount <= 0n) throw new Refusal(422, 'credit-refused', 'A credit memo pays something back.');
  if (order.status === 'cancelled') throw new Refusal(422, 'credit-refused', `${order.number} is cancelled; nothing was invoiced.`);
  const others = credits.all().filter((memo) => memo.order === order.id && memo.status !== 'cancelled');
  const before = others.reduce((sum, memo) => sum + toMicro(memo.total), 0n);
  if (before + amount > toMicro(order.total)) {
    const digits = digitsOf(order.currency);
    const sums = `${fromMicro(before + amount, digits)} ${order.currency} would go back, but only ${order.total} were invoiced.`;
    throw new Refusal(422, 'credit-refused', sums);
  }
  const now = new Date().toISOString();
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    order: order.id,
    orderReference: order.reference,
    return: text(body, 'return') || null,
    status: 'draft',
    currency: order.currency,
    ...parts,
    reason: text(body, 'reason'),
    createdAt: now,
    updatedAt: now,
  };
}
