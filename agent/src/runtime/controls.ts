import type { Hint, HookRequest, Option } from '../connector/contract.ts';
import type { Logger } from '../connector/tools.ts';
import type { MappingKind } from '../domain/mapping.ts';
import type { ConnectionId, Role } from '../domain/reference.ts';
import type { Database, Tx } from '../database/database.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import type { ReplanAnswer, ReplanRequest } from '../protocol/replan.ts';
import type { Config } from './config.ts';

/** How one connection fares right now. */
export interface ConnectionHealth {
  readonly id: ConnectionId;
  readonly title: string;
  readonly role: Role;
  readonly evidence: string;
  readonly state: 'ok' | 'waiting' | 'stopped' | 'paused' | 'starting';
  readonly code: ErrorCode | null;
  readonly message: string;
  /** Milliseconds since the epoch; null before the first answer. */
  readonly lastContactAt: number | null;
}

/** What the API, the CLI and the figures may ask of the running agent. */
export interface Controls {
  readonly config: Config;
  readonly database: Database;
  readonly log: Logger;
  readonly startedAt: number;
  readonly now: () => number;
  health(): readonly ConnectionHealth[];
  /** The connection that plays a role for orders; the first store for `store`. */
  connectionFor(role: 'store' | 'erp' | 'wms'): ConnectionId | null;
  /** Choices for a mapping table, live; null when the party cannot list them. Throws CrossdockError when it does not answer. */
  options(connection: ConnectionId, kind: MappingKind, search: string): Promise<readonly Option[] | null>;
  /** `crossdock check` for one connection. */
  check(
    connection: ConnectionId,
  ): Promise<{ readonly ok: boolean; readonly message: string; readonly facts: Readonly<Record<string, string>> }>;
  /** Plans these subjects again with fresh codes, because a mapping came or changed. Returns how many. */
  rematch(subjects: readonly string[]): Promise<number>;
  /** Plans subjects again, one page at a time; tells what changed. */
  replan(request: ReplanRequest): Promise<ReplanAnswer>;
  /** A person asks to try again; `key` limits it to one delivery. False when there is no such subject. */
  retry(subject: string, key: string | null, by: string): Promise<boolean>;
  /** A person does something about a subject: the fact is made of the books in the transaction that records and audits it. What `make` throws undoes all of it. */
  act(subject: string, by: string, action: string, make: (tx: Tx) => Promise<OrderFact>): Promise<void>;
  /** Reads a parked document again. */
  retryEnvelope(id: number, by: string): Promise<boolean>;
  /** The shop's doorbell: its feed has something. */
  ring(connection: ConnectionId): void;
  /** A webhook for a connection; throws AuthenticationError when it is not genuine. */
  hook(connection: ConnectionId, request: HookRequest): Promise<readonly Hint[]>;
  /** The secret that signs the shop's calls; null when the connection is not paired. */
  sharedSecret(connection: ConnectionId): string | null;
  /** Paid orders of the store since a time, page by page (for the completeness proof). */
  paidOrders(
    since: string,
    afterId: string | null,
  ): Promise<{ readonly orders: readonly { id: string; status: string }[]; readonly total: number }>;
  /** Reads these store orders again now. */
  refetch(orderIds: readonly string[]): Promise<void>;
}
