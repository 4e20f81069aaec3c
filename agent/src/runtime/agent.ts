import { join } from 'node:path';
import type { Connector } from '../connector/contract.ts';
import type { Logger } from '../connector/tools.ts';
import { openDatabase, type Database } from '../database/database.ts';
import { recoverSending } from '../database/deliveries.ts';
import { activateShadow, suspendPending } from '../database/shadow.ts';
import { CONNECTORS } from '../connectors/index.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError } from '../errors/errors.ts';
import type { Config } from './config.ts';
import { makeConnection, type Connection } from './connections.ts';
import { takeUpPolicy } from './new-policy.ts';
import { makeControls } from './agent-controls.ts';
import type { Controls } from './controls.ts';
import { Work } from './work.ts';

/** What the agent is started with. `resolveSettings` fills secrets into a connection's settings. */
export interface AgentOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly resolveSettings: (settings: Record<string, unknown>) => unknown;
  readonly connectors?: readonly Connector[];
  readonly now?: () => number;
  /** Opens the books; absent opens the SQLite file in the data folder. */
  readonly openBooks?: (file: string) => Promise<Database>;
}

/** The running agent. */
export interface Agent extends Controls {
  /** Lets calls under way finish (at most ten seconds), then closes everything. */
  stop(): Promise<void>;
}

/** Opens the books and all connections, picks up what a crash left, and starts to work. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { config, log } = options;
  const now = options.now ?? Date.now;
  const abort = new AbortController();
  const database = await (options.openBooks ?? openDatabase)(join(config.dataDir, 'crossdock.sqlite'));
  const recovered: { kick: (id: ConnectionId) => void } = { kick: () => undefined };
  const connections = openConnections(options, now, abort.signal, (id) => recovered.kick(id));
  await pickUp(database, config, log, now());
  const deadlineMs = config.delivery.deadlineMinutes * 60_000;
  await takeUpPolicy({ database, policy: config.orders, mode: config.mode, deadlineMs, now, log, onRecorded: () => undefined });
  const work = new Work({ config, database, log, now, connections });
  recovered.kick = (id) => {
    work.recovered(id).catch((error: unknown) => log.error({ err: error, connection: id }, 'Waiting work could not be hurried.'));
  };
  const controls = makeControls({ config, database, log, now, connections, work });
  return {
    ...controls,
    stop: async () => {
      await work.stop();
      abort.abort();
      for (const connection of connections.values()) await connection.close();
      await database.close();
    },
  };
}

function openConnections(
  options: AgentOptions,
  now: () => number,
  signal: AbortSignal,
  onRecovered: (id: ConnectionId) => void,
): Map<ConnectionId, Connection> {
  const known = options.connectors ?? CONNECTORS;
  const connections = new Map<ConnectionId, Connection>();
  for (const [name, config] of Object.entries(options.config.connections)) {
    const id = name as ConnectionId; // the keys of `connections` were checked by the schema
    const connector = known.find((one) => one.id === config.connector);
    if (!connector) {
      const names = known.map((one) => one.id).join(', ');
      throw new ConfigurationError({
        code: 'config.invalid',
        message: `Connection "${id}" names the connector "${config.connector}". There are: ${names}.`,
      });
    }
    const settings = options.resolveSettings(config.settings);
    connections.set(id, makeConnection({ id, config, connector, settings, log: options.log, now, signal, onRecovered }));
  }
  requireRoles(options.config, connections);
  return connections;
}

function requireRoles(config: Config, connections: Map<ConnectionId, Connection>): void {
  for (const role of ['erp', 'wms'] as const) {
    const connection = connections.get(config.orders[role]);
    if (connection?.connector.role === role) continue;
    const message = `orders.${role} names "${config.orders[role]}", which is not a connection to ${role === 'erp' ? 'an ERP' : 'a warehouse'}.`;
    throw new ConfigurationError({ code: 'config.invalid', message });
  }
}

/** What was being sent when the last run ended may have arrived: it is due again, with a look first. */
async function pickUp(database: Database, config: Config, log: Logger, now: number): Promise<void> {
  const interrupted = await database.write((tx) => recoverSending(tx, now));
  if (interrupted > 0) log.info({ interrupted }, `${interrupted} deliveries were interrupted by the last stop and are looked at again.`);
  const deadlineAt = now + config.delivery.deadlineMinutes * 60_000;
  await database.write((tx) => (config.mode === 'live' ? activateShadow(tx, now, deadlineAt) : suspendPending(tx, now)));
}
