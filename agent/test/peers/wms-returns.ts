import type { Books } from './books.ts';
import { fromMicro, toMicro } from './decimal.ts';
import { created, ok, Refusal, rows, text, type Reply, type Route } from './routing.ts';
import type { WmsCondition, WmsReturn, WmsReturnReceipt } from './wms-documents.ts';
import { checkWarehouse } from './wms-entry.ts';

export const RETURNS = 'returns';
export const RETURN_RECEIPTS = 'return-receipts';
type Body = Record<string, unknown>;

/** Returns: goods are announced by their sender's reference, received by hand, and told through a feed of receipts. */
export function returnRoutes(books: Books): Route[] {
  const returns = (): ReadonlyMap<string, WmsReturn> => books.table<WmsReturn>(RETURNS);
  const receipts = (): ReadonlyMap<string, WmsReturnReceipt> => books.table<WmsReturnReceipt>(RETURN_RECEIPTS);
  const known = (reference: string): WmsReturn | undefined => [...returns().values()].find((each) => each.reference === reference);
  const announce = (body: Body): Reply => {
    const before = known(text(body, 'reference'));
    if (before)
      throw new Refusal(422, 'reference-exists', `"${before.reference}" is announced already as ${before.number}.`, { id: before.id });
    const announced = newReturn(books, body, `RA-${String(books.nextNumber(RETURNS)).padStart(6, '0')}`);
    books.put(RETURNS, announced);
    return created(announced);
  };
  const change = (id: string, body: Body): Reply => {
    const held = one(returns(), id);
    if (held.status !== 'announced') throw new Refusal(422, 'return-received', `Goods of ${held.number} have come already.`);
    const announced = { ...newReturn(books, body, held.id), createdAt: held.createdAt };
    books.put(RETURNS, announced);
    return ok(announced);
  };
  return [
    { method: 'POST', path: '/returns', run: ({ body }) => announce(body) },
    { method: 'PUT', path: '/returns/:id', run: ({ params, body }) => change(params['id'] ?? '', body) },
    {
      method: 'GET',
      path: '/returns',
      run: ({ query }) => ok({ items: [...returns().values()].filter(({ reference }) => reference === query.get('reference')) }),
    },
    { method: 'GET', path: '/returns/:id', run: ({ params }) => ok(one(returns(), params['id'] ?? '')) },
    { method: 'GET', path: '/return-receipts', run: ({ query }) => ok(feed(books, query)) },
    { method: 'GET', path: '/return-receipts/:id', run: ({ params }) => ok(one(receipts(), params['id'] ?? '')) },
    { method: 'POST', path: '/_receive', run: ({ body }) => ok(receive(books, known(text(body, 'reference')), body)) },
    { method: 'POST', path: '/_recount', run: ({ body }) => ok(recount(books, one(receipts(), text(body, 'id')), body)) },
  ];
}

function one<D>(table: ReadonlyMap<string, D>, id: string): D {
  const document = table.get(id);
  if (!document) throw new Refusal(404, 'not-found', `There is no "${id}".`);
  return document;
}

const feed = (books: Books, query: URLSearchParams): unknown =>
  books.changedAfter<WmsReturnReceipt>(RETURN_RECEIPTS, query.get('changed_after'), Math.min(Number(query.get('limit') ?? 100), 500));

function newReturn(books: Books, body: Body, id: string): WmsReturn {
  if (text(body, 'reference') === '') throw new Refusal(422, 'return-refused', 'The return has no reference.');
  checkWarehouse(books, body);
  const now = new Date().toISOString();
  const lines = rows(body, 'lines').map((line) => {
    const item = text(line, 'item');
    if (!books.table('items').has(item)) throw new Refusal(422, 'item-unknown', `There is no item "${item}".`);
    const quantity = fromMicro(toMicro(line['quantity']));
    const unit = text(line, 'unit') || 'C62';
    return { ref: text(line, 'ref'), item, sku: text(line, 'sku') || item, quantity, unit, reason: text(line, 'reason'), received: '0' };
  });
  if (lines.length === 0) throw new Refusal(422, 'return-refused', 'The return has no lines.');
  return {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    orderReference: text(body, 'orderReference'),
    orderNumber: text(body, 'orderNumber'),
    warehouse: text(body, 'warehouse'),
    trackingNumber: text(body, 'trackingNumber') || null,
    status: 'announced',
    lines,
    createdAt: now,
    updatedAt: now,
  };
}

