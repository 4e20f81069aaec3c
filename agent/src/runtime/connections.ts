import PQueue from 'p-queue';
import type { Connector, Session } from '../connector/contract.ts';
import { currentCorrelation, withCorrelation } from '../connector/correlation.ts';
import { createHttp, type Limit } from '../connector/http.ts';
import type { Logger } from '../connector/tools.ts';
import type { ConnectionId } from '../domain/reference.ts';
import { ConfigurationError, CrossdockError } from '../errors/errors.ts';
import type { ConnectionConfig } from './config.ts';
import type { ConnectionHealth } from './controls.ts';
import { Health, type Errand } from './health.ts';
import { unknownKeysInWords } from './unknown-keys.ts';

/** One configured party: its connector, its session once it could be opened, and how it fares. */
export interface Connection {
  readonly id: ConnectionId;
  readonly config: ConnectionConfig;
  readonly connector: Connector;
  readonly health: Health;
  /** The settings with their secrets, as the connector's schema gave them out. */
  readonly settings: unknown;
  /** Opens the session at the first call; a failure is remembered by `health` and thrown. */
  session(): Promise<Session>;
  /** Runs a call against the party and lets `health` know how it went. */
  use<T>(call: (session: Session) => Promise<T>, errand?: Errand): Promise<T>;
  describe(now: number): ConnectionHealth;
  close(): Promise<void>;
}

/** What a connection is made of. */
export interface ConnectionParts {
  readonly id: ConnectionId;
  readonly config: ConnectionConfig;
  readonly connector: Connector;
  /** The settings with their secrets filled in. */
  readonly settings: unknown;
  readonly log: Logger;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onRecovered: (id: ConnectionId) => void;
}

/** Builds a connection without calling the party yet; throws ConfigurationError when its settings do not fit the connector's schema. */
export function makeConnection(parts: ConnectionParts): Connection {
  const { id, config, connector, log, now, signal } = parts;
  const settings = checkedSettings(parts);
  const health = new Health();
  const http = createHttp({ limit: makeLimit(config), timeoutMs: config.timeoutMs, signal });
  let opening: Promise<Session> | null = null;
  const session = (): Promise<Session> => {
    opening ??= connector.connect(settings, { connection: id, http, log, now, signal }).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  let calls = 0;
  const use = async <T>(call: (session: Session) => Promise<T>, errand: Errand = 'other'): Promise<T> => {
    try {
      const value = await withCorrelation(currentCorrelation() ?? `cd-${id}-${errand}-${(calls += 1)}`, async () => call(await session()));
      if (health.succeeded(now(), errand)) parts.onRecovered(id);
      return value;
    } catch (error) {
      noteFailure(parts, health, error, errand);
      throw error;
    }
  };
  const close = async (): Promise<void> => {
    if (opening) await opening.then((open) => open.close()).catch(() => undefined);
    await http.close();
  };
  const describe = (at: number): ConnectionHealth => {
    const identity = { id, title: connector.title, role: connector.role, evidence: connector.evidence };
    if (config.paused) return { ...identity, state: 'paused', code: null, message: 'Paused in the configuration.', lastContactAt: null };
    return { ...identity, ...health.describe(at) };
  };
  return { id, config, connector, health, settings, session, use, describe, close };
}

function checkedSettings({ id, connector, settings }: ConnectionParts): unknown {
  const parsed = connector.settings.safeParse(settings);
  const unknown = unknownKeysInWords(connector.settings, settings);
  if (parsed.success && unknown.length === 0) return parsed.data;
  const wrong = parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
  const issues = [...wrong, ...unknown].join('; ');
  throw new ConfigurationError({
    code: 'connection.settings-invalid',
    message: `The settings of connection "${id}" are not valid. ${issues}`,
  });
}

function makeLimit({ limits }: ConnectionConfig): Limit {
  const queue = new PQueue({ concurrency: limits.concurrency, ...rateOf(limits.perSecond) });
  return <T>(call: () => Promise<T>) => queue.add(call) as Promise<T>;
}

/** Strict: fixed windows would let through twice as many where two of them meet. A rate that is no whole number is kept by spacing the calls. */
function rateOf(perSecond: number | null): { interval?: number; intervalCap?: number; strict?: boolean } {
  if (perSecond === null) return {};
  const whole = Number.isInteger(perSecond);
  return { interval: whole ? 1000 : Math.ceil(1000 / perSecond), intervalCap: whole ? perSecond : 1, strict: true };
}

function noteFailure({ id, log, now }: ConnectionParts, health: Health, error: unknown, errand: Errand): void {
  const before = health.trouble?.message;
  health.failed(error, now(), errand);
  if (health.trouble && health.trouble.message !== before) {
    const code = error instanceof CrossdockError ? error.code : 'runtime.bug';
    log.warn({ connection: id, code }, health.trouble.message);
  }
}
