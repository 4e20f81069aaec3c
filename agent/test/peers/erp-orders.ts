import { changeOrder } from './erp-changes.ts';
import { enterOrder } from './erp-entry.ts';
import type { ErpOrder, Verdict } from './erp-documents.ts';
import type { Floor } from './erp-work.ts';
import { ok, text, type PeerRequest, type Reply, type Route } from './routing.ts';

/** Sales orders as other systems see them. */
export function orderRoutes(floor: Floor): Route[] {
  const { orders, rules } = floor;
  const find = (request: PeerRequest): ErpOrder => orders.find(request.params['id'] ?? '');
  const create = (request: PeerRequest): Reply => {
    const { document, reply } = orders.create(request, (id) => {
      const offBy = rules.take(text(request.body, 'reference'), 'totalOffBy')?.totalOffBy ?? 0;
      return enterOrder(floor.books, request.body, id, new Date().toISOString(), offBy);
    });
    floor.run(document);
    return reply();
  };
  const cancel = (order: ErpOrder): { verdict: Verdict; reason: string | null } => {
    const rule = rules.take(order.reference, 'cancel');
    if (rule?.cancel) return { verdict: rule.cancel, reason: rule.reason ?? null };
    return { verdict: floor.cancel(order), reason: null };
  };
  return [
    { method: 'POST', path: '/sales-orders', run: create },
    ...orders.routes,
    { method: 'PUT', path: '/sales-orders/:id', run: (request) => ok(changeOrder(floor, find(request), request)) },
    {
      method: 'POST',
      path: '/sales-orders/:id/cancel',
      run: (request) => {
        const order = find(request);
        return ok({ id: order.id, ...cancel(order) });
      },
    },
  ];
}
