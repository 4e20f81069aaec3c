import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from '../../e2e/setup/wait-until.ts';

const CLI = new URL('../../agent/src/cli/crossdock.ts', import.meta.url).pathname;

/** The agent as an operator runs it: a configuration file, the `crossdock` command, a process of its own. */
export interface AgentProcess {
  readonly configFile: string;
  readonly url: string;
  readonly logFile: string;
  /** Runs a `crossdock` command and gives what it prints; throws with its words when it fails. */
  command(args: readonly string[], input?: string): Promise<string>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Peers {
  readonly erp: { readonly url: string; readonly key: string };
  readonly wms: { readonly url: string; readonly key: string };
}

export const HOOK_SECRET = 'demo-webhook-secret';

/** Lays out the agent's folder: configuration with both sandbox systems, secrets through the command. */
export async function layOutAgent(dir: string, port: number, peers: Peers): Promise<AgentProcess> {
  mkdirSync(dir, { recursive: true });
  const configFile = join(dir, 'crossdock.json');
  const secret = (name: string) => ({ $secret: name });
  const connection = (connector: string, id: string, url: string) => ({
    connector,
    settings: { url, apiKey: secret(`${id}.apiKey`), webhookSecret: secret(`${id}.webhookSecret`) },
    pollSeconds: 2,
  });
  const config = {
    dataDir: './data',
    mode: 'live',
    api: { port },
    connections: {
      shop: { connector: 'woocommerce', settings: {}, pollSeconds: 5, sweepSeconds: 60, limits: { concurrency: 4 } },
      erp: connection('sandbox-erp', 'erp', peers.erp.url),
      wms: connection('sandbox-wms', 'wms', peers.wms.url),
    },
    orders: { erp: 'erp', wms: 'wms' },
  };
  writeFileSync(configFile, `${JSON.stringify(config, null, 2)}\n`);
  const agent = agentProcess(dir, configFile, `http://127.0.0.1:${port}`);
  for (const [id, key] of [
    ['erp', peers.erp.key],
    ['wms', peers.wms.key],
  ] as const) {
    await agent.command(['secret', 'set', `${id}.apiKey`], key);
    await agent.command(['secret', 'set', `${id}.webhookSecret`], HOOK_SECRET);
  }
  return agent;
}

function agentProcess(dir: string, configFile: string, url: string): AgentProcess {
  const logFile = join(dir, 'agent.log');
  let child: ChildProcess | null = null;
  const command: AgentProcess['command'] = (args, input = '') =>
    new Promise((resolve, reject) => {
      const run = spawn(process.execPath, [CLI, ...args, '--config', configFile], { stdio: ['pipe', 'pipe', 'pipe'] });
      let out = '';
      let err = '';
      run.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
      run.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      run.on('error', reject);
      run.on('close', (code) => (code === 0 ? resolve(out) : reject(new Error(`crossdock ${args.join(' ')}: ${err || out}`))));
      run.stdin.end(input);
    });
  return {
    configFile,
    url,
    logFile,
    command,
    start: async () => {
      const log = createWriteStream(logFile, { flags: 'a' });
      const started = spawn(process.execPath, [CLI, 'run', '--config', configFile], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
      started.stdout.pipe(log);
      started.stderr.pipe(log);
      child = started;
      try {
        await waitUntil(() => answers(url, started), { within: 120_000, every: 50, what: `the agent at ${url}` });
      } catch (error) {
        const tail = readFileSync(logFile, 'utf8').split('\n').slice(-12).join('\n');
        throw new Error(`${error instanceof Error ? error.message : String(error)}\nIts log ends with:\n${tail}`, { cause: error });
      }
    },
    stop: async () => {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGTERM');
      const patience = setTimeout(() => running.kill('SIGKILL'), 12_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`The agent ended at once with code ${child.exitCode}.`);
  const answer = await fetch(`${url}/v1/health`).catch(() => null);
  await answer?.arrayBuffer();
  return answer?.ok === true;
}
