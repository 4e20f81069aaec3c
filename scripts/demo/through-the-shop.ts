import type { Login } from '../../e2e/setup/login.ts';
import type { Mapping } from '../../agent/src/domain/mapping.ts';
import type { OrderView } from '../../agent/src/domain/order-view.ts';
import type { AgentStatus } from '../../agent/src/protocol/status.ts';
import type { OrderDetail, OrderList } from '../../agent/src/protocol/orders.ts';
import type { ExceptionList } from '../../agent/src/protocol/exceptions.ts';

/** What people change of an order in the shop; a line without `id` is new. */
export interface OrderEdit {
  readonly status?: string;
  readonly shipping?: Readonly<Record<string, string>>;
  readonly line_items?: readonly {
    readonly id?: number;
    readonly sku?: string;
    readonly quantity: number;
    readonly subtotal?: string;
    readonly total?: string;
  }[];
}

/** Money that a person gives back in the shop, without the payment gateway. */
export interface ShopRefund {
  readonly amount: string;
  readonly reason: string;
  readonly line_items: readonly { readonly id: number; readonly quantity: number; readonly refund_total: string }[];
}

/** Of the shop's own order, what people look at before they change it. */
export interface ShopOrder {
  readonly line_items: readonly { readonly id: number; readonly sku: string; readonly quantity: number }[];
}

/** Shop and agent as a logged-in administrator sees them: orders by the shop's own routes, the agent through the plugin's signed proxy. */
export interface ThroughTheShop {
  pairingCode(): Promise<string>;
  status(): Promise<AgentStatus>;
  orders(): Promise<OrderList['items']>;
  order(id: number): Promise<OrderDetail>;
  exceptions(): Promise<ExceptionList>;
  decide(exceptionId: string, choice: string): Promise<void>;
  requestReturn(orderId: number, lineId: string, quantity: string, reason: string): Promise<void>;
  /** The order in the shop itself. */
  shopOrder(id: number): Promise<ShopOrder>;
  edit(id: number, edit: OrderEdit): Promise<void>;
  refund(id: number, refund: ShopRefund): Promise<void>;
  map(mapping: Pick<Mapping, 'kind' | 'key' | 'value' | 'label'> & { connection: string }): Promise<void>;
}

/** Asks the shop of this login; an answer that is not 2xx is thrown in its own words. */
export function throughTheShop(url: string, login: Login): ThroughTheShop {
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}/wp-json/${path}`, {
      method,
      headers: { ...login.headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: HTTP ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  };
  const call = <T>(method: string, path: string, body?: unknown): Promise<T> => ask(method, `wc-crossdock/v1/admin/${path}`, body);
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
    decide: async (exceptionId, choice) => {
      await call('POST', `agent/exceptions/${exceptionId}/decide`, { choice });
    },
    requestReturn: async (orderId, lineId, quantity, reason) => {
      await call('POST', `agent/orders/${orderId}/returns`, { lines: [{ lineId, quantity, reason }] });
    },
    shopOrder: (id) => ask('GET', `wc/v3/orders/${id}`),
    edit: async (id, edit) => {
      await ask('PUT', `wc/v3/orders/${id}`, edit);
    },
    refund: async (id, refund) => {
      await ask('POST', `wc/v3/orders/${id}/refunds`, { ...refund, api_refund: false, api_restock: false });
    },
    map: async ({ kind, ...mapping }) => {
      await call('PUT', `agent/mappings/${kind}`, { ...mapping, version: null });
    },
  };
}

export type ListedOrder = Omit<OrderView, 'lines' | 'shipments' | 'fulfillments' | 'changes' | 'returns' | 'milestones'> & {
  exceptions: number;
};
