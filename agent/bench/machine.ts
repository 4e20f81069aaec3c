import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { Agent, request } from 'undici';
import { PINNED } from './child.ts';
import type { Bench } from './result.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Average of the last minute when the run began. */
  readonly load: number;
  readonly pinned: boolean;
}

export function describeMachine(): Machine {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown CPU';
  return { cpu, cores: availableParallelism(), node: process.versions.node, load: loadavg()[0] ?? 0, pinned: PINNED };
}

const SECONDS = 2;

/** What the machine does with nothing of ours in between; figures of two machines are compared as ratios to these. */
export async function yardsticks(dir: string): Promise<Bench> {
  const sqlite = inserts(join(dir, 'yardstick.sqlite'));
  const http = await posts();
  const figure = (name: string, value: number, note: string) => ({ name, value, unit: '/s', target: null, note });
  return {
    title: 'Yardsticks of this machine',
    figures: [
      figure('bare SQLite inserts, durable, 100 a commit', sqlite, '1 KB rows, WAL, synchronous=FULL'),
      figure('bare HTTP POSTs on loopback', http, '2 KB JSON, 20 at a time, client and server in one process'),
    ],
    skipped: null,
  };
}

function inserts(file: string): number {
  const db = new SqliteFile(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table rows (id integer primary key, body text not null)');
  const insert = db.prepare('insert into rows (body) values (?)');
  const body = 'x'.repeat(1000);
  const batch = db.transaction(() => {
    for (let n = 0; n < 100; n += 1) insert.run(body);
  });
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  for (; performance.now() < end; done += 100) batch();
  db.close();
  return done / SECONDS;
}

async function posts(): Promise<number> {
  const server = createServer((incoming, response) => {
    incoming.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"ok":true}'));
  });
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const dispatcher = new Agent({ connections: 20 });
  const body = JSON.stringify({ body: 'x'.repeat(2000) });
  const end = performance.now() + SECONDS * 1000;
  let done = 0;
  const client = async (): Promise<void> => {
    for (; performance.now() < end; done += 1) await (await request(url, { method: 'POST', body, dispatcher })).body.dump();
  };
  await Promise.all(Array.from({ length: 20 }, client));
  await dispatcher.close();
  await new Promise((closed) => server.close(closed));
  return done / SECONDS;
}
