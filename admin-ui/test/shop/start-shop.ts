import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './routes.ts';
import type { Call } from './routes.ts';
import { shopState } from './state.ts';
import type { ShopState } from './state.ts';

export interface PlayedShop {
  readonly state: ShopState;
  readonly calls: Call[];
  readonly root: string;
  readonly close: () => Promise<void>;
}

const PREFIX = '/wp-json/wc-crossdock/v1/admin';

/** A real HTTP server in the place of the shop. */
export async function startShop(): Promise<PlayedShop> {
  const state = shopState();
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void readCall(request).then((call) => {
      calls.push(call);
      const { status, body } = answer(state, call);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { state, calls, root: `http://127.0.0.1:${port}${PREFIX}`, close };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://shop');
  let text = '';
  for await (const chunk of request) text += String(chunk);
  // WordPress takes a POST with this header for the method that it names; api-fetch sends PUT so.
  const method = String(request.headers['x-http-method-override'] ?? request.method);
  return { method, path: url.pathname.slice(PREFIX.length), query: url.searchParams, body: text ? JSON.parse(text) : null };
}
