import type { Reader, Session } from '../../connector/contract.ts';
import { feedReader } from '../../connector/feed.ts';
import type { InboundDocument } from '../../domain/inbound.ts';
import type { ErpClient } from './client.ts';
import { memoOf } from './credit-memo.ts';
import { authorizationOf } from './return-authorization.ts';
import { stateOf } from './sales-order-state.ts';

/** Everything that the ERP tells, each kind by its change counter. */
export function createReaders(client: ErpClient, pageSize: number): Session['readers'] {
  const of = (table: string, toCanonical: (raw: unknown) => InboundDocument): Reader =>
    feedReader({
      what: `The ERP's feed of ${table.replace('-', ' ')}`,
      page: (cursor) => client.get(`/${table}`, { changed_after: cursor, limit: String(pageSize) }),
      one: (id) => client.get(`/${table}/${encodeURIComponent(id)}`),
      toCanonical,
    });
  return {
    'sales-order-state': of('sales-orders', stateOf),
    'return-authorization': of('return-orders', authorizationOf),
    'credit-memo': of('credit-memos', memoOf),
  };
}
