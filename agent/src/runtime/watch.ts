import type { Database } from '../database/database.ts';
import { closeExceptions, openException, openOf, rewordException } from '../database/exceptions.ts';
import { CODES } from '../errors/codes.ts';
import type { Connection } from './connections.ts';

/** A passing fault is a retry, not an exception; past this it is a person's business. */
const REPORT_AFTER_MS = 60_000;

/** Opens an exception for a connection that has been failing for long or needs a person, and closes it when the party answers again. */
export async function watchConnection(database: Database, connection: Connection, now: number): Promise<void> {
  const source = `connection/${connection.id}`;
  const { trouble } = connection.health;
  const stopped = connection.health.describe(now).state === 'stopped';
  const report = trouble !== null && (stopped || connection.health.failingFor(now) >= REPORT_AFTER_MS);
  const [open] = await openOf(database.read, source);
  if (!report) {
    if (open && trouble === null) await database.write((tx) => closeExceptions(tx, [open.id], now));
    return;
  }
  const message = `${connection.connector.title} ("${connection.id}"): ${trouble.message}`;
  if (open) {
    if (open.message !== message) await database.write((tx) => rewordException(tx, open.id, { message, code: trouble.code }));
    return;
  }
  const { class: klass, owner } = CODES[trouble.code];
  const row = { source, key: 'health', code: trouble.code, class: klass, owner, message, connection: connection.id, since: now };
  const none = {
    subject: null,
    order_id: null,
    order_number: null,
    missing_kind: null,
    missing_connection: null,
    missing_key: null,
    closed_at: null,
  };
  await database.write((tx) => openException(tx, { ...row, ...none, retriable: 1, state: 'open' }));
}
