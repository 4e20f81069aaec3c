import { createHttp, type HttpOptions } from '../../src/connector/http.ts';
import type { Logger, Tools } from '../../src/connector/tools.ts';
import { ConnectionId } from '../../src/domain/reference.ts';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export interface TestTools extends Tools {
  /** Aborts every call under way, as when the agent stops. */
  abort(): void;
  /** Ends the sockets. */
  close(): Promise<void>;
}

/** Real tools with no limit and a silent logger. */
export function testTools(
  connectionId: string,
  options: { timeoutMs?: number; limit?: HttpOptions['limit']; log?: Logger } = {},
): TestTools {
  const stopping = new AbortController();
  const http = createHttp({ limit: options.limit ?? ((call) => call()), timeoutMs: options.timeoutMs ?? 5_000, signal: stopping.signal });
  return {
    connection: ConnectionId.parse(connectionId),
    http,
    log: options.log ?? silent,
    now: () => Date.now(),
    signal: stopping.signal,
    abort: () => stopping.abort(),
    close: () => http.close(),
  };
}
