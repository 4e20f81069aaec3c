import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request } from 'undici';
import { createFaultSwitch, sendAnswer, underFault, type Answer, type FaultSpec } from './faults.ts';
import { listen, readBody, stop } from './listening.ts';
import { createWaits } from './waits.ts';

export interface FaultProxyOptions {
  /** `keep` hands the caller's Host header on (OAuth signatures and canonical redirects need it), `target` sends the target's own, any other text is sent as it is. Default keep. */
  readonly host?: string;
  readonly port?: number;
}

export interface FaultProxy {
  readonly url: string;
  readonly port: number;
  fault(spec: FaultSpec): void;
  clearFault(): void;
  close(): Promise<void>;
}

/** Stands in front of any HTTP server and breaks what passes, with the same faults as the sandbox peers. */
export async function startFaultProxy(targetUrl: string, options: FaultProxyOptions = {}): Promise<FaultProxy> {
  const target = new URL(targetUrl);
  const faults = createFaultSwitch();
  const waits = createWaits();
  const dispatcher = new Agent({ connections: 64, headersTimeout: 120_000, bodyTimeout: 120_000 });
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(incoming);
    const call = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body };
    const forward = (): Promise<Answer> => pass(dispatcher, target, incoming, body, options.host ?? 'keep');
    sendAnswer(response, await underFault(faults.take(call), waits.wait, forward));
  };
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((cause: unknown) => {
      sendAnswer(response, { status: 502, headers: { 'content-type': 'text/plain' }, body: `bad gateway: ${String(cause)}` });
    });
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    fault: (spec) => faults.set(spec),
    clearFault: () => faults.clear(),
    async close() {
      waits.close();
      await stop(server);
      await dispatcher.destroy();
    },
  };
}

// RFC 9110 §7.6.1: these belong to one hop and must not be passed on.
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
]);

async function pass(dispatcher: Agent, target: URL, incoming: IncomingMessage, body: string, host: string): Promise<Answer> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && name !== 'host') headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  headers['host'] = host === 'keep' ? (incoming.headers.host ?? target.host) : host === 'target' ? target.host : host;
  // The body is kept as text, so the target must not compress it.
  headers['accept-encoding'] = 'identity';
  const answer = await request(new URL(incoming.url ?? '/', target), {
    method: (incoming.method ?? 'GET') as 'GET',
    headers,
    body: body === '' ? null : body,
    dispatcher,
  });
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: answer.statusCode, headers: kept, body: await answer.body.text() };
}
