import { createHmac } from 'node:crypto';
import { request } from 'undici';
import type { Booked, Books } from './books.ts';
import { created, ok, Refusal, text, type Route } from './routing.ts';

interface Hook extends Booked {
  url: string;
  secret: string;
}

export interface Hooks {
  readonly routes: readonly Route[];
  register(url: string, secret: string): void;
  /** The share of webhooks (0 to 1) that get lost on the way. */
  drop(share: number): void;
  close(): void;
}

/** Webhooks as they are in life: signed, sent once after the books are on disk, never repeated, sometimes lost, sometimes doubled. */
export function createHooks(books: Books, kinds: Readonly<Record<string, string>>, doubled: () => boolean): Hooks {
  let share = 0;
  let waiting = new Map<string, { kind: string; id: string }>();
  let closed = false;
  const flush = async (): Promise<void> => {
    const batch = [...waiting.values()];
    waiting = new Map();
    await books.settled();
    const times = doubled() ? 2 : 1;
    for (const { kind, id } of batch) {
      for (const hook of books.table<Hook>('hooks').values()) {
        for (let n = 0; n < times; n += 1) if (!closed && Math.random() >= share) void post(hook, kind, id);
      }
    }
  };
  books.onPut((table, id) => {
    const kind = kinds[table];
    if (kind === undefined || books.table('hooks').size === 0) return;
    if (waiting.size === 0) setImmediate(() => void flush());
    waiting.set(`${kind} ${id}`, { kind, id });
  });
  const register = (url: string, secret: string): Hook => {
    if (!URL.canParse(url) || secret === '') throw new Refusal(422, 'hook-invalid', 'A webhook needs a url and a secret.');
    const known = [...books.table<Hook>('hooks').values()].find((hook) => hook.url === url);
    const hook = known ?? { id: `HK-${books.nextNumber('hooks')}`, changed: 0, url, secret };
    hook.secret = secret;
    books.put('hooks', hook);
    return hook;
  };
  return {
    register,
    drop: (given) => {
      share = given;
    },
    close: () => {
      closed = true;
    },
    routes: [
      {
        method: 'GET',
        path: '/webhooks',
        run: () => ok({ items: [...books.table<Hook>('hooks').values()].map(({ id, url }) => ({ id, url })) }),
      },
      {
        method: 'POST',
        path: '/webhooks',
        run: ({ body }) => {
          const { id, url } = register(text(body, 'url'), text(body, 'secret'));
          return created({ id, url });
        },
      },
      {
        method: 'POST',
        path: '/_hooks',
        run: ({ body }) => {
          share = Number(body['drop'] ?? 0);
          return ok({ drop: share });
        },
      },
    ],
  };
}

export function signBody(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

async function post(hook: Hook, kind: string, id: string): Promise<void> {
  const body = JSON.stringify({ event: `${kind}.changed`, kind, id });
  try {
    const answer = await request(hook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-sandbox-signature': signBody(hook.secret, body) },
      body,
      headersTimeout: 5_000,
    });
    await answer.body.dump();
  } catch {
    // Lost, as webhooks get lost: who missed it finds the change in the feed.
  }
}
