import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openBooks } from '../../peers/books.ts';
import { startSandboxErp } from '../../peers/erp.ts';
import { SAMPLE_ERP } from '../../peers/sample-seeds.ts';
import { erpOrder, talkTo } from './talk.ts';

let directory: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'peer-books-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(directory, { recursive: true, force: true, maxRetries: 5 });
});

it('has every booked document and the counter again after a restart, and drops a line that a crash cut short', async () => {
  const books = await openBooks('test', directory);
  for (const id of ['A-1', 'A-2', 'A-1']) books.put('things', { id, changed: 0 });
  await books.close();
  await appendFile(join(directory, 'test.jsonl'), '["things",{"id":"A-3","chan');
  const again = await openBooks('test', directory);
  expect(again.changedAfter('things', null, 10).items.map((thing) => [thing.id, thing.changed])).toEqual([
    ['A-2', 2],
    ['A-1', 3],
  ]);
  expect(again.nextNumber('things')).toBe(3);
  again.put('things', { id: 'A-3', changed: 0 });
  await again.close();
  const lines = (await readFile(join(directory, 'test.jsonl'), 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as [string, { changed: number }])[1].changed)).toEqual([1, 2, 3, 4]);
});

it('reads on from any cursor while documents change, and stays small', async () => {
  const books = await openBooks('test', null);
  for (let n = 0; n < 5_000; n += 1) books.put('things', { id: `A-${n % 10}`, changed: 0 });
  const feed = books.changedAfter('things', '4995', 3);
  expect([feed.items.map((thing) => thing.changed), feed.cursor, feed.more]).toEqual([[4996, 4997, 4998], '4998', true]);
  expect(books.changedAfter('things', '5000', 3)).toEqual({ items: [], cursor: '5000', more: false });
});

it('goes on with its work after a restart, and does not give reserved stock back', async () => {
  const seed = { ...SAMPLE_ERP, items: [{ code: 'ERP-1001', name: 'Mug', stock: { WH1: '2' } }] };
  const options = { data: directory, latency: 0, seed };
  const first = await startSandboxErp({ ...options, work: 60_000 });
  const customer = await talkTo(first.url, first.key).post('/customers', { name: 'Zoë' });
  await talkTo(first.url, first.key).post('/sales-orders', erpOrder('shop:1', String(customer.body['id'])));
  expect(first.books().salesOrders[0]?.status).toBe('received');
  await first.close();
  const second = await startSandboxErp({ ...options, work: 0 });
  expect(second.books().salesOrders[0]?.status).toBe('reserved');
  await second.close();
  const third = await startSandboxErp({ ...options, work: 0 });
  expect(third.books().items[0]).toMatchObject({ stock: { WH1: '0' } });
  await third.close();
});

it('remembers everything that it answered when it is killed in the middle of work', async () => {
  const killed = await startCommand(directory);
  const talk = talkTo(killed.url, killed.key);
  const customer = String((await talk.post('/customers', { name: 'Zoë' })).body['id']);
  const answered: string[] = [];
  const flood = Array.from({ length: 200 }, async (_, n) => {
    const answer = await talk.post('/sales-orders', erpOrder(`shop:${n}`, customer)).catch(() => null);
    if (answer?.status === 201) answered.push(`shop:${n}`);
    if (answered.length === 60) killed.child.kill('SIGKILL');
  });
  await Promise.all(flood);
  expect(answered.length).toBeGreaterThanOrEqual(60);
  const again = await startCommand(directory);
  const page = await talkTo(again.url, again.key).get('/sales-orders?limit=500');
  const kept = (page.body['items'] as { reference: string }[]).map((order) => order.reference);
  expect(answered.filter((reference) => !kept.includes(reference))).toEqual([]);
});

async function startCommand(data: string): Promise<{ child: ChildProcess; url: string; key: string }> {
  const script = join(import.meta.dirname, '../../peers/run.ts');
  const child = spawn(process.execPath, [script, 'erp', '--data', data, '--latency', '0', '--work', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    child.once('exit', (code) => reject(new Error(`the peer ended with ${String(code)}`)));
  });
  return { child, ...(JSON.parse(line) as { url: string; key: string }) };
}
