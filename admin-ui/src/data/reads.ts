import type { ExceptionList } from '../../../agent/src/protocol/exceptions.ts';
import type { MappingList, MappingRow, OptionList } from '../../../agent/src/protocol/mappings.ts';
import type { OrderDetail, OrderList } from '../../../agent/src/protocol/orders.ts';
import type { AgentStatus } from '../../../agent/src/protocol/status.ts';
import { request, withQuery } from './request.ts';
import type { Query } from './request.ts';
import type { Live } from './use-live.ts';
import { useLive } from './use-live.ts';

export type MappingKind = MappingRow['kind'];

/** GET state: how the plugin stands to the agent; `fence_reasons` names what differs from the paired site (site_id, address, database). */
export interface ShopState {
  readonly paired: boolean;
  readonly fenced: boolean;
  readonly agentUrl: string;
  readonly fence_reasons: readonly string[];
}

export const useShopState = (everyMs: number): Live<ShopState> => useLive('state', everyMs);
export const useStatus = (everyMs?: number): Live<AgentStatus> => useLive('agent/status', everyMs);
export const useExceptions = (query: Query): Live<ExceptionList> => useLive(withQuery('agent/exceptions', query));
export const useMappings = (kind: MappingKind, query: Query): Live<MappingList> => useLive(withQuery(`agent/mappings/${kind}`, query));
export const useOrders = (query: Query): Live<OrderList> => useLive(withQuery('agent/orders', query));
/** Null asks for nothing. */
export const useOrder = (id: string | null, connection?: string, everyMs?: number): Live<OrderDetail> =>
  useLive(id === null ? null : withQuery(`agent/orders/${encodeURIComponent(id)}`, { connection }), everyMs);

const OPTIONS_EVERY_MS = 60_000;
export const useOptions = (kind: MappingKind, connection: string, q: string): Live<OptionList> =>
  useLive(connection ? withQuery(`agent/options/${kind}`, { connection, q }) : null, OPTIONS_EVERY_MS);

/** The row as it is stored now, or null when there is none. */
export async function readMapping(kind: MappingKind, connection: string, key: string): Promise<MappingRow | null> {
  const list = (await request(withQuery(`agent/mappings/${kind}`, { q: key }))) as MappingList;
  return list.items.find((row) => row.connection === connection && row.key === key) ?? null;
}
