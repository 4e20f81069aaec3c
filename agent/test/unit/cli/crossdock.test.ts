import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OrderDetail } from '../../../src/protocol/orders.ts';
import { AgentStatus } from '../../../src/protocol/status.ts';
import { startCrossdock, type Crossdock } from '../../../src/main.ts';
import { loadConfig } from '../../../src/runtime/config.ts';
import { QUIET } from '../../support/world.ts';
import { openShopFloor, say, type ShopFloor } from './shop-floor.ts';

const MAIN = new URL('../../../src/cli/crossdock.ts', import.meta.url).pathname;

let floor: ShopFloor;
let running: Crossdock | null = null;
beforeAll(async () => {
  floor = await openShopFloor();
});
afterAll(async () => {
  await running?.stop();
  await floor.close();
});

const crossdock = (...argv: string[]) => say(floor.file, argv);

// One story in the order in which a merchant lives it; each step needs the one before.
describe.sequential('setting up', () => {
  it('begins with words when there is no configuration', async () => {
    expect(await crossdock('status')).toMatchObject({ exit: 2, err: expect.stringContaining('cannot be read') });
    expect((await crossdock('status', '--json')).json).toMatchObject({ code: 'config.invalid' });
  });

  it('refuses a wrong pairing code and stores nothing', async () => {
    const said = await crossdock('pair', floor.store.url, 'wrong', '--json');
    expect(said).toMatchObject({ exit: 1, json: { code: 'pair.code-invalid' } });
    expect(() => readFileSync(floor.file)).toThrow();
  });

  it('refuses a shop URL that is none', async () => {
    expect(await crossdock('pair', 'my shop', 'x')).toMatchObject({ exit: 2, err: expect.stringContaining('not the address of a shop') });
  });

  it('pairs by a one-time code: the keys lie encrypted, the file names them, and it says what comes next', async () => {
    const code = floor.store.pairingCode();
    const said = await crossdock('pair', floor.store.url, code, '--agent-url', `http://127.0.0.1:${floor.port}`);
    expect(said).toMatchObject({ exit: 0, err: '' });
    expect(said.out).toMatch(/1\. Add the connection "erp"/);
    expect(said.out).toContain('shadow mode');
    expect(floor.config()).toMatchObject({
      mode: 'shadow',
      connections: { shop: { connector: 'woocommerce', settings: { consumerKey: { $secret: 'shop.consumerKey' } } } },
    });
    for (const file of [floor.file, join(floor.dir, 'data', 'secrets.enc')]) {
      expect(readFileSync(file, 'utf8')).not.toContain(floor.store.settings.consumerSecret);
    }
  });

  it('tells which connections are missing', async () => {
    const said = await crossdock('check', '--json');
    expect(said.exit).toBe(1);
    expect(said.json['checks']).toContainEqual(expect.objectContaining({ name: 'orders.erp', ok: false }));
    expect(said.json['checks']).toContainEqual(expect.objectContaining({ name: 'shop', ok: true }));
  });

  it('names a secret that is not stored, takes it from the input and never shows it', async () => {
    const peer = (url: string, connector: string, secret: string) => ({
      connector,
      settings: { url, apiKey: { $secret: secret } },
      pollSeconds: 0.2,
    });
    floor.change((config) => {
      const connections = config['connections'] as Record<string, unknown>;
      connections['erp'] = peer(floor.erp.url, 'sandbox-erp', 'erp.apiKey');
      connections['wms'] = peer(floor.wms.url, 'sandbox-wms', 'wms.apiKey');
      config['api'] = { port: floor.port };
    });
    const before = await crossdock('check');
    expect(before.exit).toBe(1);
    expect(before.out).toContain('crossdock secret set erp.apiKey');
    for (const [name, value] of [
      ['erp.apiKey', floor.erp.key],
      ['wms.apiKey', floor.wms.key],
    ] as const) {
      const said = await say(floor.file, ['secret', 'set', name], value);
      expect(said.exit).toBe(0);
      expect(said.out).not.toContain(value);
    }
    expect((await crossdock('secret', 'list', '--json')).json).toEqual({
      names: ['erp.apiKey', 'shop.consumerKey', 'shop.consumerSecret', 'shop.sharedSecret', 'wms.apiKey'],
    });
    expect(await say(floor.file, ['secret', 'set', 'empty'], '')).toMatchObject({ exit: 2 });
  });

  it('checks every connection and says that the agent does not run yet', async () => {
    const said = await crossdock('check', '--json');
    expect(said).toMatchObject({ exit: 0, json: { ok: true, agent: { running: false } } });
    expect((said.json['checks'] as { name: string }[]).map((one) => one.name)).toEqual(['shop', 'erp', 'wms']);
  });

  it('keeps everything else in the file when it is paired again', async () => {
    const before = floor.config();
    const said = await crossdock(
      'pair',
      floor.store.url,
      floor.store.pairingCode(),
      '--agent-url',
      `http://127.0.0.1:${floor.port}`,
      '--json',
    );
    expect(said.json).toMatchObject({ paired: true, created: false, missing: [] });
    expect(floor.config()).toEqual(before);
  });

  it('has no books before the first run', async () => {
    expect(await crossdock('status', '--json')).toMatchObject({ exit: 1, json: { running: false, kpis: null } });
    expect(await crossdock('trace', '1', '--json')).toMatchObject({ exit: 1, json: { code: 'api.not-found' } });
  });
});

