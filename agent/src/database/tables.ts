import type { Generated } from 'kysely';

/** A document as it came in, the newest version of each; `state` says what became of it. Times are ms since the epoch. */
export interface EnvelopesTable {
  id: Generated<number>;
  connection: string;
  kind: string;
  foreign_id: string;
  hash: string;
  payload: string;
  received_at: number;
  state: 'pending' | 'done' | 'waiting' | 'parked';
  subject: string | null;
  /** What a waiting document waits for: a reference that no ledger has yet. */
  wait_for: string | null;
  wait_until: number | null;
}

export interface CursorsTable {
  connection: string;
  kind: string;
  cursor: string;
  updated_at: number;
}

/** One subject. `body` is its ledger as JSON; the columns beside it are for lists, search and figures only. */
export interface LedgersTable {
  subject: string;
  connection: string;
  order_id: string;
  number: string;
  correlation_id: string;
  version: number;
  body: string;
  stage: string;
  paid: number;
  customer: string;
  erp_number: string | null;
  wms_number: string | null;
  tracking: string | null;
  wake_at: number | null;
  captured_at: number | null;
  accepted_at: number | null;
  released_at: number | null;
  shipped_at: number | null;
  told_store_at: number | null;
  created_at: number;
  updated_at: number;
}

/** Which version of a ledger the shop's own status row shows. */
export interface MirrorsTable {
  subject: string;
  connection: string;
  version: number;
  shown: number;
}

export interface TraceTable {
  id: Generated<number>;
  subject: string;
  at: number;
  kind: 'fact' | 'delivery' | 'exception' | 'person' | 'system';
  party: string | null;
  title: string;
  detail: string;
  outcome: 'ok' | 'waiting' | 'retrying' | 'refused' | 'info';
  attempt: number | null;
  duration_ms: number | null;
}

/** One outbound write. `shadow` rows are shown but never sent. */
export interface DeliveriesTable {
  id: Generated<number>;
  subject: string;
  key: string;
  connection: string;
  kind: string;
  lane: number;
  document: string;
  fingerprint: string;
  idempotency_key: string;
  correlation_id: string;
  state: 'pending' | 'sending' | 'done' | 'refused' | 'superseded' | 'shadow';
  attempts: number;
  /** 1 when an attempt may have been committed though we saw no answer. */
  uncertain: number;
  due_at: number;
  deadline_at: number;
  last_code: string | null;
  last_error: string | null;
  created_at: number;
  updated_at: number;
}

export interface ExceptionsTable {
  id: Generated<number>;
  /** Whose exception it is: a subject, or "connection/…", "envelope/…". With `key` unique among the open ones. */
  source: string;
  key: string;
  code: string;
  class: string;
  owner: string;
  message: string;
  subject: string | null;
  order_id: string | null;
  order_number: string | null;
  connection: string | null;
  missing_kind: string | null;
  missing_connection: string | null;
  missing_key: string | null;
  retriable: number;
  /** Ways out that a person can choose, as JSON of `Choice[]`; "[]" when there are none. */
  choices: Generated<string>;
  state: 'open' | 'closed';
  since: number;
  closed_at: number | null;
}

export interface MappingsTable {
  kind: string;
  connection: string;
  key: string;
  value: string;
  label: string;
  version: number;
  updated_at: number;
  updated_by: string;
}

export interface AuditTable {
  id: Generated<number>;
  at: number;
  actor: string;
  action: string;
  detail: string;
}

export interface NoncesTable {
  nonce: string;
  expires_at: number;
}

/** Things counted for ever, by UTC day ("2026-11-23"). */
export interface CountersTable {
  name: string;
  day: string;
  value: number;
}

export interface SettingsTable {
  name: string;
  value: string;
}

export interface Tables {
  envelopes: EnvelopesTable;
  cursors: CursorsTable;
  ledgers: LedgersTable;
  mirrors: MirrorsTable;
  trace: TraceTable;
  deliveries: DeliveriesTable;
  exceptions: ExceptionsTable;
  mappings: MappingsTable;
  audit: AuditTable;
  nonces: NoncesTable;
  counters: CountersTable;
  settings: SettingsTable;
}
