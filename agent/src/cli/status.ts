import { existsSync } from 'node:fs';
import { openForReading } from '../database/database.ts';
import { figuresOf } from '../insight/status.ts';
import { AgentStatus, type Percentiles } from '../protocol/status.ts';
import { VERSION } from '../runtime/version.ts';
import { askAgent } from './ask-agent.ts';
import { clock, span, table, type Outcome } from './outcome.ts';
import type { Setup } from './setup.ts';

type Figures = Pick<AgentStatus, 'kpis' | 'proof'>;

/** `crossdock status`: from the running agent, or what the books still tell when it is down. */
export async function status(setup: Setup, now: number): Promise<Outcome> {
  const answer = await askAgent(setup, 'GET', '/v1/status');
  if (answer.kind === 'refused') return { exit: 1, json: { running: true, ...answer.problem }, text: answer.problem.message };
  if (answer.kind === 'down') return fromBooks(setup, answer.message, now);
  const state = AgentStatus.parse(answer.body);
  const head = `Crossdock ${state.version} · ${state.mode} · up ${span(Date.parse(state.now) - Date.parse(state.startedAt))} · ${clock(state.now)} UTC`;
  const connections = table(state.connections.map((one) => connectionRow(one, now)));
  const text = [head, '', connections, '', figureLines(state, now), '', ...verdictLines(state)].join('\n');
  return { exit: hasProblem(state) ? 1 : 0, json: { running: true, ...state }, text };
}

async function fromBooks({ databaseFile, config }: Setup, message: string, now: number): Promise<Outcome> {
  const base = { running: false, version: VERSION, now: new Date(now).toISOString(), mode: config.mode, message };
  if (!existsSync(databaseFile)) {
    return { exit: 1, json: { ...base, kpis: null, proof: null }, text: `${message} It has no books yet. Start it: crossdock run` };
  }
  const db = openForReading(databaseFile);
  try {
    const { kpis, proof } = await figuresOf(db, now);
    const text = [
      `${message} This is from its books. Start it: crossdock run`,
      '',
      figureLines({ kpis, proof }, now),
      '',
      ...verdictLines({ kpis, proof }),
    ];
    return { exit: 1, json: { ...base, kpis, proof }, text: text.join('\n') };
  } finally {
    await db.destroy();
  }
}

function connectionRow(one: AgentStatus['connections'][number], now: number): string[] {
  const contact = one.lastContactAt === null ? 'no contact yet' : `${span(Math.max(0, now - Date.parse(one.lastContactAt)))} ago`;
  return [
    one.state === 'ok' ? '✓' : '!',
    one.id,
    one.title,
    one.state,
    contact,
    `${one.queued} queued`,
    one.state === 'ok' ? '' : one.message,
  ];
}

function figureLines({ kpis }: Figures, now: number): string {
  return table([
    ['Orders', `${kpis.ordersTotal} in all, ${kpis.ordersToday} today (UTC), ${kpis.shippedToday} shipped today`],
    ['Shop to ERP', latency(kpis.captureToErp)],
    ['ERP to warehouse', latency(kpis.erpToRelease)],
    ['Shop to shipped', latency(kpis.captureToShipped)],
    ['Held back', kpis.oldestHoldAt === null ? 'none' : `${kpis.ordersHeld}, the oldest for ${span(now - Date.parse(kpis.oldestHoldAt))}`],
    ['Waiting to be sent', String(kpis.deliveriesQueued)],
    ['Duplicates prevented', String(kpis.duplicatesPrevented)],
  ]);
}

function latency({ p50, p95, count }: Percentiles): string {
  return p50 === null || p95 === null
    ? 'nothing in the last 24 hours'
    : `half within ${span(p50)}, 95 % within ${span(p95)} (${count} in 24 hours)`;
}

function verdictLines({ kpis, proof }: Figures): string[] {
  const sum = `${proof.paid} paid = ${proof.inErp} in the ERP + ${proof.explained} explained + ${proof.young} young`;
  const exceptions = kpis.exceptionsOpen === 1 ? '1 exception needs' : `${kpis.exceptionsOpen} exceptions need`;
  return [
    proof.checkedAt === null
      ? '… The completeness proof has not run yet.'
      : proof.unexplained === 0
        ? `✓ Every paid order is accounted for: ${sum} (${clock(proof.checkedAt)} UTC).`
        : `! ${proof.unexplained} paid orders are unaccounted for: ${proof.unexplainedIds.slice(0, 10).join(', ')}. ${sum} + ${proof.unexplained}.`,
    kpis.exceptionsOpen === 0 ? '✓ Nothing needs a person.' : `! ${exceptions} a person: WooCommerce → Crossdock → Exceptions.`,
  ];
}

function hasProblem({ connections, kpis, proof }: AgentStatus): boolean {
  return kpis.exceptionsOpen > 0 || proof.unexplained > 0 || connections.some(({ state }) => state === 'stopped' || state === 'waiting');
}
