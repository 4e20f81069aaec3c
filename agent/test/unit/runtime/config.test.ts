import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../src/errors/errors.ts';
import { loadConfig, parseConfig } from '../../../src/runtime/config.ts';

const connection = { connector: 'sandbox-erp', settings: {} };
const least = { connections: { erp: connection }, orders: { erp: 'erp', wms: 'wms' } };

describe('a configuration', () => {
  it('needs only connections and who books and ships; it moves nothing until told to and listens on loopback', () => {
    const config = parseConfig(least);
    expect(config).toMatchObject({
      mode: 'shadow',
      api: { host: '127.0.0.1', port: 8710 },
      delivery: { deadlineMinutes: 60, backoffMs: 1000 },
    });
    expect(Object.values(config.connections)).toMatchObject([
      { pollSeconds: 15, limits: { concurrency: 6, perSecond: null }, paused: false },
    ]);
  });

  it.each([
    ['mode', { mode: 'fast' }, 'mode: '],
    ['port', { api: { port: 99_999 } }, 'api.port: '],
    ['log level', { log: { level: 'loud' } }, 'log.level: '],
    ['deadline', { delivery: { deadlineMinutes: 0 } }, 'delivery.deadlineMinutes: '],
    ['SLA', { slaMinutes: '10' }, 'slaMinutes: '],
    ['time to keep payloads', { retention: { payloadDays: 0.5 } }, 'retention.payloadDays: '],
    ['name of a connection', { connections: { 'My ERP': connection } }, 'connections.My ERP: '],
    ['rate limit', { connections: { erp: { ...connection, limits: { perSecond: 0 } } } }, 'connections.erp.limits.perSecond: '],
    ['poll', { connections: { erp: { ...connection, pollSeconds: -1 } } }, 'connections.erp.pollSeconds: '],
    ['connector', { connections: { erp: { settings: {} } } }, 'connections.erp.connector: '],
    ['missing role', { orders: { erp: 'erp' } }, 'orders.wms: '],
    ['rule', { orders: { ...least.orders, zeroTotal: 'maybe' } }, 'orders.zeroTotal: '],
    ['start', { orders: { ...least.orders, ignoreBefore: 'yesterday' } }, 'orders.ignoreBefore: '],
    ['matching', { orders: { ...least.orders, matching: { sku: { erp: 'guess' } } } }, 'orders.matching.sku.erp: '],
  ])('with a wrong %s is refused, and the setting is named', (_what, wrong, named) => {
    const parse = () => parseConfig({ ...least, ...wrong });
    expect(parse).toThrow(ConfigurationError);
    expect(parse).toThrow(named);
  });

  it('names all that is wrong at once', () => {
    expect(() => parseConfig({ ...least, mode: 'fast', slaMinutes: 0 })).toThrow(/mode: .*; slaMinutes: /);
  });

  it.each([
    ['at the top', { slaMinute: 5 }, 'slaMinute: there is no such setting; is "slaMinutes" meant?'],
    ['in a group', { api: { prt: 1 } }, 'api.prt: there is no such setting; is "port" meant?'],
    ['of a connection', { connections: { erp: { ...connection, pause: true } } }, 'connections.erp.pause: '],
    [
      'of the orders',
      { orders: { ...least.orders, zeroTotals: 'send' } },
      'orders.zeroTotals: there is no such setting; is "zeroTotal" meant?',
    ],
    ['of a table', { orders: { ...least.orders, matching: { sku: { shop: 'explicit' } } } }, 'orders.matching.sku.shop: '],
    ['in a list', { orders: { ...least.orders, locations: [{ code: 'main' }, { code: 'b', wsm: 'x' }] } }, 'orders.locations.1.wsm: '],
    ['that may be null', { orders: { ...least.orders, locations: [{ code: 'a', calendar: { wave: [] } }] } }, '0.calendar.wave: '],
    ['of the returns', { orders: { ...least.orders, returns: { anounce: false } } }, 'orders.returns.anounce: '],
  ])('with an unknown setting %s is refused by its name', (_where, wrong, named) => {
    const parse = () => parseConfig({ ...least, ...wrong });
    expect(parse).toThrow(ConfigurationError);
    expect(parse).toThrow(named);
  });

  it('leaves free names alone: connections, methods, currencies', () => {
    const orders = {
      ...least.orders,
      paymentRules: { 'my-own-method': 'any' },
      routing: [{ name: 'r', when: { totalAbove: { EUR: '10' } }, locations: ['main'] }],
    };
    expect(parseConfig({ ...least, orders }).orders.paymentRules).toEqual({ 'my-own-method': 'any' });
  });

  it.each([null, [], 'text', 7])('is never %j', (value) => {
    expect(() => parseConfig(value)).toThrow(/\(file\): /);
  });
});

describe('a configuration file', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'crossdock-config-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it.each([
    [undefined, 'data'],
    ['books', 'books'],
    ['/srv/crossdock', '/srv/crossdock'],
  ])('with dataDir %s keeps its data relative to itself', async (dataDir, expected) => {
    const file = join(dir, 'crossdock.json');
    await writeFile(file, JSON.stringify({ ...least, dataDir }));
    expect(loadConfig(file).dataDir).toBe(expected.startsWith('/') ? expected : join(dir, expected));
  });

  it('that is not there or is not JSON is named', async () => {
    const file = join(dir, 'crossdock.json');
    expect(() => loadConfig(file)).toThrow(`${file} cannot be read`);
    await writeFile(file, '{"mode": live}');
    expect(() => loadConfig(file)).toThrow(`${file} is not JSON`);
    expect(() => loadConfig(file)).toThrow(ConfigurationError);
  });
});
