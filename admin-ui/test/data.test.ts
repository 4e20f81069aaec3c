import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { href, parseRoute } from '../src/app/route.ts';
import { formatAge, formatDuration, formatMoney } from '../src/components/format.ts';
import { poll } from '../src/data/poll.ts';
import { EMPTY, reduce } from '../src/data/resource.ts';

const down = { code: 'crossdock_agent_down', message: 'x' };

describe('addresses', () => {
  it.each(['1001', 'a/b', 'ä ?#&', '100%'])('survive the way to the address and back for the order "%s"', (id) => {
    expect(parseRoute(href('orders', id, { connection: 'shop' }))).toEqual({ screen: 'orders', id, query: { connection: 'shop' } });
  });

  it('lead to the overview when they are unknown, and do not fail on a broken escape', () => {
    expect(parseRoute('#/nonsense').screen).toBe('overview');
    expect(parseRoute('#/orders/%E0%A4%A').id).toBe('%E0%A4%A');
  });
});

describe('amounts and times', () => {
  beforeEach(() => {
    document.documentElement.lang = 'en-US';
  });

  it('have the digits of their currency', () => {
    expect(formatMoney({ minor: 1999, currency: 'EUR' })).toBe('€19.99');
    expect(formatMoney({ minor: 1200, currency: 'JPY' })).toBe('¥1,200');
    expect(formatMoney({ minor: 1999, currency: 'KWD' })).toContain('1.999');
  });

  it('follow the language of the page, and do not fail on one that is none', () => {
    document.documentElement.lang = 'de-DE';
    expect(formatMoney({ minor: 123456, currency: 'EUR' })).toContain('1.234,56');
    document.documentElement.lang = 'not a language';
    expect(formatMoney({ minor: 100, currency: 'USD' })).toContain('1');
  });

  it('are said in the unit that fits', () => {
    expect([formatDuration(340), formatDuration(1800), formatDuration(240_000), formatDuration(null)]).toEqual([
      '340 ms',
      '1.8 s',
      '4 min',
      '–',
    ]);
    expect(formatAge('2026-11-23T10:00:00Z', Date.parse('2026-11-23T10:05:10Z'))).toBe('5 minutes ago');
    expect(formatAge('2026-11-23T10:00:00Z', Date.parse('2026-11-23T09:59:00Z'))).toBe('just now');
  });
});

describe('the store', () => {
  it('keeps the last good answer and the beginning of the outage', () => {
    const good = reduce(EMPTY, { type: 'received', path: 'agent/status', data: { a: 1 }, at: 1 });
    const first = reduce(good, { type: 'failed', path: 'agent/status', problem: down, at: 2 });
    const second = reduce(first, { type: 'failed', path: 'agent/orders', problem: down, at: 9 });
    expect(second.resources['agent/status']).toEqual({ data: { a: 1 }, problem: down, at: 1 });
    expect(second.outage).toEqual({ party: 'agent', since: 2 });
  });

  it('does not take an answer of the plugin alone for one of the agent', () => {
    const outage = reduce(EMPTY, { type: 'failed', path: 'agent/status', problem: down, at: 2 });
    expect(reduce(outage, { type: 'received', path: 'state', data: {}, at: 3 }).outage).not.toBeNull();
    expect(reduce(outage, { type: 'received', path: 'agent/status', data: {}, at: 3 }).outage).toBeNull();
  });

  it('takes an error of the agent for a sign of life, and one of the plugin for none', () => {
    const outage = reduce(EMPTY, { type: 'failed', path: 'agent/orders/5', problem: down, at: 2 });
    const fail = (code: string) => reduce(outage, { type: 'failed', path: 'agent/orders/5', problem: { code, message: '' }, at: 3 }).outage;
    expect(fail('api.not-found')).toBeNull();
    expect(fail('crossdock_fenced')).toEqual({ party: 'agent', since: 2 });
    expect(fail('fetch_error')).toEqual({ party: 'shop', since: 3 });
  });

  it('gives an equal answer its old identity, so that nothing is drawn again', () => {
    const first = reduce(EMPTY, { type: 'received', path: 'p', data: { a: [1] }, at: 1 });
    const again = reduce(first, { type: 'received', path: 'p', data: { a: [1] }, at: 2 });
    expect(again.resources['p']!.data).toBe(first.resources['p']!.data);
  });

  it('does not grow without end', () => {
    let state = EMPTY;
    for (let i = 0; i < 100; i++) state = reduce(state, { type: 'received', path: `p${i}`, data: i, at: i });
    expect(Object.keys(state.resources)).toHaveLength(40);
    expect(state.resources['p99']!.data).toBe(99);
  });
});

describe('polling', () => {
  let hidden = false;
  let reads = 0;
  let problem: typeof down | null = null;
  let end = (): void => undefined;

  const show = (seen: boolean): void => {
    hidden = !seen;
    document.dispatchEvent(new Event('visibilitychange'));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    [hidden, reads, problem] = [false, 0, null];
    end = poll(() => Promise.resolve(((reads += 1), problem)), 2000);
  });

  afterEach(() => {
    end();
    vi.useRealTimers();
  });

  it('reads every two seconds', async () => {
    await vi.advanceTimersByTimeAsync(6100);
    expect(reads).toBe(4);
  });

  it('rests while the tab is hidden and reads at once when it is seen again', async () => {
    await vi.advanceTimersByTimeAsync(100);
    show(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toBe(1);
    show(true);
    await vi.advanceTimersByTimeAsync(10);
    expect(reads).toBe(2);
  });

  it('rests too when the tab is hidden while a read is under way', async () => {
    show(true);
    show(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toBe(2);
  });

  it('asks less and less often while nobody answers, but never less than every fifteen seconds', async () => {
    problem = down;
    await vi.advanceTimersByTimeAsync(2100);
    expect(reads).toBe(2);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toBe(7);
  });

  it('is over when the screen is left', async () => {
    end();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(reads).toBe(1);
  });
});