describe.sequential('while the agent runs', () => {
  let orderId = '';

  it('shows how everything stands, over the signed API', async () => {
    running = await startCrossdock({ config: loadConfig(floor.file), log: QUIET });
    orderId = String(floor.store.placeOrder().id);
    const said = await vi.waitFor(async () => {
      const now = await crossdock('status', '--json');
      expect((now.json as unknown as AgentStatus).kpis.ordersTotal).toBe(1);
      return now;
    }, 60_000);
    expect(said.json['running']).toBe(true);
    expect(AgentStatus.parse(said.json).connections.map((one) => one.id)).toEqual(['shop', 'erp', 'wms']);
    const text = (await crossdock('status')).out;
    expect(text).toContain('Crossdock ');
    expect(text).toMatch(/WooCommerce +ok/);
  });

  it('traces an order by its id and by its number with a hash', async () => {
    const said = await crossdock('trace', orderId, '--json');
    expect(said.exit).toBe(0);
    const { order } = OrderDetail.parse(said.json);
    expect(order.orderId).toBe(orderId);
    const text = await crossdock('trace', `#${order.number}`);
    expect(text.exit).toBe(0);
    expect(text.out).toContain(`Order ${order.number}`);
    expect(text.out).toContain('SKU is not mapped');
  });

  it('tries an order again as the person at the terminal', async () => {
    expect(await crossdock('retry', orderId, '--json')).toMatchObject({ exit: 0, json: { retried: true } });
    const { trace } = OrderDetail.parse((await crossdock('trace', orderId, '--json')).json);
    expect(trace.some((step) => step.kind === 'person' && JSON.stringify(step).includes('cli'))).toBe(true);
    expect(await crossdock('retry', 'no-such', '--json')).toMatchObject({ exit: 1, json: { code: 'api.not-found' } });
  });

  it('holds an order and releases it again, and says who did', async () => {
    expect(await crossdock('hold', orderId)).toMatchObject({ exit: 2, err: expect.stringContaining('--reason') });
    expect(await crossdock('release', orderId, '--json')).toMatchObject({ exit: 1, json: { code: 'api.conflict' } });
    expect(await crossdock('hold', orderId, '--reason', 'Call first', '--json')).toMatchObject({ exit: 0, json: { held: true } });
    const held = OrderDetail.parse((await crossdock('trace', orderId, '--json')).json);
    expect(held.exceptions.find((row) => row.key === 'order.held:manual')).toMatchObject({
      state: 'open',
      message: expect.stringContaining('Call first'),
    });
    await vi.waitFor(async () => expect((await crossdock('status')).out).toMatch(/Held back +1, the oldest for/), 5_000);
    expect(await crossdock('release', orderId)).toMatchObject({ exit: 0, out: expect.stringContaining('goes on') });
    const { exceptions, trace } = OrderDetail.parse((await crossdock('trace', orderId, '--json')).json);
    expect(exceptions.filter((row) => row.key === 'order.held:manual').map((row) => row.state)).toEqual(['closed']);
    expect(trace.filter((step) => step.kind === 'person').map((step) => step.title)).toEqual(
      expect.arrayContaining(['cli put the order on hold', 'cli decided: release']),
    );
  });

  it('decides on an exception by its key, and names those that offer something else', async () => {
    await crossdock('hold', orderId, '--reason', 'Call again');
    const wrong = await crossdock('decide', orderId, 'wms.short:1', 'reship');
    expect(wrong.exit).toBe(1);
    expect(wrong.out).toMatch(/order\.held:manual: .*release/);
    expect(await crossdock('decide', orderId, 'order.held:manual', 'explode', '--json')).toMatchObject({
      exit: 1,
      json: { code: 'api.conflict' },
    });
    expect(await crossdock('decide', orderId, 'order.held:manual', 'release', '--json')).toMatchObject({
      exit: 0,
      json: { decided: true },
    });
  });

  it('refuses a return of goods that have not left, by the SKU of the line', async () => {
    const { order } = OrderDetail.parse((await crossdock('trace', orderId, '--json')).json);
    const said = await crossdock('return', orderId, '--line', `${order.lines[0]!.sku}=1`, '--json');
    expect(said).toMatchObject({ exit: 1, json: { code: 'return.not-shipped', lineId: order.lines[0]!.id, shipped: '0' } });
    expect(await crossdock('return', orderId, '--line', 'MUG')).toMatchObject({ exit: 2, err: expect.stringContaining('--line wants') });
    expect(await crossdock('return', orderId)).toMatchObject({ exit: 2 });
  });

  it('plans again what is named, rehearsed or for good, and nothing by mistake', async () => {
    expect(await crossdock('replan', '--all', '--json')).toMatchObject({ exit: 0, json: { looked: 1, changed: [] } });
    expect((await crossdock('replan', orderId, '--dry-run')).out).toContain('1 order was planned again; 0 would change.');
    expect(await crossdock('replan', '--until', '2020-01-01', '--json')).toMatchObject({ exit: 0, json: { looked: 0 } });
    for (const argv of [[], [orderId, '--all'], ['--since', 'yesterday']])
      expect((await crossdock('replan', ...argv)).exit, argv.join(' ')).toBe(2);
  });

  it('compares with an ERP that is configured, and with no other', async () => {
    expect(await crossdock('compare', '--erp', 'erp')).toMatchObject({ exit: 0, out: expect.stringContaining('nothing to compare') });
    expect(await crossdock('compare', '--erp', 'wms')).toMatchObject({ exit: 2, err: expect.stringContaining('There are: erp.') });
  });

  it('does not start a second agent on the same port', async () => {
    await expect(startCrossdock({ config: loadConfig(floor.file), log: QUIET })).rejects.toMatchObject({
      code: 'config.invalid',
      message: /is another one running/,
    });
    expect((await crossdock('status', '--json')).json['running']).toBe(true);
  });

  it('is down afterwards: status and trace read its books and say so, retry says how to start it', async () => {
    await running?.stop();
    running = null;
    const status = await crossdock('status', '--json');
    expect(status).toMatchObject({ exit: 1, json: { running: false, kpis: { ordersTotal: 1 } } });
    expect((await crossdock('status')).out).toContain('is not running. This is from its books.');
    expect(OrderDetail.parse((await crossdock('trace', orderId, '--json')).json).order.orderId).toBe(orderId);
    expect((await crossdock('trace', orderId)).out).toContain('This is from its books.');
    expect(await crossdock('retry', orderId)).toMatchObject({ exit: 1, out: expect.stringContaining('crossdock run') });
  });
});

