import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../../e2e/setup/free-port.ts';
import { DATABASE, prepareTryton, writeConfig, type SeededIds, type TaxRounding } from './build.ts';
import { connectClient, type TrytonClient } from './client.ts';

/** A real Tryton server with its own copy of the seeded database. `query` is a plain client for looking into its books. */
export interface RunningTryton {
  readonly url: string;
  readonly db: string;
  readonly user: string;
  readonly password: string;
  readonly ids: SeededIds;
  readonly query: TrytonClient;
  stop(): Promise<void>;
}

const USER = 'sync';
const PASSWORD = 'sync-password-1';

/** Starts Tryton on a free loopback port (about a second once the template exists). */
export async function startTryton(options: { readonly rounding?: TaxRounding } = {}): Promise<RunningTryton> {
  const template = await prepareTryton(options.rounding);
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-tryton-'));
  await copyFile(template.sqlite, join(folder, `${DATABASE}.sqlite`));
  const port = await freePort();
  const config = await writeConfig(folder, port);
  const server = spawn('/usr/bin/trytond', ['-c', config, '-d', DATABASE], { stdio: ['ignore', 'ignore', 'pipe'] });
  const output: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => void output.splice(0, output.length - 200, text));
  const url = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await answering(url, server, output);
    const query = await connectClient(url, DATABASE, USER, PASSWORD);
    return { url, db: DATABASE, user: USER, password: PASSWORD, ids: template.ids, query, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answering(url: string, server: ChildProcess, output: readonly string[]): Promise<void> {
  const deadline = Date.now() + 120_000;
  const body = JSON.stringify({ id: 0, method: 'common.server.version', params: [] });
  for (;;) {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => null);
    if (answer?.ok) return;
    if (server.exitCode !== null) throw new Error(`trytond ended with ${server.exitCode}: ${output.join('').slice(-2000)}`);
    if (Date.now() > deadline) throw new Error('trytond did not answer within two minutes');
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  const force = setTimeout(() => server.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}
