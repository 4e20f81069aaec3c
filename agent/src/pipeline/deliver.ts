import {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  CrossdockError,
  RateLimitedError,
  TransientError,
} from '../errors/errors.ts';
import type { ErrorCode } from '../errors/codes.ts';

/** How patiently writes are repeated. */
export interface Patience {
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** What follows from a failed write. */
export type AfterFailure =
  | { readonly kind: 'retry'; readonly at: number; readonly uncertain: boolean; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'refuse'; readonly code: ErrorCode; readonly reason: string }
  | { readonly kind: 'stop'; readonly code: ErrorCode; readonly reason: string };

/** Decides by the kind of error alone: pass, park, or stop the connection. `random` is 0 ≤ r < 1 and spreads the retries. */
export function afterFailure(
  error: unknown,
  attempt: { readonly number: number; readonly deadlineAt: number },
  now: number,
  patience: Patience,
  random: number,
): AfterFailure {
  if (!(error instanceof CrossdockError)) {
    return { kind: 'refuse', code: 'runtime.bug', reason: error instanceof Error ? error.message : String(error) };
  }
  const { code, message: reason } = error;
  if (error instanceof AuthenticationError || error instanceof ConfigurationError) return { kind: 'stop', code, reason };
  if (!(error instanceof TransientError) && !(error instanceof ConflictError)) return { kind: 'refuse', code, reason };
  const at = now + pause(error, attempt.number, patience, random);
  if (at > attempt.deadlineAt) return { kind: 'refuse', code: 'delivery.gave-up', reason: `${reason} Tried ${attempt.number} times.` };
  return { kind: 'retry', at, uncertain: error instanceof TransientError && error.committed === 'unknown', code, reason };
}

/** Exponential with full jitter on the upper half, never shorter than what the party asked for. */
function pause(error: CrossdockError, attempt: number, patience: Patience, random: number): number {
  const ceiling = Math.min(patience.maxBackoffMs, patience.backoffMs * 2 ** Math.min(attempt - 1, 20));
  const jittered = ceiling / 2 + (ceiling / 2) * random;
  return error instanceof RateLimitedError && error.retryAfterMs !== null ? Math.max(error.retryAfterMs, jittered) : jittered;
}
