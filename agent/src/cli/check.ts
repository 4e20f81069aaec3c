import { CONNECTORS } from '../connectors/index.ts';
import { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError, CrossdockError } from '../errors/errors.ts';
import type { ConnectionConfig } from '../runtime/config.ts';
import { makeConnection } from '../runtime/connections.ts';
import { createLog } from '../runtime/log.ts';
import { resolveSecrets } from '../runtime/secrets.ts';
import { agentUrl } from './ask-agent.ts';
import { table, type Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

/** One thing that was tried. */
interface Tried {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** `crossdock check`: talks to every party itself, so it works whether the agent runs or not. */
export async function check(setup: Setup, now: () => number): Promise<Outcome> {
  const roles = checkRoles(setup);
  const connections = await Promise.all(
    Object.entries(setup.config.connections).map(([id, config]) => checkConnection(setup, ConnectionId.parse(id), config, now)),
  );
  const tried = [...roles, ...connections];
  const agent = { running: await isRunning(setup), url: agentUrl(setup) };
  const ok = tried.every((one) => one.ok);
  const last = agent.running ? `The agent runs at ${agent.url}.` : `The agent is not running. Start it: crossdock run`;
  const text = [`Configuration ${setup.file} is valid; mode is ${setup.config.mode}.`, '', ...tried.map(lines), '', last].join('\n');
  return { exit: ok ? 0 : 1, json: { ok, file: setup.file, mode: setup.config.mode, checks: tried, agent }, text };
}

/** The policy names two connections; without them no order can go anywhere. */
function checkRoles({ config }: Setup): Tried[] {
  return (['erp', 'wms'] as const)
    .filter((role) => !Object.hasOwn(config.connections, config.orders[role]))
    .map((role) => ({
      name: `orders.${role}`,
      ok: false,
      message: `orders.${role} names the connection "${config.orders[role]}", which is not configured. Add it under "connections".`,
      facts: {},
    }));
}

async function checkConnection(
  { config: { log }, secrets }: Setup,
  id: ConnectionId,
  config: ConnectionConfig,
  now: () => number,
): Promise<Tried> {
  const stopping = new AbortController();
  try {
    const connector = CONNECTORS.find((one) => one.id === config.connector);
    if (!connector) throw new ConfigurationError({ code: 'config.invalid', message: `There is no connector "${config.connector}".` });
    const settings = resolveSecrets(config.settings, secrets);
    const quiet = createLog(log.level === 'debug' ? 'debug' : 'silent');
    const connection = makeConnection({
      id,
      config,
      connector,
      settings,
      log: quiet,
      now,
      signal: stopping.signal,
      onRecovered: () => undefined,
    });
    try {
      return { name: id, ...(await connection.use((session) => session.check())) };
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (error instanceof CrossdockError) return { name: id, ok: false, message: error.message, facts: { code: error.code } };
    throw error;
  }
}

async function isRunning(setup: Setup): Promise<boolean> {
  try {
    return (await fetch(`${agentUrl(setup)}/v1/health`, { signal: AbortSignal.timeout(3000) })).ok;
  } catch {
    return false;
  }
}

function lines({ name, ok, message, facts }: Tried): string {
  const rows = Object.entries(facts);
  const head = `${ok ? '✓' : '!'} ${name}: ${message}`;
  return rows.length === 0 ? head : `${head}\n${table(rows, '    ')}`;
}
