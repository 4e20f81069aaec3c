import { createServer } from 'node:net';
import { createApi, listen, type Api } from './api/api.ts';
import type { Connector } from './connector/contract.ts';
import type { Logger } from './connector/tools.ts';
import { ConfigurationError } from './errors/errors.ts';
import { proveCompleteness } from './insight/proof.ts';
import { startAgent, type Agent } from './runtime/agent.ts';
import type { Config } from './runtime/config.ts';
import { createLog } from './runtime/log.ts';
import { startSchedule } from './runtime/schedule.ts';
import { prune } from './runtime/retention.ts';
import { openSecrets, resolveSecrets } from './runtime/secrets.ts';
import { VERSION } from './runtime/version.ts';

/** The whole thing, running. */
export interface Crossdock {
  readonly agent: Agent;
  readonly api: Api;
  /** Where the API listens, with the port that was really taken. */
  readonly address: string;
  /** Takes no new work, finishes what is under way, closes the books; at most ten seconds. */
  stop(): Promise<void>;
}

/** What `startCrossdock` is made of; all but the configuration has a natural default. */
export interface CrossdockOptions {
  readonly config: Config;
  readonly log?: Logger;
  readonly connectors?: readonly Connector[];
  readonly now?: () => number;
  /** How often the completeness proof runs, as a cron expression with seconds. */
  readonly proofSchedule?: string;
}

const EVERY_HALF_MINUTE = '*/30 * * * * *';
const NIGHTLY = '0 17 3 * * *';
const STOP_WITHIN_MS = 10_000;

/** Puts all rooms together and starts them. */
export async function startCrossdock(options: CrossdockOptions): Promise<Crossdock> {
  const { config } = options;
  const log = options.log ?? createLog(config.log.level);
  const secrets = openSecrets(config.dataDir);
  const release = await claimPort(config.api);
  const { connectors, now } = options;
  const agent = await startAgent({
    config,
    log,
    resolveSettings: (settings) => resolveSecrets(settings, secrets),
    ...(connectors ? { connectors } : {}),
    ...(now ? { now } : {}),
  }).finally(release);
  const api = createApi(agent);
  try {
    const address = await listen(api, config.api);
    const proof = {
      name: 'completeness proof',
      expression: options.proofSchedule ?? EVERY_HALF_MINUTE,
      run: () => proveCompleteness(agent),
    };
    const nightly = { name: 'retention', expression: NIGHTLY, run: () => prune(agent.database, config.retention, agent.now()) };
    const schedule = startSchedule([proof, nightly], log);
    log.info({ address, mode: config.mode, version: VERSION, connections: Object.keys(config.connections) }, 'Crossdock runs.');
    return { agent, api, address, stop: () => stopAll(schedule, api, agent) };
  } catch (error) {
    await agent.stop();
    throw error;
  }
}

/**
 * Starts, and runs until SIGTERM or SIGINT; resolves when all is closed. A second signal, or ten seconds, ends the wait.
 * Signals are heard from the beginning: the agent works before all of it has started.
 */
export async function runUntilSignal(start: () => Promise<Crossdock>, log: Logger): Promise<void> {
  const asked = nextSignal();
  const running = await start().catch((error: unknown) => {
    asked.forget();
    throw error;
  });
  const signal = await asked.came;
  log.info({ signal }, 'Crossdock stops.');
  const impatient = Promise.race([nextSignal().came, new Promise((over) => setTimeout(over, STOP_WITHIN_MS).unref())]);
  await Promise.race([running.stop(), impatient]);
}

function nextSignal(): { readonly came: Promise<NodeJS.Signals>; forget(): void } {
  let resolve = (_signal: NodeJS.Signals): void => undefined;
  const came = new Promise<NodeJS.Signals>((settle) => (resolve = settle));
  const forget = (): void => void process.off('SIGTERM', once).off('SIGINT', once);
  const once = (signal: NodeJS.Signals): void => {
    forget();
    resolve(signal);
  };
  process.on('SIGTERM', once).on('SIGINT', once);
  return { came, forget };
}

async function stopAll(schedule: { stop(): Promise<void> }, api: Api, agent: Agent): Promise<void> {
  await schedule.stop();
  await api.close();
  await agent.stop();
}

/** Holds the port while the agent starts: a second agent must fail before it touches the first one's books. */
async function claimPort({ host, port }: Config['api']): Promise<() => Promise<void>> {
  if (port === 0) return () => Promise.resolve();
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ host, port }, resolve)).catch((cause: unknown) => {
    throw new ConfigurationError({
      code: 'config.invalid',
      message: `The agent cannot listen on ${host}:${port}: is another one running? Otherwise choose another api.port.`,
      cause,
    });
  });
  return () => new Promise((closed) => void server.close(() => closed()));
}
