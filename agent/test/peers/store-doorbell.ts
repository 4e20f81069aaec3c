import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';

/** Tells the agent that something is in the feed: signed, never waited for, one ring for all that happens within a moment. */
export interface Doorbell {
  ring(): void;
  close(): Promise<void>;
}

const PATH = '/v1/doorbell';

export function createDoorbell(agentUrl: () => string | null, secret: () => string): Doorbell {
  const dispatcher = new Agent({ connections: 2 });
  let ringing = false;
  let again = false;
  const send = async (url: string): Promise<void> => {
    const body = JSON.stringify({ topics: ['order'] });
    try {
      const answer = await request(url + PATH, {
        method: 'POST',
        headers: signed(secret(), body),
        body,
        dispatcher,
        headersTimeout: 1_000,
      });
      await answer.body.dump();
    } catch {
      // A lost ring is made good by the next claim.
    }
  };
  const ring = (): void => {
    const url = agentUrl();
    if (url === null) return;
    if (ringing) {
      again = true;
      return;
    }
    ringing = true;
    setImmediate(() => {
      again = false;
      void send(url).then(() => {
        ringing = false;
        if (again) ring();
      });
    });
  };
  return { ring, close: () => dispatcher.destroy() };
}

function signed(secret: string, body: string): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const nonce = randomUUID().replaceAll('-', '');
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = ['v1', timestamp, nonce, 'POST', PATH, bodyHash, ''].join('\n');
  return {
    'content-type': 'application/json',
    'x-crossdock-timestamp': timestamp,
    'x-crossdock-nonce': nonce,
    'x-crossdock-signature': createHmac('sha256', secret).update(text).digest('hex'),
    'x-crossdock-actor': '',
  };
}
