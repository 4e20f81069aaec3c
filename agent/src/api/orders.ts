import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openBySubject } from '../database/figures.ts';
import { cursorAfter, listLedgers, subjectOfOrder, type LedgerRow } from '../database/ledgers.ts';
import { HoldRequest, OrderQuery, ReturnRequest, type OrderList } from '../protocol/orders.ts';
import type { Controls } from '../runtime/controls.ts';
import { hold, release } from './acts.ts';
import { allow, nameOf } from './caller.ts';
import { bodyOf, fit } from './input.ts';
import { orderDetail, viewOfRow } from './order-detail.ts';
import { Refused } from './refused.ts';
import { requestReturn } from './return-request.ts';

const OneOrder = z.object({ orderId: z.string().min(1).max(100) });
const OfConnection = z.object({ connection: z.string().max(40).optional() });

export function orderRoutes(app: FastifyInstance, controls: Controls): void {
  app.get('/v1/orders', (request) => {
    allow(request, 'view_woocommerce_reports');
    return orderPage(controls, fit(OrderQuery, request.query));
  });
  app.get('/v1/orders/:orderId', async (request) => {
    allow(request, 'view_woocommerce_reports');
    const { orderId } = fit(OneOrder, request.params);
    const { connection } = fit(OfConnection, request.query);
    const look = { policy: controls.config.orders, now: controls.now() };
    const detail = await orderDetail(controls.database.read, look, orderId, connection ?? null);
    if (!detail) throw unknownOrder(orderId);
    return detail;
  });
  app.post('/v1/orders/:orderId/retry', (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    const { connection } = fit(OfConnection, request.query);
    return retryOrder(controls, fit(OneOrder, request.params).orderId, connection ?? null, by);
  });
  actRoutes(app, controls);
}

/** What a person may do with one order beside trying again. */
function actRoutes(app: FastifyInstance, controls: Controls): void {
  const order = async (request: FastifyRequest): Promise<LedgerRow> => {
    const { orderId } = fit(OneOrder, request.params);
    const row = await subjectOfOrder(controls.database.read, orderId, fit(OfConnection, request.query).connection ?? null);
    if (!row) throw unknownOrder(orderId);
    return row;
  };
  app.post('/v1/orders/:orderId/hold', async (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    const { reason } = bodyOf(request, HoldRequest);
    return hold(controls, await order(request), reason, by);
  });
  app.post('/v1/orders/:orderId/release', async (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    return release(controls, await order(request), by);
  });
  app.post('/v1/orders/:orderId/returns', async (request) => {
    const by = nameOf(allow(request, 'edit_shop_orders'));
    const wanted = bodyOf(request, ReturnRequest);
    return requestReturn(controls, await order(request), wanted, by);
  });
}

async function orderPage(controls: Controls, query: z.infer<typeof OrderQuery>): Promise<OrderList> {
  const db = controls.database.read;
  const rows = await listLedgers(db, { q: query.q ?? null, cursor: query.cursor ?? null, limit: query.limit + 1 });
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const open = await openBySubject(
    db,
    shown.map((row) => row.subject),
  );
  const look = { policy: controls.config.orders, now: controls.now() };
  const items = shown.map((row) => {
    const { lines: _l, shipments: _s, fulfillments: _f, changes: _c, returns: _r, milestones: _m, ...view } = viewOfRow(row, look);
    return { ...view, exceptions: open.get(row.subject) ?? 0 };
  });
  return { items, next: last ? cursorAfter(last) : null };
}

async function retryOrder(controls: Controls, orderId: string, connection: string | null, by: string): Promise<{ retried: boolean }> {
  const row = await subjectOfOrder(controls.database.read, orderId, connection);
  if (!row) throw unknownOrder(orderId);
  return { retried: await controls.retry(row.subject, null, by) };
}

function unknownOrder(orderId: string): Refused {
  return new Refused(404, 'api.not-found', `The agent has not heard of order ${orderId} yet.`);
}
