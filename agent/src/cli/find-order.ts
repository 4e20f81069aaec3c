import { OrderDetail, OrderList } from '../protocol/orders.ts';
import { splitSubject } from '../domain/reference.ts';
import { askAgent, type Answer } from './ask-agent.ts';
import type { Setup } from './setup.ts';

type Found = { readonly kind: 'ok'; readonly orderId: string; readonly connection: string; readonly detail: OrderDetail };

/** Finds an order at the running agent by its id or, failing that, by any number that people know it by. */
export async function findOrder(setup: Setup, order: string): Promise<Found | Exclude<Answer, { kind: 'ok' }>> {
  const id = order.trim().replace(/^#/, '');
  const answer = await askAgent(setup, 'GET', `/v1/orders/${encodeURIComponent(id)}`);
  if (answer.kind === 'ok') return found(answer.body);
  if (answer.kind === 'down' || answer.status !== 404) return answer;
  const list = await askAgent(setup, 'GET', `/v1/orders?limit=1&q=${encodeURIComponent(id)}`);
  if (list.kind !== 'ok') return list;
  const first = OrderList.parse(list.body).items[0];
  if (!first) return answer;
  const { connection } = splitSubject(first.subject);
  const detail = await askAgent(setup, 'GET', `/v1/orders/${encodeURIComponent(first.orderId)}?connection=${connection}`);
  return detail.kind === 'ok' ? found(detail.body) : detail;
}

function found(body: unknown): Found {
  const detail = OrderDetail.parse(body);
  return { kind: 'ok', orderId: detail.order.orderId, connection: splitSubject(detail.order.subject).connection, detail };
}
