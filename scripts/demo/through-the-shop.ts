import type { Login } from '../../e2e/setup/login.ts';
import type { Mapping } from '../../agent/src/domain/mapping.ts';
import type { OrderView } from '../../agent/src/domain/order-view.ts';
import type { AgentStatus } from '../../agent/src/protocol/status.ts';
import type { OrderDetail, OrderList } from '../../agent/src/protocol/orders.ts';
import type { ExceptionList } from '../../agent/src/protocol/exceptions.ts';

/** The agent as wp-admin sees it: through the plugin's signed proxy, with a logged-in administrator. */
export interface ThroughTheShop {
  pairingCode(): Promise<string>;
  status(): Promise<AgentStatus>;
  orders(): Promise<OrderList['items']>;
  order(id: number): Promise<OrderDetail>;
  exceptions(): Promise<ExceptionList>;
  map(mapping: Pick<Mapping, 'kind' | 'key' | 'value' | 'label'> & { connection: string }): Promise<void>;
}

/** Asks the shop of this login; an answer that is not 2xx is thrown in its own words. */
export function throughTheShop(url: string, login: Login): ThroughTheShop {
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/wp-json/wc-crossdock/v1/admin/${path}`, {
      method,
      headers: { ...login.headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: HTTP ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  return {
    pairingCode: async () => (await call<{ code: string }>('POST', 'pairing-code', {})).code,
    status: () => call('GET', 'agent/status'),
    orders: async () => {
      const items: OrderList['items'] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: OrderList = await call('GET', `agent/orders?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
        items.push(...page.items);
        cursor = page.next;
      }
      return items;
    },
    order: (id) => call('GET', `agent/orders/${id}`),
    exceptions: () => call('GET', 'agent/exceptions?limit=200'),
    map: async ({ kind, ...mapping }) => {
      await call('PUT', `agent/mappings/${kind}`, { ...mapping, version: null });
    },
  };
}

export type ListedOrder = Omit<OrderView, 'lines' | 'shipments' | 'fulfillments' | 'changes' | 'returns' | 'milestones'> & {
  exceptions: number;
};
