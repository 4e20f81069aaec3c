import type { Session } from '../../connector/contract.ts';
import { feedReader } from '../../connector/feed.ts';
import type { InboundDocument } from '../../domain/inbound.ts';
import type { WmsClient } from './client.ts';
import { stateOf } from './fulfillment-state.ts';
import { receiptOf } from './return-receipt.ts';

/** Fulfillment orders and receipts of returns, both by the warehouse's change counter. */
export function createReaders(client: WmsClient, pageSize: number): Session['readers'] {
  const reader = (path: string, what: string, toCanonical: (raw: unknown) => InboundDocument) =>
    feedReader({
      what,
      page: (cursor) => client.get(path, { changed_after: cursor, limit: String(pageSize) }),
      one: (id) => client.get(`${path}/${encodeURIComponent(id)}`),
      toCanonical,
    });
  return {
    'fulfillment-state': reader('/fulfillment-orders', "The warehouse's feed of orders", stateOf),
    'return-receipt': reader('/return-receipts', "The warehouse's feed of returned goods", receiptOf),
  };
}
