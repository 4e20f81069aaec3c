import type { Reader } from '../../connector/contract.ts';
import { feedReader } from '../../connector/feed.ts';
import type { WmsClient } from './client.ts';
import { stateOf } from './fulfillment-state.ts';

/** Fulfillment orders by the warehouse's change counter. */
export function createReader(client: WmsClient, pageSize: number): Reader {
  return feedReader({
    what: "The warehouse's feed of orders",
    page: (cursor) => client.get('/fulfillment-orders', { changed_after: cursor, limit: String(pageSize) }),
    one: (id) => client.get(`/fulfillment-orders/${encodeURIComponent(id)}`),
    toCanonical: stateOf,
  });
}
