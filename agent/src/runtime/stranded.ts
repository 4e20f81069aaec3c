import type { Database } from '../database/database.ts';
import { closeExceptions, openException, openOf, openUnderKey, rewordException } from '../database/exceptions.ts';
import { queuedDeliveries } from '../database/figures.ts';
import { CODES } from '../errors/codes.ts';

const KEY = 'gone';
const CODE = 'connection.settings-invalid';

/** Tells of writes that wait for a connection which the configuration no longer names (taken out too early after a cut-over), and closes that when it is back. */
export async function watchStranded(database: Database, known: ReadonlySet<string>, now: number): Promise<void> {
  const queued = [...(await queuedDeliveries(database.read))].filter(([id]) => !known.has(id));
  for (const [id, count] of queued) await tell(database, id, count, now);
  const still = new Set(queued.map(([id]) => sourceOf(id)));
  for (const { id, source } of await openUnderKey(database.read, 'connection/', KEY))
    if (!still.has(source)) await database.write((tx) => closeExceptions(tx, [id], now));
}

async function tell(database: Database, id: string, count: number, now: number): Promise<void> {
  const source = sourceOf(id);
  const writes = count === 1 ? '1 write waits' : `${count} writes wait`;
  const message = `${writes} for the connection "${id}", which is not configured any more. Put it back until its last order is done.`;
  const open = (await openOf(database.read, source)).find((row) => row.key === KEY);
  if (open?.message === message) return;
  await database.write((tx) => (open ? rewordException(tx, open.id, { message }) : openException(tx, rowOf(id, message, now))));
}

function sourceOf(connection: string): string {
  return `connection/${connection}`;
}

function rowOf(connection: string, message: string, now: number): Parameters<typeof openException>[1] {
  const { class: klass, owner } = CODES[CODE];
  return {
    ...{ source: sourceOf(connection), key: KEY, code: CODE, class: klass, owner, message, connection, retriable: 0, since: now },
    ...{ subject: null, order_id: null, order_number: null, missing_kind: null, missing_connection: null, missing_key: null },
    ...{ state: 'open', closed_at: null },
  };
}
