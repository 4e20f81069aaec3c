import { z } from 'zod';

/** Milliseconds at the 50th and 95th percentile; null when nothing was measured. */
export const Percentiles = z.object({ p50: z.number().nullable(), p95: z.number().nullable(), count: z.number() });
export type Percentiles = z.infer<typeof Percentiles>;

/** How one connection fares. `state`: ok, waiting (its breaker is open or it was slow), stopped (needs a person), paused. */
export const ConnectionStatus = z.object({
  id: z.string(),
  title: z.string(),
  role: z.string(),
  evidence: z.string(),
  state: z.enum(['ok', 'waiting', 'stopped', 'paused', 'starting']),
  message: z.string(),
  lastContactAt: z.string().nullable(),
  queued: z.number(),
});
export type ConnectionStatus = z.infer<typeof ConnectionStatus>;

/** Promise 1 as numbers: paid = inErp + explained + young + unexplained; `unexplainedIds` are store order ids (at most 100). `checkedAt` null before the first check. */
export const CompletenessProof = z.object({
  paid: z.number(),
  inErp: z.number(),
  explained: z.number(),
  young: z.number(),
  unexplained: z.number(),
  unexplainedIds: z.array(z.string()),
  checkedAt: z.string().nullable(),
});
export type CompletenessProof = z.infer<typeof CompletenessProof>;

/** GET /v1/status: all that the overview and `crossdock status` show. Latencies are over the last 24 hours; the oldest of what waits for a person is null when nothing does. */
export const AgentStatus = z.object({
  version: z.string(),
  startedAt: z.string(),
  now: z.string(),
  mode: z.enum(['live', 'shadow']),
  connections: z.array(ConnectionStatus),
  kpis: z.object({
    ordersTotal: z.number(),
    ordersToday: z.number(),
    shippedToday: z.number(),
    exceptionsOpen: z.number(),
    oldestExceptionAt: z.string().nullable(),
    ordersHeld: z.number(),
    oldestHoldAt: z.string().nullable(),
    duplicatesPrevented: z.number(),
    deliveriesQueued: z.number(),
    captureToErp: Percentiles,
    erpToRelease: Percentiles,
    captureToShipped: Percentiles,
  }),
  proof: CompletenessProof,
});
export type AgentStatus = z.infer<typeof AgentStatus>;
