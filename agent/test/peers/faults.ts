import type { ServerResponse } from 'node:http';

export const FAULT_MODES = [
  'ok',
  'fail-once',
  'always-fail',
  'slow',
  'timeout-after-commit',
  'malformed',
  'duplicate',
  'throttle',
] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

/** What goes wrong, and for which calls: `path` and `body` are substrings, `count` is how often (default: once for fail-once and timeout-after-commit, else until cleared). */
export interface FaultSpec {
  readonly mode: FaultMode;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly count?: number;
  /** How long `slow` waits before it answers, and how long `timeout-after-commit` holds the line. Default 10 s. */
  readonly delayMs?: number;
  /** `slow` goes on as soon as this is settled, so that a test holds a call exactly as long as it needs; only in the same process. */
  readonly until?: Promise<unknown>;
  /** `throttle` answers with this Retry-After. Default 1. */
  readonly retryAfterSeconds?: number;
  /** `timeout-after-commit` drops the socket at once instead of holding the line. */
  readonly drop?: boolean;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** The switch itself: one fault at a time. */
export interface FaultSwitch {
  set(spec: FaultSpec): void;
  clear(): void;
  mode(): FaultMode;
  /** The fault that hits this call, counted down; null when the call goes through. */
  take(call: Call): FaultSpec | null;
}

const ONCE = new Set<FaultMode>(['fail-once', 'timeout-after-commit']);

export function createFaultSwitch(): FaultSwitch {
  let current: FaultSpec | null = null;
  let left = 0;
  return {
    set(spec) {
      if (!FAULT_MODES.includes(spec.mode)) throw new RangeError(`unknown fault "${String(spec.mode)}"`);
      current = spec.mode === 'ok' ? null : spec;
      left = spec.count ?? (ONCE.has(spec.mode) ? 1 : Number.POSITIVE_INFINITY);
    },
    clear() {
      current = null;
    },
    mode: () => current?.mode ?? 'ok',
    take(call) {
      const spec = current;
      if (spec === null || left <= 0 || !hits(spec, call)) return null;
      left -= 1;
      return spec;
    },
  };
}

function hits(spec: FaultSpec, call: Call): boolean {
  // A lost answer only matters where something was written; reads are spared unless the spec names them.
  if (spec.mode === 'timeout-after-commit' && spec.method === undefined && call.method === 'GET') return false;
  if (spec.method !== undefined && spec.method !== call.method) return false;
  if (spec.path !== undefined && !call.path.includes(spec.path)) return false;
  return spec.body === undefined || call.body.includes(spec.body);
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

export function jsonAnswer(status: number, body: unknown): Answer {
  return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
}

/** Waits; false when it ended early because the peer closes. */
export type Wait = (ms: number) => Promise<boolean>;

/** Runs `work` under a fault: null means that no answer is to be sent. `work` is what commits. */
export async function underFault(fault: FaultSpec | null, wait: Wait, work: () => Promise<Answer>): Promise<Answer | null> {
  switch (fault?.mode) {
    case 'fail-once':
    case 'always-fail':
      return jsonAnswer(500, { code: 'internal-error', message: 'Something went wrong here.' });
    case 'throttle':
      return {
        ...jsonAnswer(429, { code: 'too-many-requests', message: 'Slow down.' }),
        headers: { ...JSON_TYPE, 'retry-after': String(fault.retryAfterSeconds ?? 1) },
      };
    case 'slow':
      return (await Promise.race([wait(fault.delayMs ?? 10_000), ...(fault.until ? [fault.until.then(() => true)] : [])])) ? work() : null;
    case 'timeout-after-commit':
      await work();
      if (fault.drop !== true) await wait(fault.delayMs ?? 10_000);
      return null;
    case 'malformed':
      return { status: 200, headers: JSON_TYPE, body: `${(await work()).body.slice(0, 12)}{"broken": ` };
    case 'duplicate':
      return twice(await work());
    default:
      return work();
  }
}

/** Every element of the answer's list comes twice, as from a feed that delivers "at least once". */
function twice(answer: Answer): Answer {
  if (answer.status >= 300 || !/json/.test(answer.headers['content-type'] ?? '')) return answer;
  const parsed: unknown = JSON.parse(answer.body);
  const doubled = (list: readonly unknown[]): unknown[] => list.flatMap((item) => [item, item]);
  if (Array.isArray(parsed)) return { ...answer, body: JSON.stringify(doubled(parsed)) };
  if (parsed === null || typeof parsed !== 'object') return answer;
  const entries = Object.entries(parsed).map(([key, value]) => [key, LISTS.has(key) && Array.isArray(value) ? doubled(value) : value]);
  return { ...answer, body: JSON.stringify(Object.fromEntries(entries)) };
}

const LISTS = new Set(['items', 'result', 'data', 'records', 'rows', 'value']);

export function sendAnswer(response: ServerResponse, answer: Answer | null): void {
  if (answer === null) {
    response.destroy();
    return;
  }
  if (response.destroyed) return;
  response.writeHead(answer.status, { ...answer.headers, 'content-length': String(Buffer.byteLength(answer.body)) });
  response.end(answer.body);
}
