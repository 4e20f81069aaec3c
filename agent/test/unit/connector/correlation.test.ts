import { createServer } from 'node:http';
import PQueue from 'p-queue';
import { expect, test } from 'vitest';
import { withCorrelation } from '../../../src/connector/correlation.ts';
import { createHttp } from '../../../src/connector/http.ts';
import { listen, stop } from '../../peers/listening.ts';

test('each call carries the correlation id of the work that asked for it, even when the limit runs it later', async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.url} ${String(request.headers['x-correlation-id'])}`);
    setTimeout(() => response.end('{}'), 5);
  });
  const url = `http://127.0.0.1:${await listen(server, 0)}`;
  const queue = new PQueue({ concurrency: 1 });
  const http = createHttp({ limit: (call) => queue.add(call) as never, timeoutMs: 2_000, signal: new AbortController().signal });
  const get = (path: string) => http.json({ method: 'GET', url: url + path });
  await Promise.all([
    withCorrelation('cd-one', async () => {
      await get('/1a');
      await get('/1b');
    }),
    withCorrelation('cd-two', () => get('/2')),
    get('/none'),
  ]);
  await http.close();
  await stop(server);
  expect(seen.sort()).toEqual(['/1a cd-one', '/1b cd-one', '/2 cd-two', '/none undefined']);
});
