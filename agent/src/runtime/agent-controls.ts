import type { HookRequest } from '../connector/contract.ts';
import type { Tx } from '../database/database.ts';
import { envelopeById, reviveEnvelope } from '../database/envelopes.ts';
import { audit } from '../database/settings.ts';
import { ledgerOf } from '../database/ledgers.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { AuthenticationError, ConfigurationError } from '../errors/errors.ts';
import type { OrderFact } from '../ledgers/order/facts.ts';
import type { Connection } from './connections.ts';
import type { Controls } from './controls.ts';
import type { Work, WorkParts } from './work.ts';

/** What may be asked of the running agent. */
export function makeControls(parts: WorkParts & { readonly work: Work }): Controls {
  const { config, database, log, now, connections, work } = parts;
  const find = (id: ConnectionId): Connection => {
    const connection = connections.get(id);
    if (connection) return connection;
    throw new ConfigurationError({ code: 'api.not-found', message: `There is no connection "${id}".` });
  };
  const store = [...connections.values()].find((connection) => connection.connector.role === 'store') ?? null;
  return {
    ...{ config, database, log, now, startedAt: now() },
    health: () => [...connections.values()].map((connection) => connection.describe(now())),
    connectionFor: (role) => (role === 'store' ? (store?.id ?? null) : config.orders[role]),
    options: (id, kind, search) => find(id).use((session) => session.options(kind, search)),
    check: async (id) => {
      // A check that found something wrong has been answered too, so its answer alone heals nothing.
      const result = await find(id).use((session) => session.check(), 'check');
      if (result.ok) await takeUpAgain(find(id), work);
      return result;
    },
    rematch: async (subjects) => {
      for (const subject of subjects) await work.record(subject, []);
      return subjects.length;
    },
    replan: (request) => work.replan(request),
    retry: (subject, key, by) => retrySubject(parts, subject, key, by),
    act: (subject, by, action, make) => work.recordIn(subject, (tx) => audited(tx, now(), { subject, by, action, make })),
    retryEnvelope: (id, by) => retryEnvelope(parts, id, by),
    ring: (id) => work.look(id, 'sales-order'),
    hook: (id, request) => takeHook(find(id), request, work),
    sharedSecret: (id) => sharedSecretOf(connections.get(id)),
    paidOrders: async (since, afterId) => {
      const page = await store?.use(async (session) => session.store?.paidOrders(since, afterId));
      return page ?? { orders: [], total: 0 };
    },
    refetch: async (orderIds) => {
      if (store) await work.fetch(store.id, 'sales-order', orderIds);
    },
  };
}

async function audited(
  tx: Tx,
  now: number,
  act: { readonly subject: string; readonly by: string; readonly action: string; readonly make: (tx: Tx) => Promise<OrderFact> },
): Promise<OrderFact[]> {
  const fact = await act.make(tx);
  const { at: _at, ...said } = fact;
  await audit(tx, now, act.by, act.action, `${act.subject} ${JSON.stringify(said)}`);
  return [fact];
}

/** A person has put right what was wrong, or has seen that all is well: what waited goes on now. */
async function takeUpAgain(connection: Connection, work: Work): Promise<void> {
  if (connection.health.trouble === null) return;
  connection.health.resume();
  await work.recovered(connection.id);
}

async function retrySubject(
  { database, connections, work, now }: WorkParts & { readonly work: Work },
  subject: string,
  key: string | null,
  by: string,
): Promise<boolean> {
  if (!(await ledgerOf(database.read, subject))) return false;
  for (const connection of connections.values()) await takeUpAgain(connection, work);
  await database.write((tx) => audit(tx, now(), by, 'retry', key === null ? subject : `${subject} ${key}`));
  await work.record(subject, [{ kind: 'retried', at: new Date(now()).toISOString(), key, by }]);
  return true;
}

async function retryEnvelope({ database, work, now }: WorkParts & { readonly work: Work }, id: number, by: string): Promise<boolean> {
  if (!(await envelopeById(database.read, id))) return false;
  await database.write(async (tx) => {
    await audit(tx, now(), by, 'retry', `envelope/${id}`);
    await reviveEnvelope(tx, id);
  });
  work.absorb();
  return true;
}

async function takeHook(connection: Connection, request: HookRequest, work: Work) {
  const session = await connection.session();
  if (!session.hint) {
    throw new AuthenticationError({ code: 'api.not-found', message: `Connection "${connection.id}" takes no webhooks.` });
  }
  const hints = session.hint(request);
  // A hint only says that it is worth looking; what is true is read from the feed, in order and once for many hints.
  for (const kind of new Set(hints.map((hint) => hint.kind))) work.look(connection.id, kind);
  return hints;
}

/** Every store connector names the secret of its pairing `sharedSecret`. */
function sharedSecretOf(connection: Connection | undefined): string | null {
  const settings = connection?.settings;
  if (settings === null || typeof settings !== 'object' || !('sharedSecret' in settings)) return null;
  return typeof settings.sharedSecret === 'string' && settings.sharedSecret !== '' ? settings.sharedSecret : null;
}
