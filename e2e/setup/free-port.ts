import { createServer } from 'node:net';

/**
 * A loopback port that nobody listens on at this moment. It lies below the ports that systems give out by themselves (Linux from 32768,
 * others from 49152), so that no server on port 0 is given it before ours has started.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < 100; tried += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No free port');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
