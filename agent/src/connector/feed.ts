import { z } from 'zod';
import type { InboundDocument } from '../domain/inbound.ts';
import type { Page, RawDocument, Reader } from './contract.ts';
import { parseRaw } from './parse.ts';

/** A party's feed of changed documents behind a cursor of its own; `what` is the feed in words ("The ERP's feed of sales orders"). */
export interface FeedSource {
  readonly what: string;
  /** `{items, cursor, more}`: what changed after the cursor, oldest change first. */
  page(cursor: string | null): Promise<unknown>;
  /** One document, null when the party does not have it. */
  one(id: string): Promise<unknown>;
  /** Pure: the canonical document, or a ContractError that names the field. */
  toCanonical(raw: unknown): InboundDocument;
}

const Feed = z.object({ items: z.array(z.unknown()), cursor: z.string(), more: z.boolean() });
const Named = z.looseObject({ id: z.string().min(1), changed: z.number().int() });

/** Reads documents by the party's change counter (`changed`), so the cursor never misses or repeats one. */
export function feedReader(source: FeedSource): Reader {
  const named = (raw: unknown): RawDocument => {
    const { id, changed } = parseRaw(Named, raw, source.what);
    return { id, version: String(changed), raw };
  };
  return {
    async *read(cursor): AsyncGenerator<Page> {
      for (let at = cursor, more = true; more;) {
        const feed = parseRaw(Feed, await source.page(at), source.what);
        if (feed.items.length > 0) yield { documents: feed.items.map(named), cursor: feed.cursor };
        // A feed that says "more" without moving on would never end.
        more = feed.more && feed.cursor !== at;
        at = feed.cursor;
      }
    },
    async readOne(id) {
      const raw = await source.one(id);
      return raw === null ? null : named(raw);
    },
    toCanonical: ({ raw }) => source.toCanonical(raw),
  };
}
