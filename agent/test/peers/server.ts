import { createServer, type IncomingMessage } from 'node:http';
import { openBooks, type Books } from './books.ts';
import { createFaultSwitch, jsonAnswer, sendAnswer, underFault, type Answer, type FaultSpec } from './faults.ts';
import { createHooks, type Hooks } from './hooks.ts';
import { listen, readBody, stop } from './listening.ts';
import { createRouter, ok, Refusal, type Route } from './routing.ts';
import { createWaits, draw, type Span, type Waits } from './waits.ts';

/** What every sandbox peer can be told when it starts. */
export interface PeerOptions {
  readonly port?: number;
  /** Where the books are kept; without it they live in memory. */
  readonly data?: string;
  /** How long each answer takes (ms). Default 20 to 60; 0 for benches. */
  readonly latency?: Span;
  /** How long each step of the peer's own work takes (ms). Default 150 to 600; 0 does it at once, before answering. */
  readonly work?: Span;
  readonly key?: string;
  readonly readOnlyKey?: string;
}

/** A running peer. */
export interface Peer<B> {
  readonly url: string;
  readonly port: number;
  readonly key: string;
  readonly readOnlyKey: string;
  books(): B;
  fault(spec: FaultSpec): void;
  clearFault(): void;
  hook(url: string, secret: string): void;
  dropHooks(share: number): void;
  /** Calls a control route without HTTP ("/_hold"). */
  control(path: string, body: Record<string, unknown>): Promise<unknown>;
  close(): Promise<void>;
}

/** What a peer's own rooms get to work with. */
export interface Desk {
  readonly books: Books;
  /** Does the next step of work after its time. */
  later(run: () => void): void;
}

interface Trade<B> {
  readonly name: string;
  readonly title: string;
  /** Tables whose changes are told by webhook, and the kind that they are told as. */
  readonly kinds: Readonly<Record<string, string>>;
  open(desk: Desk): { readonly routes: readonly Route[]; books(): B };
}

export async function startPeer<B>(trade: Trade<B>, options: PeerOptions): Promise<Peer<B>> {
  const key = options.key ?? `sandbox-${trade.name}-key`;
  const readOnlyKey = options.readOnlyKey ?? `sandbox-${trade.name}-read-only-key`;
  const books = await openBooks(trade.name, options.data ?? null);
  const faults = createFaultSwitch();
  const waits = createWaits();
  const hooks = createHooks(books, trade.kinds, () => faults.mode() === 'duplicate');
  const desk = { books, later: (run: () => void) => waits.later(draw(options.work ?? [150, 600]), run) };
  const own = trade.open(desk);
  const routes = [...own.routes, ...hooks.routes, ...controls(faults, own, trade.title, key)];
  const route = createRouter(routes);
  const context: Context = { route, faults, waits, books, key, readOnlyKey, latency: options.latency ?? [20, 60] };
  const server = createServer((incoming, response) => {
    serve(context, incoming).then(
      (answer) => sendAnswer(response, answer),
      (cause: unknown) => sendAnswer(response, jsonAnswer(500, { code: 'internal-error', message: String(cause) })),
    );
  });
  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    key,
    readOnlyKey,
    books: () => structuredClone(own.books()),
    fault: (spec) => faults.set(spec),
    clearFault: () => faults.clear(),
    hook: hooks.register,
    dropHooks: hooks.drop,
    control: (path, body) => control(route, books, path, body),
    close: () => closeAll(waits, hooks, books, () => stop(server)),
  };
}

async function closeAll(waits: Waits, hooks: Hooks, books: Books, stopServer: () => Promise<void>): Promise<void> {
  waits.close();
  hooks.close();
  await stopServer();
  await books.close();
}

async function control(route: Context['route'], books: Books, path: string, body: Record<string, unknown>): Promise<unknown> {
  const match = route('POST', path);
  if (match === null) throw new Error(`no control ${path}`);
  const reply = await match.route.run({ params: match.params, query: new URLSearchParams(), headers: {}, body, mayWrite: true });
  await books.settled();
  return structuredClone(reply.body);
}

interface Context {
  readonly route: ReturnType<typeof createRouter>;
  readonly faults: ReturnType<typeof createFaultSwitch>;
  readonly waits: Waits;
  readonly books: Books;
  readonly key: string;
  readonly readOnlyKey: string;
  readonly latency: Span;
}

async function serve(context: Context, incoming: IncomingMessage): Promise<Answer | null> {
  const body = await readBody(incoming);
  const path = incoming.url ?? '/';
  const call = { method: incoming.method ?? 'GET', path, body };
  if (path.startsWith('/_')) return answer(context, incoming, call);
  await context.waits.wait(draw(context.latency));
  return underFault(context.faults.take(call), context.waits.wait, () => answer(context, incoming, call));
}

async function answer(context: Context, incoming: IncomingMessage, call: { method: string; path: string; body: string }): Promise<Answer> {
  const [path = '/', query = ''] = call.path.split('?');
  try {
    const right = path.startsWith('/_') ? 'write' : rightOf(context, incoming.headers.authorization ?? '');
    const match = context.route(call.method, path);
    if (match === null) throw new Refusal(404, 'not-found', `There is no ${call.method} ${path}.`);
    if (call.method !== 'GET' && right === 'read') throw new Refusal(403, 'read-only', 'This key may only read.');
    const reply = await match.route.run({
      params: match.params,
      query: new URLSearchParams(query),
      headers: incoming.headers,
      body: parseBody(call.body),
      mayWrite: right === 'write',
    });
    // Written on disk before it is answered; the body is made now, so that later changes do not slip in.
    const made = jsonAnswer(reply.status, reply.body);
    await context.books.settled();
    return made;
  } catch (cause) {
    if (cause instanceof Refusal) return jsonAnswer(cause.status, cause.body);
    if (cause instanceof RangeError) return jsonAnswer(422, { code: 'value-invalid', message: cause.message });
    throw cause;
  }
}

function rightOf(context: Context, header: string): 'write' | 'read' {
  if (header === `Bearer ${context.key}`) return 'write';
  if (header === `Bearer ${context.readOnlyKey}`) return 'read';
  throw new Refusal(401, 'key-unknown', 'The API key is missing or unknown.');
}

function parseBody(body: string): Record<string, unknown> {
  if (body === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  } catch {
    // Falls through to the refusal.
  }
  throw new Refusal(400, 'body-malformed', 'The body is not a JSON object.');
}

function controls(faults: Context['faults'], own: { books(): unknown }, title: string, key: string): Route[] {
  return [
    {
      method: 'GET',
      path: '/me',
      run: ({ mayWrite }) => ok({ system: title, rights: mayWrite ? ['read', 'write'] : ['read'], key: `…${key.slice(-4)}` }),
    },
    { method: 'GET', path: '/_books', run: () => ok(own.books()) },
    {
      method: 'POST',
      path: '/_fault',
      run: ({ body }) => {
        faults.set(body as unknown as FaultSpec);
        return ok({ fault: body });
      },
    },
  ];
}
