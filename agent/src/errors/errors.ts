import type { ErrorCode } from './codes.ts';

/** What every error of ours carries: a stable code, a sentence that a person can act on, and plain facts for the trace (never secrets). */
export interface ErrorFacts {
  readonly code: ErrorCode;
  readonly message: string;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  readonly cause?: unknown;
}

/** The common base: named by what happens next, see docs/errors.md. */
export abstract class CrossdockError extends Error {
  readonly code: ErrorCode;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;

  constructor({ code, message, facts = {}, cause }: ErrorFacts) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = new.target.name;
    this.code = code;
    this.facts = facts;
  }
}

/** This connection stops until a person changes its settings; others go on. */
export class ConfigurationError extends CrossdockError {}

/** The party refused our credentials: the connection stops until they are renewed. */
export class AuthenticationError extends ConfigurationError {}

/** It may work in a moment: back off with jitter, park when the deadline passes. `committed` is "unknown" when the write may have happened all the same. */
export class TransientError extends CrossdockError {
  readonly committed: 'no' | 'unknown';

  constructor(given: ErrorFacts & { committed?: 'no' | 'unknown' }) {
    super(given);
    this.committed = given.committed ?? 'unknown';
  }
}

/** The party asked us to slow down; `retryAfterMs` is its own wish, or null when it gave none. */
export class RateLimitedError extends TransientError {
  readonly retryAfterMs: number | null;

  constructor(given: ErrorFacts & { retryAfterMs: number | null }) {
    super({ ...given, committed: 'no' });
    this.retryAfterMs = given.retryAfterMs;
  }
}

/** The document changed under our hands: read it fresh and go again. */
export class ConflictError extends CrossdockError {}

/** The party understood and said no: park this document with its reason, go on with others. */
export class RejectedError extends CrossdockError {}

/** The party broke its own contract (malformed or impossible answer): park, keep the raw payload, lower the connection's health. */
export class ContractError extends CrossdockError {}
