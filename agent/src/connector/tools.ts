import type { ConnectionId } from '../domain/reference.ts';
import type { Http } from './http.ts';

/** The part of a logger that connectors may use; values are redacted before they are written. */
export interface Logger {
  debug(facts: Record<string, unknown>, message: string): void;
  info(facts: Record<string, unknown>, message: string): void;
  warn(facts: Record<string, unknown>, message: string): void;
  error(facts: Record<string, unknown>, message: string): void;
}

/** All that a connector may use of the outside: nothing else, no environment, no timers, no retry loops. */
export interface Tools {
  readonly connection: ConnectionId;
  readonly http: Http;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Aborts when the agent stops. */
  readonly signal: AbortSignal;
}
