import { sql, type Kysely } from 'kysely';

/** Written in the SQL that SQLite and PostgreSQL share; JSON is text in both. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

// Long texts stand last in their tables: SQLite walks through all that stands before a column to read it.
const STATEMENTS = [
  `create table envelopes (
     id integer primary key autoincrement,
     connection text not null, kind text not null, foreign_id text not null,
     hash text not null, received_at integer not null,
     state text not null, subject text, wait_for text, wait_until integer, payload text not null,
     unique (connection, kind, foreign_id))`,
  `create index envelopes_pending on envelopes (received_at, id) where state = 'pending'`,
  `create index envelopes_waiting on envelopes (wait_for) where state = 'waiting'`,
  `create index envelopes_overdue on envelopes (wait_until) where state = 'waiting'`,
  `create table cursors (
     connection text not null, kind text not null, cursor text not null, updated_at integer not null,
     primary key (connection, kind))`,
  `create table ledgers (
     subject text primary key, connection text not null, order_id text not null, number text not null,
     correlation_id text not null, version integer not null, stage text not null,
     paid integer not null, customer text not null, erp_number text, wms_number text, tracking text,
     wake_at integer, captured_at integer, accepted_at integer, released_at integer, shipped_at integer,
     told_store_at integer, created_at integer not null, updated_at integer not null, body text not null)`,
  `create index ledgers_created on ledgers (created_at, subject)`,
  `create index ledgers_order on ledgers (order_id)`,
  `create index ledgers_number on ledgers (number)`,
  `create index ledgers_erp on ledgers (erp_number) where erp_number is not null`,
  `create index ledgers_wms on ledgers (wms_number) where wms_number is not null`,
  `create index ledgers_tracking on ledgers (tracking) where tracking is not null`,
  `create index ledgers_customer on ledgers (customer)`,
  `create index ledgers_wake on ledgers (wake_at) where wake_at is not null`,
  // Apart from the ledger, so that noting what the shop shows does not rewrite the ledger's body.
  `create table mirrors (subject text primary key, connection text not null, version integer not null, shown integer not null)`,
  `create index mirrors_behind on mirrors (connection, subject) where version > shown`,
  `create index ledgers_shipped on ledgers (shipped_at) where shipped_at is not null`,
  `create table trace (
     id integer primary key autoincrement, subject text not null, at integer not null, kind text not null,
     party text, title text not null, detail text not null, outcome text not null, attempt integer, duration_ms integer)`,
  `create index trace_subject on trace (subject, id)`,
  `create table deliveries (
     id integer primary key autoincrement, subject text not null, key text not null, connection text not null,
     kind text not null, lane integer not null, fingerprint text not null,
     idempotency_key text not null, correlation_id text not null, state text not null, attempts integer not null,
     uncertain integer not null, due_at integer not null, deadline_at integer not null,
     last_code text, last_error text, created_at integer not null, updated_at integer not null,
     document text not null, unique (subject, key))`,
  `create index deliveries_due on deliveries (connection, lane, due_at) where state = 'pending'`,
  `create index deliveries_sending on deliveries (connection) where state = 'sending'`,
  `create table exceptions (
     id integer primary key autoincrement, source text not null, key text not null, code text not null,
     class text not null, owner text not null, message text not null, subject text, order_id text, order_number text,
     connection text, missing_kind text, missing_connection text, missing_key text, retriable integer not null,
     state text not null, since integer not null, closed_at integer)`,
  `create unique index exceptions_open on exceptions (source, key) where state = 'open'`,
  `create index exceptions_list on exceptions (state, id)`,
  `create index exceptions_order on exceptions (order_id)`,
  `create index exceptions_subject on exceptions (subject) where state = 'open'`,
  `create index exceptions_missing on exceptions (missing_kind, missing_connection, missing_key) where state = 'open'`,
  `create table mappings (
     kind text not null, connection text not null, key text not null, value text not null, label text not null,
     version integer not null, updated_at integer not null, updated_by text not null,
     primary key (kind, connection, key))`,
  `create table audit (id integer primary key autoincrement, at integer not null, actor text not null, action text not null, detail text not null)`,
  `create table nonces (nonce text primary key, expires_at integer not null)`,
  `create index nonces_expiry on nonces (expires_at)`,
  `create table counters (name text not null, day text not null, value integer not null, primary key (name, day))`,
  `create table settings (name text primary key, value text not null)`,
];
