import { z } from 'zod';
import type { Page, RawDocument, Reader } from '../../connector/contract.ts';
import { parseRaw } from '../../connector/parse.ts';
import type { ErpClient } from './client.ts';
import { stateOf } from './sales-order-state.ts';

const Feed = z.object({ items: z.array(z.unknown()), cursor: z.string(), more: z.boolean() });
const Named = z.looseObject({ id: z.string().min(1), changed: z.number().int() });

/** Sales orders by the ERP's change counter, so the cursor never misses or repeats one. */
export function createReader(client: ErpClient, pageSize: number): Reader {
  return {
    async *read(cursor): AsyncGenerator<Page> {
      for (let at = cursor, more = true; more;) {
        const raw = await client.get('/sales-orders', { changed_after: at, limit: String(pageSize) });
        const feed = parseRaw(Feed, raw, "The ERP's change feed");
        if (feed.items.length > 0) yield { documents: feed.items.map(named), cursor: feed.cursor };
        // A feed that says "more" without moving on would never end.
        more = feed.more && feed.cursor !== at;
        at = feed.cursor;
      }
    },
    async readOne(id) {
      const raw = await client.get(`/sales-orders/${encodeURIComponent(id)}`);
      return raw === null ? null : named(raw);
    },
    toCanonical: ({ raw }) => stateOf(raw),
  };
}

function named(raw: unknown): RawDocument {
  const { id, changed } = parseRaw(Named, raw, 'A sales order in the feed of the ERP');
  return { id, version: String(changed), raw };
}
