import { totalOf } from '../database/counters.ts';
import type { Readable } from '../database/database.ts';
import { oldestOpen, openCounts, openHolds } from '../database/exceptions.ts';
import { durationsOf, orderCounts, queuedDeliveries, type Span } from '../database/figures.ts';
import type { AgentStatus, ConnectionStatus, Percentiles } from '../protocol/status.ts';
import type { Controls } from '../runtime/controls.ts';
import { VERSION } from '../runtime/version.ts';
import { lastProof } from './proof-state.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const CACHE_MS = 1000;
/** Percentiles are of the newest so many orders of the day: more would cost time and tell no more. */
const SAMPLE = 5000;

/** Gives the status of the running agent; asked again within a second it answers from memory. */
export function agentStatus(controls: Controls): () => Promise<AgentStatus> {
  let cached: { readonly until: number; readonly status: Promise<AgentStatus> } | null = null;
  return () => {
    const now = controls.now();
    if (!cached || now >= cached.until || now < cached.until - CACHE_MS) {
      const status = statusNow(controls, now);
      cached = { until: now + CACHE_MS, status };
      status.catch(() => (cached = null));
    }
    return cached.status;
  };
}

/** The figures that need nothing but the books, so that they can also be read while the agent is down. */
export async function figuresOf(db: Readable, now: number): Promise<Pick<AgentStatus, 'kpis' | 'proof'> & { queued: Map<string, number> }> {
  const today = now - (now % DAY_MS);
  const orders = await orderCounts(db, today);
  const queued = await queuedDeliveries(db);
  const open = Object.values(await openCounts(db)).reduce((sum, n) => sum + n, 0);
  const holds = await openHolds(db);
  const kpis = {
    ordersTotal: orders.total,
    ordersToday: orders.since,
    shippedToday: orders.shippedSince,
    exceptionsOpen: open,
    oldestExceptionAt: isoTime(await oldestOpen(db)),
    ordersHeld: holds.count,
    oldestHoldAt: isoTime(holds.oldest),
    duplicatesPrevented: await totalOf(db, 'duplicates-prevented'),
    deliveriesQueued: [...queued.values()].reduce((sum, n) => sum + n, 0),
    captureToErp: await percentilesOf(db, 'capture-to-erp', now),
    erpToRelease: await percentilesOf(db, 'erp-to-release', now),
    captureToShipped: await percentilesOf(db, 'capture-to-shipped', now),
  };
  return { kpis, proof: await lastProof(db), queued };
}

async function statusNow(controls: Controls, now: number): Promise<AgentStatus> {
  const { kpis, proof, queued } = await figuresOf(controls.database.read, now);
  return {
    version: VERSION,
    startedAt: new Date(controls.startedAt).toISOString(),
    now: new Date(now).toISOString(),
    mode: controls.config.mode,
    connections: connectionsOf(controls, queued),
    kpis,
    proof,
  };
}

function connectionsOf(controls: Controls, queued: ReadonlyMap<string, number>): ConnectionStatus[] {
  return controls.health().map(({ id, title, role, evidence, state, message, lastContactAt }) => ({
    id,
    title,
    role,
    evidence,
    state,
    message,
    lastContactAt: isoTime(lastContactAt),
    queued: queued.get(id) ?? 0,
  }));
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

async function percentilesOf(db: Readable, span: Span, now: number): Promise<Percentiles> {
  return percentiles(await durationsOf(db, span, now - DAY_MS, SAMPLE));
}

/** Nearest-rank percentiles of sorted values. */
export function percentiles(sorted: readonly number[]): Percentiles {
  const at = (share: number): number | null => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
  return { p50: at(0.5), p95: at(0.95), count: sorted.length };
}
