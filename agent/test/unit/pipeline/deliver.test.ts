import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  ConfigurationError,
  ConflictError,
  ContractError,
  RateLimitedError,
  RejectedError,
  TransientError,
} from '../../../src/errors/errors.ts';
import { afterFailure } from '../../../src/pipeline/deliver.ts';

const NOW = 1_000_000;
const PATIENCE = { backoffMs: 1000, maxBackoffMs: 60_000 };
const attempt = { number: 1, deadlineAt: NOW + 3_600_000 };
const given = { code: 'connection.server-error', message: 'it said so' } as const;
const after = (error: unknown, number = 1, random = 0) => afterFailure(error, { ...attempt, number }, NOW, PATIENCE, random);

describe('after a failed write', () => {
  it.each([
    ['a lost answer', new TransientError({ ...given, committed: 'unknown' }), 'retry', true],
    ['a fault of which nothing is known', new TransientError(given), 'retry', true],
    ['a call that never went out', new TransientError({ ...given, committed: 'no' }), 'retry', false],
    ['a rate limit', new RateLimitedError({ ...given, retryAfterMs: 10 }), 'retry', false],
    ['a conflict', new ConflictError(given), 'retry', false],
    ['a refusal', new RejectedError(given), 'refuse', undefined],
    ['a broken contract', new ContractError(given), 'refuse', undefined],
    ['lost credentials', new AuthenticationError(given), 'stop', undefined],
    ['wrong settings', new ConfigurationError(given), 'stop', undefined],
  ] as const)('of %s it does what the kind of error says', (_what, error, kind, uncertain) => {
    const next = after(error);
    expect(next).toMatchObject({ kind, code: given.code, reason: 'it said so' });
    expect('uncertain' in next ? next.uncertain : undefined).toBe(uncertain);
  });

  it.each([
    ['an error', new TypeError('x is undefined'), 'x is undefined'],
    ['anything else', 'text', 'text'],
  ])('%s that is not ours is our bug and parks the document', (_what, thrown, reason) => {
    expect(after(thrown)).toEqual({ kind: 'refuse', code: 'runtime.bug', reason });
  });

  it('gives up when the next try would come after the deadline, and says how often it tried', () => {
    const at = (deadlineAt: number) => afterFailure(new TransientError(given), { number: 3, deadlineAt }, NOW, PATIENCE, 0);
    expect(at(NOW + 2000)).toMatchObject({ kind: 'retry', at: NOW + 2000 });
    expect(at(NOW + 1999)).toEqual({ kind: 'refuse', code: 'delivery.gave-up', reason: 'it said so Tried 3 times.' });
  });

  it('never gives up on lost credentials, however late it is', () => {
    expect(afterFailure(new AuthenticationError(given), { number: 99, deadlineAt: 0 }, NOW, PATIENCE, 0).kind).toBe('stop');
  });

  it.each([
    [1, 500, 1000],
    [2, 1000, 2000],
    [6, 16_000, 32_000],
    [7, 30_000, 60_000],
    [5000, 30_000, 60_000],
  ])('before try %d + 1 it pauses between %d and %d ms', (number, least, most) => {
    const pauseOf = (random: number) => {
      const next = after(new TransientError(given), number, random);
      return next.kind === 'retry' ? next.at - NOW : null;
    };
    expect(pauseOf(0)).toBe(least);
    expect(pauseOf(0.999999)).toBeCloseTo(most, -1);
  });

  it('pauses within the bounds of patience and never shorter than the party asked for', () => {
    const numbers = fc.integer({ min: 1, max: 100 });
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const wish = fc.option(fc.integer({ min: 0, max: 600_000 }), { nil: null });
    fc.assert(
      fc.property(numbers, random, wish, (number, r, retryAfterMs) => {
        const next = after(new RateLimitedError({ ...given, retryAfterMs }), number, r);
        if (next.kind !== 'retry') throw new Error('must be tried again');
        const pause = next.at - NOW;
        expect(pause).toBeGreaterThanOrEqual(Math.max(PATIENCE.backoffMs / 2, retryAfterMs ?? 0));
        expect(pause).toBeLessThanOrEqual(Math.max(PATIENCE.maxBackoffMs, retryAfterMs ?? 0));
      }),
    );
  });
});