describe('the command', () => {
  it('lists every setting with its default, and as JSON Schema', async () => {
    const { out } = await crossdock('config');
    expect(out).toMatch(/api\.port +integer +8710/);
    expect(out).toMatch(/consumerSecret +secret/);
    expect((await crossdock('config', '--json')).json).toMatchObject({
      config: { properties: { mode: { default: 'shadow' } } },
      connectors: { woocommerce: { properties: { url: { type: 'string' } } } },
    });
  });

  it.each([[['bogus']], [['trace']], [['pair', 'http://x']], [['status', '--nope']], [['secret', 'bogus']]])(
    'ends with 2 when it is used wrongly: %j',
    async (argv) => {
      const said = await crossdock(...argv);
      expect(said.exit).toBe(2);
      expect(said.err).toMatch(/^error: /);
    },
  );

  it('helps without an error', async () => {
    expect(await crossdock('--help')).toMatchObject({ exit: 0, out: expect.stringContaining('trace') });
  });

  it('says in words that it needs a newer Node, before anything native is loaded', () => {
    const older = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})`;
    const { status, stderr } = spawnSync(process.execPath, ['--import', older, MAIN, 'status'], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Crossdock needs Node 22 or newer; this is Node 20\.20\.2\./);
  });

  it('runs as a process, logs in JSON and stops in order at SIGTERM', async () => {
    const child = spawn(process.execPath, [MAIN, 'run', '--config', floor.file], { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    child.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(log).toContain('Crossdock runs.'), 60_000);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { msg: string });
    expect(lines.map((line) => line.msg)).toContain('Crossdock stops.');
    expect(log).not.toContain(floor.erp.key);
  }, 120_000);
});
