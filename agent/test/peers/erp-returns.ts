import { fromMicro, toMicro } from './decimal.ts';
import { RETURN_STATES, type ErpLine, type ErpOrder, type ErpReturn, type ErpReturnStatus } from './erp-documents.ts';
import { moveStock } from './erp-stock.ts';
import { itemNamed, lineNamed, lineOf, orderNamed, type Floor } from './erp-work.ts';
import type { Register } from './register.ts';
import { ok, Refusal, rows, text, type Route } from './routing.ts';

export const RETURNS = 'return-orders';

/** Return orders: asked for by other systems, or made here. */
export function returnRoutes(floor: Floor, returns: Register<ErpReturn>): Route[] {
  return [
    {
      method: 'POST',
      path: `/${RETURNS}`,
      run: (request) => {
        const { body } = request;
        const make = (id: string): ErpReturn => {
          const order = floor.orders.get(text(body, 'order'));
          if (!order) throw new Refusal(422, 'return-refused', `There is no sales order "${text(body, 'order')}" to return goods of.`);
          const rule = floor.rules.take(order.reference, 'refuseReturn');
          if (rule) throw new Refusal(422, 'return-refused', rule.reason ?? `Goods of ${order.number} are not taken back.`);
          const lines = rows(body, 'lines').map((row) => fromOutside(floor, order, row));
          return enterReturn(floor, returns, order, body, { id, lines });
        };
        return returns.create(request, make).reply();
      },
    },
    ...returns.routes,
    {
      method: 'POST',
      path: '/_return',
      run: ({ body }) => {
        const order = orderNamed(floor, text(body, 'reference'));
        const lines = rows(body, 'lines').map((row) =>
          returnedLine(floor, lineNamed(floor, order, row), row['units'], text(row, 'reason')),
        );
        return ok(returns.enter((id) => enterReturn(floor, returns, order, { ...body, reference: '' }, { id, lines })));
      },
    },
    { method: 'POST', path: '/_return-status', run: ({ body }) => ok(setReturnStatus(floor, returns, body)) },
  ];
}

type ReturnLine = ErpReturn['lines'][number];

function enterReturn(
  floor: Floor,
  returns: Register<ErpReturn>,
  order: ErpOrder,
  body: Record<string, unknown>,
  { id, lines }: Pick<ErpReturn, 'id' | 'lines'>,
): ErpReturn {
  const now = new Date().toISOString();
  if (lines.length === 0) throw new Refusal(422, 'return-refused', 'The return has no lines.');
  for (const line of order.lines) {
    const others = returns.all().filter((known) => known.order === order.id && known.status !== 'cancelled');
    const all = [...others.flatMap((known) => known.lines), ...lines].filter((row) => row.line === line.id);
    const units = all.reduce((sum, row) => sum + toMicro(row.quantity), 0n);
    if (units > toMicro(line.quantity))
      throw new Refusal(
        422,
        'return-refused',
        `${fromMicro(units)} of "${line.item}" would come back, but only ${line.quantity} were sold.`,
      );
  }
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    order: order.id,
    orderReference: order.reference,
    status: 'open',
    lines,
    exchange: rows(body, 'exchange').map((row) => ({ ...itemOf(floor, text(row, 'item')), quantity: fromMicro(toMicro(row['units'])) })),
    trackingNumber: text(body, 'trackingNumber') || null,
    createdAt: now,
    updatedAt: now,
  };
}

function fromOutside(floor: Floor, order: ErpOrder, row: Record<string, unknown>): ReturnLine {
  const line = lineOf(order, { line: text(row, 'line'), ref: text(row, 'ref') });
  if (!line) throw new Refusal(422, 'return-refused', `${order.number} has no line "${text(row, 'ref') || text(row, 'line')}".`);
  return returnedLine(floor, line, row['quantity'], text(row, 'reason'));
}

function returnedLine(floor: Floor, line: ErpLine, units: unknown, reason: string): ReturnLine {
  if (toMicro(units) <= 0n) throw new Refusal(422, 'return-refused', `The quantity of "${line.item}" is not positive.`);
  const { item, sku } = itemOf(floor, line.item);
  return { line: line.id, ref: line.ref, item, sku, quantity: fromMicro(toMicro(units)), unit: line.unit, reason };
}

/** The SKU is the item code where the ERP keeps none. */
function itemOf(floor: Floor, name: string): { item: string; sku: string } {
  const { code, sku } = itemNamed(floor, name);
  return { item: code, sku: typeof sku === 'string' ? sku : code };
}

function setReturnStatus(floor: Floor, returns: Register<ErpReturn>, body: Record<string, unknown>): ErpReturn {
  const to = text(body, 'to') as ErpReturnStatus;
  if (!RETURN_STATES.includes(to)) throw new Refusal(422, 'state-unknown', `A return is ${RETURN_STATES.join(', ')}, not "${to}".`);
  const known = returns.named(text(body, 'id') || text(body, 'reference'));
  known.status = to;
  known.trackingNumber = text(body, 'trackingNumber') || known.trackingNumber;
  known.updatedAt = new Date().toISOString();
  floor.books.put(RETURNS, known);
  const restock = text(body, 'restock');
  if (restock !== '') for (const line of known.lines) moveStock(floor.books, line.item, restock, toMicro(line.quantity));
  floor.serve();
  return known;
}
