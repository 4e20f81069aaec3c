import { z } from 'zod';
import type { Page, RawDocument, Reader } from '../../connector/contract.ts';
import type { InboundDocument } from '../../domain/inbound.ts';
import { ContractError } from '../../errors/errors.ts';
import type { Erp } from './erp.ts';
import { datetime } from './wire.ts';

/** Where we are in the changes: the newest stamp seen, and what changed so shortly before it that it will be read again. */
const Position = z.object({ at: z.string(), seen: z.record(z.string(), z.object({ version: z.string(), at: z.string() })) });
type Position = z.infer<typeof Position>;

// A stamp is taken when a transaction begins, so a long one shows up behind newer stamps.
const OVERLAP_MS = 30_000;
const PAGE = 50;
const BATCH = 500;

/** One kind of document that is put together from several of Tryton's records; `Raw` is what is kept of it. */
export interface Source<Raw> {
  /** Ids of all that there are. */
  all(): Promise<number[]>;
  /** Ids of those of which something changed; `domain` says "changed since" for any model. */
  changed(domain: readonly unknown[]): Promise<number[]>;
  /** Documents by id; those that are gone or none of ours are left out. */
  read(ids: readonly number[]): Promise<readonly Raw[]>;
  /** Pure: the newest stamp of all its records. */
  stamp(raw: Raw): string;
  /** Pure. */
  document(raw: Raw): RawDocument;
  /** Pure: the canonical document, or a ContractError. */
  toCanonical(document: RawDocument): InboundDocument;
}

/** Reads documents by Tryton's stamps of changes; each version once. */
export function changesReader<Raw>(source: Source<Raw>): Reader {
  return {
    read: (cursor) => pages(source, positionOf(cursor)),
    readOne: async (id) => {
      const [raw] = /^\d+$/.test(id) ? await source.read([Number(id)]) : [];
      return raw === undefined ? null : source.document(raw);
    },
    toCanonical: (document) => source.toCanonical(document),
  };
}

async function* pages<Raw>(source: Source<Raw>, from: Position | null): AsyncIterable<Page> {
  const ids = from === null ? await source.all() : await source.changed(changedSince(overlapped(from.at)));
  let position = from ?? { at: '', seen: {} };
  const raws: Raw[] = [];
  for (let start = 0; start < ids.length; start += PAGE) raws.push(...(await source.read(ids.slice(start, start + PAGE))));
  raws.sort((a, b) => (source.stamp(a) < source.stamp(b) ? -1 : 1));
  for (let start = 0; start < raws.length; start += PAGE) {
    const documents = raws.slice(start, start + PAGE).map((raw) => ({ document: source.document(raw), at: source.stamp(raw) }));
    const news = documents.filter(({ document }) => position.seen[document.id]?.version !== document.version);
    position = movedOn(position, documents);
    if (news.length > 0) yield { documents: news.map(({ document }) => document), cursor: JSON.stringify(position) };
  }
}

/** Pure: the position after these documents; forgets versions that the overlap no longer reaches. */
function movedOn(position: Position, documents: readonly { document: RawDocument; at: string }[]): Position {
  const at = documents.reduce((last, each) => (each.at > last ? each.at : last), position.at);
  const seen = { ...position.seen };
  for (const each of documents) seen[each.document.id] = { version: each.document.version ?? '', at: each.at };
  const since = overlapped(at);
  return { at, seen: Object.fromEntries(Object.entries(seen).filter(([, entry]) => entry.at >= since)) };
}

function changedSince(since: string): unknown[] {
  const stamp = datetime(since);
  const untouched = [
    ['write_date', '=', null],
    ['create_date', '>=', stamp],
  ];
  return ['OR', ['write_date', '>=', stamp], untouched];
}

/** Looks through all rows of a search and picks a number of each; each number once. */
export async function searchAll<S extends z.ZodRawShape>(
  erp: Erp,
  model: string,
  domain: readonly unknown[],
  schema: z.ZodObject<S>,
  pick: (row: z.output<z.ZodObject<S>>) => number | null,
): Promise<number[]> {
  const ids = new Set<number>();
  for (let offset = 0; ; offset += BATCH) {
    const rows = await erp.search(model, domain, schema, { offset, limit: BATCH });
    for (const id of rows.map(pick)) if (id !== null) ids.add(id);
    if (rows.length < BATCH) return [...ids];
  }
}

/** The same for a list of values that may be too long for one search; `domain` makes the search for some of them. */
export async function searchIn<V, S extends z.ZodRawShape>(
  erp: Erp,
  model: string,
  values: readonly V[],
  domain: (some: readonly V[]) => readonly unknown[],
  schema: z.ZodObject<S>,
  pick: (row: z.output<z.ZodObject<S>>) => number | null,
): Promise<number[]> {
  const ids: number[] = [];
  for (let start = 0; start < values.length; start += BATCH)
    ids.push(...(await searchAll(erp, model, domain(values.slice(start, start + BATCH)), schema, pick)));
  return [...new Set(ids)];
}

/** Just the id of a row. */
export const IdRow = z.object({ id: z.number() });

/** The newest of the stamps of some rows (Tryton's microseconds, UTC). */
export function newestStamp(rows: readonly { readonly create_date: string; readonly write_date: string | null }[]): string {
  return rows.map((row) => row.write_date ?? row.create_date).reduce((last, stamp) => (stamp > last ? stamp : last), '');
}

/** Pure: a stored raw document in its shape, or a ContractError that names the field. */
export function storedRaw<T>(schema: z.ZodType<T>, { id, raw }: RawDocument, what: string): T {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ContractError({
    code: 'document.unreadable',
    message: `${what} ${id} of Tryton has an unexpected ${issue?.path.join('.') ?? 'shape'}.`,
    facts: { field: issue?.path.join('.') ?? '', issue: issue?.message ?? '' },
  });
}

function overlapped(stamp: string): string {
  const time = Date.parse(stamp);
  return Number.isNaN(time) ? stamp : new Date(time - OVERLAP_MS).toISOString();
}

function positionOf(cursor: string | null): Position | null {
  if (cursor === null) return null;
  const position = Position.safeParse(jsonOf(cursor));
  if (position.success) return position.data;
  throw new ContractError({ code: 'document.unreadable', message: "The stored position in Tryton's changes cannot be read." });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