/** Goods come in: what was announced and is still out, unless the lines say otherwise. */
function receive(books: Books, announced: WmsReturn | undefined, body: Body): WmsReturnReceipt {
  const warehouse = text(body, 'warehouse') || announced?.warehouse || 'MAIN';
  const given = rows(body, 'lines');
  const out = (announced?.lines ?? []).flatMap((line) => {
    const units = toMicro(line.quantity) - toMicro(line.received);
    return units > 0n ? [{ line: line.ref, sku: line.sku, units: fromMicro(units) }] : [];
  });
  const lines = receiptLines(announced, given.length > 0 ? given : out, { condition: body['condition'], ...body, warehouse });
  if (lines.length === 0) throw new Refusal(422, 'return-refused', 'Nothing came back.');
  const id = `RR-${String(books.nextNumber(RETURN_RECEIPTS)).padStart(6, '0')}`;
  const now = new Date().toISOString();
  const receipt = {
    id,
    changed: 0,
    number: id,
    reference: text(body, 'reference'),
    warehouse,
    final: true,
    receivedAt: now,
    lines,
    updatedAt: now,
  };
  books.put(RETURN_RECEIPTS, receipt);
  return finish(books, announced, receipt, body);
}

/** Somebody counted again: the receipt says what there really was. */
function recount(books: Books, receipt: WmsReturnReceipt, body: Body): WmsReturnReceipt {
  const announced = [...books.table<WmsReturn>(RETURNS).values()].find(({ reference }) => reference === receipt.reference);
  const given = rows(body, 'lines');
  if (given.length > 0) receipt.lines = receiptLines(announced, given, { ...body, warehouse: receipt.warehouse });
  return finish(books, announced, receipt, body);
}

/** Books a receipt; it is the last one when it says so, or when nothing announced is still out. */
function finish(books: Books, announced: WmsReturn | undefined, receipt: WmsReturnReceipt, body: Body): WmsReturnReceipt {
  const parts = [...books.table<WmsReturnReceipt>(RETURN_RECEIPTS).values()].filter(({ reference }) => reference === receipt.reference);
  for (const line of announced?.lines ?? []) {
    const came = parts.flatMap(({ lines }) => lines).filter(({ ref }) => ref === line.ref);
    line.received = fromMicro(came.reduce((sum, { quantity }) => sum + toMicro(quantity), 0n));
  }
  const complete = (announced?.lines ?? []).every((line) => toMicro(line.received) >= toMicro(line.quantity));
  receipt.final = typeof body['final'] === 'boolean' ? body['final'] : complete;
  receipt.updatedAt = new Date().toISOString();
  books.put(RETURN_RECEIPTS, receipt);
  if (announced)
    books.put(RETURNS, Object.assign(announced, { status: receipt.final ? 'closed' : 'received', updatedAt: receipt.updatedAt }));
  return receipt;
}

function receiptLines(
  announced: WmsReturn | undefined,
  given: readonly Body[],
  all: Body & { warehouse: string },
): WmsReturnReceipt['lines'] {
  return given.map((line) => {
    const [name, sku] = [text(line, 'line'), text(line, 'sku')];
    const known = announced?.lines.find((each) => (name === '' ? each.sku === sku || each.item === sku : each.ref === name));
    const condition = (text(line, 'condition') || text(all, 'condition') || 'sellable') as WmsCondition;
    const shelf = line['restockedTo'] === undefined ? all['restockedTo'] : line['restockedTo'];
    const restockedTo = shelf === undefined ? (condition === 'sellable' ? all.warehouse : null) : typeof shelf === 'string' ? shelf : null;
    const list = (field: string): string[] => (Array.isArray(line[field]) ? line[field].map(String) : []);
    return {
      ref: known?.ref ?? (name || null),
      sku: sku || (known?.sku ?? name),
      quantity: fromMicro(toMicro(line['units'] ?? '1')),
      unit: known?.unit ?? 'C62',
      condition,
      restockedTo,
      lots: list('lots'),
      serials: list('serials'),
    };
  });
}
