import type { z } from 'zod';
import type { InboundDocument, InboundKind } from '../domain/inbound.ts';
import type { Mapping, MappingKind } from '../domain/mapping.ts';
import type { OrderMirror } from '../domain/order-mirror.ts';
import type { OutboundDocument, OutboundKind } from '../domain/outbound.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { ConnectionId, Role } from '../domain/reference.ts';
import type { CrossdockError } from '../errors/errors.ts';
import type { Tools } from './tools.ts';

/** How a connector was proved: against the real system in CI, against the vendor's published contract, or by shape only. */
export type Evidence = 'real' | 'contract' | 'shape';

/** What a connector can do with one inbound kind. `cannot` is a sentence for the merchant. */
export type ReadCapability =
  { readonly read: 'cannot'; readonly because: string } | { readonly read: 'cursor' | 'snapshot'; readonly feed: boolean };

/** What a connector can do with one outbound kind. `native`: the party enforces our key; `lookup`: the connector looks before it writes; `none`: a repeat would double. */
export type WriteCapability =
  | { readonly write: 'cannot'; readonly because: string }
  | { readonly write: 'can'; readonly idempotency: 'native' | 'lookup' | 'none'; readonly batch: number };

/** A document as the party sent it. `id` is the party's id, `version` changes when the document changes (null when the party has none); `raw` is kept for replay. */
export interface RawDocument {
  readonly id: string;
  readonly version: string | null;
  readonly raw: unknown;
}

/** One page of a feed. `cursor` is where to go on after this page has been stored; `acknowledge`, when present, is called after that, never before. */
export interface Page {
  readonly documents: readonly RawDocument[];
  readonly cursor: string | null;
  readonly acknowledge?: () => Promise<void>;
}

/** Reading one kind of document from a party. */
export interface Reader {
  /** Pages from a cursor on, oldest change first; null starts at the beginning. Ends when the party has no more. */
  read(cursor: string | null): AsyncIterable<Page>;
  /** One document by its id; null when the party no longer has it. */
  readOne(id: string): Promise<RawDocument | null>;
  /** Claims up to `limit` changes that the party keeps for us until acknowledged; an empty page means none. Absent when the party keeps none. */
  claim?(limit: number): Promise<Page>;
  /** Pure: the canonical document, or a ContractError that names the field. */
  toCanonical(raw: RawDocument, from: ConnectionId): InboundDocument;
}

/** One write. `key` stays the same for every attempt; `attempt` counts from 1; `uncertain` says that an earlier attempt may have been committed, so that a connector without native keys must look first. */
export interface WriteRequest<D extends OutboundDocument = OutboundDocument> {
  readonly key: string;
  readonly correlationId: string;
  readonly attempt: number;
  readonly uncertain: boolean;
  readonly document: D;
}

/** What became of one write; errors are values here so that one bad document never spoils a batch. */
export type WriteOutcome =
  { readonly kind: 'done'; readonly receipt: Receipt } | { readonly kind: 'failed'; readonly error: CrossdockError };

/** Writing one kind of document to a party: exactly one outcome for each request, in order. */
export interface Writer {
  write(requests: readonly WriteRequest[]): Promise<readonly WriteOutcome[]>;
}

/** A webhook as it came in, headers in lower case, body as raw text. */
export interface HookRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What to read because of a webhook. */
export interface Hint {
  readonly kind: InboundKind;
  readonly id: string;
}

/** The answer to "does this connection work", in the merchant's words; `facts` are shown as a table. */
export interface CheckResult {
  readonly ok: boolean;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** One choice for a mapping screen. */
export interface Option {
  readonly value: Mapping['value'];
  readonly label: string;
}

/** What only a store can do for us, beside documents. */
export interface StoreDuties {
  /** Writes status rows for the store's own screens; stale versions are skipped there. */
  mirror(rows: readonly OrderMirror[]): Promise<void>;
  /** A page of orders in a paid state made since a time (ISO 8601 UTC), ascending by id, after an id (null: from the start); `total` counts all of them. Ends with an empty page. */
  paidOrders(
    since: string,
    afterId: string | null,
  ): Promise<{ readonly orders: readonly { id: string; status: string }[]; readonly total: number }>;
}

/** An open connection to one party. Everything may throw the errors of `errors/`; retries and clocks are the runtime's. */
export interface Session {
  check(): Promise<CheckResult>;
  /** Choices for a mapping table, live from the party; null when the party cannot list them. */
  options(kind: MappingKind, search: string): Promise<readonly Option[] | null>;
  readonly readers: Partial<Record<InboundKind, Reader>>;
  readonly writers: Partial<Record<OutboundKind, Writer>>;
  /** Verifies a webhook and says what to read; throws AuthenticationError when the signature is wrong. */
  hint?(request: HookRequest): readonly Hint[];
  /** Present for stores only. */
  readonly store?: StoreDuties;
  close(): Promise<void>;
}

/** The code for one kind of system. `Settings` is its zod schema; fields marked `.meta({secret: true})` are kept apart and redacted. */
export interface Connector<Settings extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly title: string;
  readonly role: Role;
  readonly evidence: Evidence;
  readonly settings: Settings;
  readonly reads: Readonly<Record<InboundKind, ReadCapability>>;
  readonly writes: Readonly<Record<OutboundKind, WriteCapability>>;
  connect(settings: z.output<Settings>, tools: Tools): Promise<Session>;
}

/** Declares a connector; only keeps the types of its settings together. */
export function defineConnector<Settings extends z.ZodType>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}

/** The sentence for something that a connector does not do. */
export function cannotRead(because: string): ReadCapability {
  return { read: 'cannot', because };
}

/** The sentence for something that a connector does not write. */
export function cannotWrite(because: string): WriteCapability {
  return { write: 'cannot', because };
}

/** The same sentence for several kinds that a connector does not read. */
export function cannotReadAny<K extends InboundKind>(kinds: readonly K[], because: string): Record<K, ReadCapability> {
  return Object.fromEntries(kinds.map((kind) => [kind, cannotRead(because)])) as Record<K, ReadCapability>;
}

/** The same sentence for several kinds that a connector does not write. */
export function cannotWriteAny<K extends OutboundKind>(kinds: readonly K[], because: string): Record<K, WriteCapability> {
  return Object.fromEntries(kinds.map((kind) => [kind, cannotWrite(because)])) as Record<K, WriteCapability>;
}
