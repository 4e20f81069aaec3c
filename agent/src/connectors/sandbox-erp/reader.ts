import type { Reader } from '../../connector/contract.ts';
import { feedReader } from '../../connector/feed.ts';
import type { InboundDocument } from '../../domain/inbound.ts';
import type { ErpClient } from './client.ts';

/** The documents of one table by the ERP's change counter. */
export function createReader(client: ErpClient, table: string, pageSize: number, toCanonical: (raw: unknown) => InboundDocument): Reader {
  return feedReader({
    what: `The ERP's feed of ${table.replaceAll('-', ' ')}`,
    page: (cursor) => client.get(`/${table}`, { changed_after: cursor, limit: String(pageSize) }),
    one: (id) => client.get(`/${table}/${encodeURIComponent(id)}`),
    toCanonical,
  });
}
