import type { ErrorCode } from '../errors/codes.ts';
import { AuthenticationError, ConfigurationError, CrossdockError, RateLimitedError, TransientError } from '../errors/errors.ts';
import type { ConnectionHealth } from './controls.ts';

/** After so many failures in a row the connection is left alone for a while. */
const FAILURES_TO_OPEN = 5;
const LONGEST_PAUSE_MS = 60_000;
/** What a call is for: a key may be good for one errand and not for another. */
export type Errand = 'feed' | 'poll' | 'write' | 'check' | 'other';

/** A refused key is tried this rarely: often enough to heal by itself, seldom enough not to lock an account. */
const PROBE_REFUSED_MS = 300_000;
/** No account is locked by a fence or a wrong address, so what was put right there goes on soon. */
const PROBE_STOPPED_MS = 15_000;

/**
 * Whether a connection may be worked right now: a circuit breaker that gates claims instead of wrapping calls,
 * because a delivery must not be claimed from the books for a party that does not answer.
 */
export class Health {
  #failures = 0;
  #pausedUntil = 0;
  /** The party's own wish, which a call that was under way all the same does not end. */
  #slowUntil = 0;
  #stopped: { code: ErrorCode; message: string; at: Errand } | null = null;
  #last: { code: ErrorCode; message: string } | null = null;
  #failingSince: number | null = null;
  #lastContactAt: number | null = null;

  /** Milliseconds to wait before the next call; 0 means go. */
  wait(now: number): number {
    return Math.max(0, this.#pausedUntil - now, this.#slowUntil - now);
  }

  /** The party answered, if only with a refusal. Returns true when it had been left alone and now works again; a single failure in passing keeps its own pause. What was stopped at one errand is not well because another one works. */
  succeeded(now: number, errand: Errand): boolean {
    this.#lastContactAt = now;
    if (this.#stopped !== null && this.#stopped.at !== errand) return false;
    const recovered = this.#failures >= FAILURES_TO_OPEN || this.#stopped !== null;
    this.#failures = 0;
    this.#pausedUntil = 0;
    this.#stopped = null;
    if (now >= this.#slowUntil) this.#last = null;
    this.#failingSince = null;
    return recovered;
  }

  failed(error: unknown, now: number, errand: Errand): void {
    if (error instanceof ConfigurationError) {
      this.#stopped = { code: error.code, message: error.message, at: errand };
      this.#failingSince ??= now;
      const pause = error instanceof AuthenticationError ? PROBE_REFUSED_MS : PROBE_STOPPED_MS;
      this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
      return;
    }
    if (!(error instanceof TransientError)) return;
    this.#last = { code: error.code, message: error.message };
    if (error instanceof RateLimitedError) {
      this.#slowUntil = Math.max(this.#slowUntil, now + (error.retryAfterMs ?? 1000));
      return;
    }
    // Calls that were under way when it was left alone fail together; they are one failure, not many in a row.
    if (this.#failures >= FAILURES_TO_OPEN && now < this.#pausedUntil) return;
    this.#failures += 1;
    this.#failingSince ??= now;
    if (this.#failures >= FAILURES_TO_OPEN) {
      const pause = Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** (this.#failures - FAILURES_TO_OPEN));
      this.#pausedUntil = Math.max(this.#pausedUntil, now + pause);
    }
  }

  /** A person renewed what was wrong: try again. */
  resume(): void {
    this.#stopped = null;
    this.#failures = 0;
    this.#pausedUntil = 0;
    this.#slowUntil = 0;
  }

  /** How long it has been failing without a break, in ms; 0 when it works. */
  failingFor(now: number): number {
    return this.#failingSince === null ? 0 : now - this.#failingSince;
  }

  /** What is wrong right now; null when nothing is. */
  get trouble(): { code: ErrorCode; message: string } | null {
    return this.#stopped ?? (this.#failures > 0 ? this.#last : null);
  }

  describe(now: number): Pick<ConnectionHealth, 'state' | 'code' | 'message' | 'lastContactAt'> {
    const lastContactAt = this.#lastContactAt;
    if (this.#stopped) return { state: 'stopped', code: this.#stopped.code, message: this.#stopped.message, lastContactAt };
    if (this.#last && (this.#failures > 0 || this.wait(now) > 0)) return { state: 'waiting', ...this.#last, lastContactAt };
    if (lastContactAt === null) return { state: 'starting', code: null, message: 'Not contacted yet.', lastContactAt };
    return { state: 'ok', code: null, message: 'Answers.', lastContactAt };
  }
}

/** True for errors that speak about the connection, not about one document. */
export function concernsConnection(error: unknown): error is CrossdockError {
  return error instanceof TransientError || error instanceof ConfigurationError;
}
