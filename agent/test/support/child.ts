import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../e2e/setup/free-port.ts';
import { openDatabase, openForReading } from '../../src/database/database.ts';
import { openSecrets } from '../../src/runtime/secrets.ts';
import { until } from './until.ts';
import { HOOK_SECRET, mapSample, startPeers, worldSettings, type Peers, type WorldOptions } from './world.ts';

const COMMAND = new URL('../../src/cli/crossdock.ts', import.meta.url).pathname;

/** Peers that outlive the agent, and the agent as a process of its own that can be killed at any moment. */
export interface ChildWorld extends Peers {
  readonly url: string;
  /** Starts the agent; resolves at once, `ready` waits for it. */
  launch(): void;
  ready(): Promise<void>;
  /** kill -9, and waits until it is gone. */
  crash(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Deliveries by state, and how many may have arrived without our knowing (`uncertain`), read from the books of the agent. */
  states(): Promise<Record<string, number>>;
  /** What the process said. */
  said(): string;
}

export async function startChild(options: WorldOptions = {}): Promise<ChildWorld> {
  const peers = await startPeers({ durable: true, ...options });
  const dataDir = join(peers.dir, 'agent');
  mkdirSync(dataDir);
  const port = await freePort();
  const file = writeConfig(peers, dataDir, port, options);
  const database = await openDatabase(join(dataDir, 'crossdock.sqlite'));
  await mapSample(database, options.unmapped);
  await database.close();
  const url = `http://127.0.0.1:${port}`;
  peers.store.ringAt(url);
  peers.erp.hook(`${url}/v1/hooks/erp`, HOOK_SECRET);
  peers.wms.hook(`${url}/v1/hooks/wms`, HOOK_SECRET);
  const agent = processOf(file, url);
  const closePeers = peers.close;
  return Object.assign(peers, {
    url,
    ...agent,
    states: () => statesIn(join(dataDir, 'crossdock.sqlite')),
    close: async () => {
      await agent.crash();
      await closePeers();
    },
  });
}

/** The configuration as a person writes it; the keys of the parties lie in the secret store. */
function writeConfig(peers: Peers, dataDir: string, port: number, options: WorldOptions): string {
  const config = { api: { port }, log: { level: 'warn' }, ...options.config };
  const settings = worldSettings(dataDir, peers, { ...options, config });
  const secrets = openSecrets(dataDir);
  for (const [id, key] of [
    ['erp', peers.erp.key],
    ['wms', peers.wms.key],
  ] as const) {
    secrets.set(`${id}-key`, key);
    Object.assign(settings.connections[id].settings, { apiKey: { $secret: `${id}-key` } });
  }
  const file = join(peers.dir, 'crossdock.json');
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

function processOf(file: string, url: string) {
  let child: ChildProcess | null = null;
  let said = '';
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const running = child;
    if (!running) return null;
    child = null;
    if (running.exitCode !== null || running.signalCode !== null) return running.exitCode;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
    return running.exitCode;
  };
  return {
    launch: () => {
      child = spawn(process.execPath, [COMMAND, 'run', '--config', file], { stdio: ['ignore', 'pipe', 'pipe'] });
      child.stdout?.on('data', (text: Buffer) => (said += text.toString()));
      child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    },
    ready: async () => {
      await until('the agent answers', async () => {
        if (typeof child?.exitCode === 'number') throw new Error(`the agent ended: ${said.slice(-500)}`);
        return (await fetch(`${url}/v1/health`)).ok;
      });
    },
    crash: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    said: () => said,
  };
}

async function statesIn(file: string): Promise<Record<string, number>> {
  const db = openForReading(file);
  const rows = await db.selectFrom('deliveries').select(['state', 'uncertain']).execute();
  await db.destroy();
  const states: Record<string, number> = { uncertain: rows.filter(({ uncertain }) => uncertain === 1).length };
  for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  return states;
}
