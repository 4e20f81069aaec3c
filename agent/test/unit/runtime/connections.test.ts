import { monitorEventLoopDelay } from 'node:perf_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { RejectedError } from '../../../src/errors/errors.ts';
import type { Connection } from '../../../src/runtime/connections.ts';
import { listen, stop } from '../../peers/listening.ts';
import { gate, until } from '../../support/until.ts';
import { erpAt } from './party.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server that notes how many calls came and how many were there at once; each takes so many ms, or until the promise is kept. */
async function counting(work: number | Promise<unknown>, status: () => number = () => 200) {
  const seen = { at: [] as number[], open: 0, most: 0 };
  const server = createServer((_request, response) => {
    seen.at.push(performance.now());
    seen.open += 1;
    seen.most = Math.max(seen.most, seen.open);
    const done = typeof work === 'number' ? new Promise((over) => setTimeout(over, work)) : work;
    void done.then(() => {
      seen.open -= 1;
      response.writeHead(status(), { 'content-type': 'application/json' }).end('{"items":[]}');
    });
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  closing.push(() => stop(server));
  return { url, seen };
}

function connect(url: string, limits: Record<string, unknown>, onRecovered = () => undefined as void): Connection {
  const connection = erpAt(url, { config: { limits }, onRecovered });
  closing.unshift(() => connection.close());
  return connection;
}

/** When each call to this server was started on our side: on a busy machine they may arrive in a bunch all the same. */
function startsOf(url: string): readonly number[] {
  const starts: number[] = [];
  const note = (message: unknown): void => {
    const { request } = message as { request: { origin?: unknown } };
    if (String(request.origin) === url) starts.push(performance.now());
  };
  subscribe('undici:request:create', note);
  closing.push(() => Promise.resolve(void unsubscribe('undici:request:create', note)));
  return starts;
}

const callTimes = (connection: Connection, n: number) =>
  Promise.all(Array.from({ length: n }, () => connection.use((session) => session.options('sku', ''))));

describe('the settings of a connection', () => {
  it('that its connector does not know are refused by their name', () => {
    const settings = { url: 'http://127.0.0.1:1', apiKey: 'k', apikey2: 'x' };
    expect(() => erpAt('http://127.0.0.1:1', { settings })).toThrow(/connection "erp" are not valid\. apikey2: .* is "apiKey" meant\?/);
  });
});

describe('the limit of a connection', () => {
  it.each([1, 3])('lets %d calls run at the same time and no more', async (concurrency) => {
    const { url, seen } = await counting(25);
    await callTimes(connect(url, { concurrency }), 12);
    expect(seen.at).toHaveLength(12);
    expect(seen.most).toBe(concurrency);
  });

  it.each([
    { perSecond: 10, calls: 25, leastMs: 1_900 },
    { perSecond: 2.5, calls: 5, leastMs: 1_100 },
    { perSecond: 0.8, calls: 3, leastMs: 2_400 },
  ])('starts $perSecond calls per second and no more, at no moment', async ({ perSecond, calls, leastMs }) => {
    const { url } = await counting(0);
    const starts = startsOf(url);
    const connection = connect(url, { concurrency: 8, perSecond });
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    await callTimes(connection, 1);
    // Two bursts on both sides of the end of a window that began with the first call would be one big burst.
    await until('the first window is almost over', () => performance.now() - starts[0]! > 850);
    await callTimes(connection, calls - 1);
    expect(starts).toHaveLength(calls);
    expect(starts.at(-1)! - starts[0]!).toBeGreaterThan(leastMs);
    // A call that this process was too busy to send at once starts late and shortens its window by just that.
    const window = 990 - lag.max / 1e6;
    const busiest = Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + window).length));
    expect(busiest).toBeLessThanOrEqual(Math.ceil(perSecond));
  });

  it('is no limit when none is set', async () => {
    const { url, seen } = await counting(300);
    await callTimes(connect(url, { concurrency: 50 }), 50);
    expect(seen.most).toBeGreaterThan(20);
  });

  it('is that of one connection; another one has its own', async () => {
    const hold = gate();
    const [slow, quick] = [await counting(hold.passed), await counting(0)];
    const waiting = callTimes(connect(slow.url, { concurrency: 1 }), 4);
    await callTimes(connect(quick.url, { concurrency: 1 }), 10);
    expect(slow.seen.at.length).toBeLessThan(4);
    hold.open();
    await waiting;
  });
});

describe('using a connection', () => {
  it('lets its health know how it went, and tells once when it works again', async () => {
    let status = 503;
    let recovered = 0;
    const { url } = await counting(0, () => status);
    const connection = connect(url, {}, () => void (recovered += 1));
    for (let i = 0; i < 5; i += 1) await expect(callTimes(connection, 1)).rejects.toMatchObject({ code: 'connection.server-error' });
    expect(connection.describe(Date.now())).toMatchObject({ id: 'erp', role: 'erp', state: 'waiting', code: 'connection.server-error' });
    status = 200;
    await callTimes(connection, 3);
    expect(connection.describe(Date.now())).toMatchObject({ state: 'ok', code: null });
    expect(recovered).toBe(1);
  });

  it('for a document that is refused says nothing about its health', async () => {
    const { url } = await counting(0, () => 422);
    const connection = connect(url, {});
    await expect(callTimes(connection, 1)).rejects.toBeInstanceOf(RejectedError);
    expect(connection.health.trouble).toBeNull();
  });

  it('that is paused says so', () => {
    const connection = erpAt('http://127.0.0.1:9', { config: { paused: true } });
    expect(connection.describe(0)).toMatchObject({ state: 'paused' });
  });

  it('cannot begin with settings that its connector does not take; each of them is named', () => {
    expect(() => erpAt('ftp://erp', { settings: { url: 'ftp://erp', apiKey: '' } })).toThrow(/connection "erp".*url: .*apiKey: /s);
  });
});
