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
import { concernsConnection, Health } from '../../../src/runtime/health.ts';

const down = (message = 'no answer') => new TransientError({ code: 'connection.unreachable', message });
const slower = (retryAfterMs: number | null) =>
  new RateLimitedError({ code: 'connection.rate-limited', message: 'slow down', retryAfterMs });
const refused = new AuthenticationError({ code: 'connection.auth-failed', message: 'wrong key' });

const fenced = new ConfigurationError({ code: 'store.fenced', message: 'This site is a copy.' });

/** A connection that failed so often, each time as soon as it was tried again; and what the time is then. */
function failing(times: number, start = 0): { health: Health; now: number } {
  const health = new Health();
  let now = start;
  for (let i = 0; i < times; i += 1) {
    now += health.wait(now);
    health.failed(down(), now, 'write');
  }
  return { health, now };
}

describe('a connection that fails', () => {
  it('is gone on with until it has failed five times in a row', () => {
    for (const times of [0, 1, 4]) expect(failing(times).health.wait(0)).toBe(0);
    expect(failing(5).health.wait(0)).toBe(1_000);
  });

  it('is left alone twice as long after each probe that fails, at most a minute', () => {
    const pauses = [5, 6, 7, 10, 11, 12, 50].map((times) => {
      const { health, now } = failing(times);
      return health.wait(now);
    });
    expect(pauses).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is probed when its pause is over', () => {
    const { health, now } = failing(5);
    expect([now + 999, now + 1_000, now + 5_000].map((time) => health.wait(time))).toEqual([1, 0, 0]);
  });

  it('counts calls once that were under way together when it was left alone', () => {
    const { health, now } = failing(5);
    for (let i = 0; i < 20; i += 1) health.failed(down(), now + 10, 'write');
    expect(health.wait(now + 10)).toBe(990);
    health.failed(down(), now + 1_000, 'write');
    expect(health.wait(now + 1_000)).toBe(2_000);
  });

  it('is well again at the first answer, and says so once', () => {
    const { health, now } = failing(7);
    expect(health.trouble).toEqual({ code: 'connection.unreachable', message: 'no answer' });
    expect(health.succeeded(now, 'poll')).toBe(true);
    expect([health.wait(now), health.trouble, health.failingFor(now)]).toEqual([0, null, 0]);
    expect(health.succeeded(now, 'poll')).toBe(false);
    health.failed(down(), now, 'write');
    expect(health.wait(now)).toBe(0);
  });

  it('in passing does not count as recovered', () => {
    const { health, now } = failing(4);
    expect(health.succeeded(now, 'write')).toBe(false);
    expect(health.trouble).toBeNull();
  });

  it('tells for how long it has been failing without a break', () => {
    const health = new Health();
    expect(health.failingFor(50)).toBe(0);
    health.failed(down(), 100, 'poll');
    health.failed(down(), 200, 'poll');
    expect(health.failingFor(350)).toBe(250);
  });

  it.each([
    ['a refusal', new RejectedError({ code: 'delivery.refused', message: 'no' })],
    ['a conflict', new ConflictError({ code: 'connection.conflict', message: 'changed' })],
    ['a broken contract', new ContractError({ code: 'connection.contract-broken', message: 'odd' })],
    ['a fault of ours', new TypeError('x')],
  ])('is not found in %s, which is about one document', (_what, error) => {
    const health = new Health();
    for (let i = 0; i < 9; i += 1) health.failed(error, 0, 'write');
    expect([health.wait(0), health.trouble]).toEqual([0, null]);
    expect(concernsConnection(error)).toBe(false);
  });
});

describe('a connection that is fenced or set up wrongly', () => {
  it('is stopped at once, and tried again every fifteen seconds, because no account can be locked by that', () => {
    const health = new Health();
    health.failed(fenced, 1_000, 'feed');
    expect(health.describe(1_000)).toMatchObject({ state: 'stopped', code: 'store.fenced' });
    expect(health.wait(1_000)).toBe(15_000);
    health.failed(fenced, 16_000, 'feed');
    expect(health.wait(16_000)).toBe(15_000);
    expect(health.succeeded(31_000, 'feed')).toBe(true);
  });
});

describe('a connection that refuses our credentials', () => {
  it('is stopped at once and probed every five minutes', () => {
    const health = new Health();
    health.failed(refused, 1_000, 'write');
    expect(health.wait(1_000)).toBe(300_000);
    expect(health.describe(1_000)).toMatchObject({ state: 'stopped', code: 'connection.auth-failed', message: 'wrong key' });
    health.failed(refused, 301_000, 'write');
    expect(health.wait(301_000)).toBe(300_000);
  });

  it('and then meets a fence is still not tried sooner', () => {
    const health = new Health();
    health.failed(refused, 0, 'write');
    health.failed(fenced, 10, 'feed');
    expect(health.wait(10)).toBe(299_990);
  });

  it('at one errand is not well because another one works', () => {
    const health = new Health();
    health.failed(refused, 0, 'write');
    expect(health.succeeded(10, 'poll')).toBe(false);
    expect(health.describe(10)).toMatchObject({ state: 'stopped', lastContactAt: 10 });
    expect(health.wait(10)).toBeGreaterThan(0);
    expect(health.succeeded(20, 'write')).toBe(true);
    expect(health.describe(20)).toMatchObject({ state: 'ok', code: null });
  });

  it('stays stopped as long, whatever else fails meanwhile', () => {
    const { health, now } = failing(4);
    health.failed(refused, now, 'write');
    health.failed(down(), now, 'poll');
    expect(health.wait(now)).toBe(300_000);
    expect(health.describe(now).state).toBe('stopped');
  });

  it('is tried again when a person says so', () => {
    const health = new Health();
    health.failed(refused, 0, 'write');
    health.resume();
    expect([health.wait(0), health.trouble]).toEqual([0, null]);
  });
});

describe('a connection that asks to slow down', () => {
  it.each([
    [7_000, 7_000],
    [null, 1_000],
  ])('with a wish of %s ms gets %d ms of rest', (wish, rest) => {
    const health = new Health();
    health.failed(slower(wish), 100, 'write');
    expect(health.wait(100)).toBe(rest);
    expect(health.describe(100)).toMatchObject({ state: 'waiting', code: 'connection.rate-limited' });
    expect(health.wait(100 + rest)).toBe(0);
  });

  it('is not in trouble, however often it asks', () => {
    const health = new Health();
    for (let i = 0; i < 20; i += 1) health.failed(slower(10), 0, 'write');
    expect([health.trouble, health.failingFor(99)]).toEqual([null, 0]);
  });

  it('gets the longest rest that it asked for', () => {
    const health = new Health();
    health.failed(slower(9_000), 0, 'write');
    health.failed(slower(1_000), 10, 'write');
    expect(health.wait(10)).toBe(8_990);
  });

  it('gets its rest although a call that was under way still succeeds', () => {
    const health = new Health();
    health.failed(slower(9_000), 0, 'write');
    health.succeeded(10, 'write');
    expect(health.wait(10)).toBe(8_990);
    expect(health.describe(10).state).toBe('waiting');
    health.succeeded(9_000, 'write');
    expect(health.describe(9_000).state).toBe('ok');
  });
});

it('a connection that was never called says that it is starting', () => {
  expect(new Health().describe(0)).toEqual({ state: 'starting', code: null, message: 'Not contacted yet.', lastContactAt: null });
});
