import { CrossdockError } from '../errors/errors.ts';
import type { CompletenessProof } from '../protocol/status.ts';
import type { Controls } from '../runtime/controls.ts';
import { accountFor, type AccountContext } from './account.ts';
import { alarm } from './alarm.ts';
import { lastProof, readProofState, saveProofState, type ProofState, type Unsettled } from './proof-state.ts';

const WINDOW_MS = 90 * 24 * 60 * 60 * 1000;
const FULL_EVERY_MS = 60 * 60 * 1000;
const FULL_GAP_MS = 60 * 1000;
/** A full count may take a twentieth of the time at most. */
const FULL_SHARE = 20;
const MAX_UNSETTLED = 20_000;
const MAX_NAMED = 100;

/**
 * Compares the shop's paid orders with our books: in the ERP, explained, young, or unexplained. The unexplained are read again and alarm.
 * Counts only what is new and what was unsettled; counts all again every hour and when the shop's own total differs.
 * When the shop does not answer, the last proof stands.
 */
export async function proveCompleteness(controls: Controls): Promise<CompletenessProof> {
  const before = await readProofState(controls.database.read);
  try {
    const state = await nextState(controls, before);
    if (state === null) return await lastProof(controls.database.read);
    await controls.database.write(async (tx) => {
      await saveProofState(tx, state);
      await alarm(tx, state.proof, controls.now());
    });
    if (state.proof.unexplained > 0) await controls.refetch(state.proof.unexplainedIds);
    return state.proof;
  } catch (error) {
    if (!(error instanceof CrossdockError)) throw error;
    controls.log.warn({ code: error.code }, `The completeness proof has to wait: ${error.message}`);
    return before?.proof ?? (await lastProof(controls.database.read));
  }
}

async function nextState(controls: Controls, before: ProofState | null): Promise<ProofState | null> {
  const store = controls.connectionFor('store');
  if (store === null) return null;
  const { config, database } = controls;
  const now = controls.now();
  const context = { db: database.read, store, policy: config.orders, mode: config.mode, slaMs: config.slaMinutes * 60_000, now };
  const mayCountAll = before === null || now - before.fullAt >= Math.max(FULL_GAP_MS, before.fullMs * FULL_SHARE);
  if (before === null || (mayCountAll && now - before.fullAt >= FULL_EVERY_MS)) return countAll(controls, context, before);
  if (before.countedTo === null) return mayCountAll ? countAll(controls, context, before) : null;
  const { state, total } = await count(controls, context, before);
  return total !== state.proof.paid && mayCountAll ? countAll(controls, context, state) : state;
}

async function countAll(controls: Controls, context: AccountContext, before: ProofState | null): Promise<ProofState> {
  const { ignoreBefore } = context.policy;
  const since = new Date(Math.max(context.now - WINDOW_MS, Date.parse(ignoreBefore ?? '') || 0)).toISOString();
  const proof = before?.proof ?? (await lastProof(context.db));
  const empty = { proof, since, countedTo: null, settled: { inErp: 0, explained: 0 }, unsettled: [], fullAt: context.now, fullMs: 0 };
  const { state } = await count(controls, context, empty, before?.unsettled ?? []);
  return { ...state, fullMs: Math.max(0, controls.now() - context.now) };
}

/** Looks again at what was unsettled, then goes on where the last count ended. `seen` only lends its times of first sight. */
async function count(
  controls: Controls,
  context: AccountContext,
  before: ProofState,
  seen: readonly Unsettled[] = [],
): Promise<{ state: ProofState; total: number }> {
  const firstSeen = new Map(seen.map(([id, at]) => [id, at]));
  const tally = new Tally(before);
  for (let at = 0; at < before.unsettled.length; at += 500) {
    const chunk = before.unsettled.slice(at, at + 500);
    tally.add(chunk, await accountFor(context, chunk));
  }
  let after = before.countedTo;
  for (;;) {
    const page = await controls.paidOrders(before.since, after);
    const orders = page.orders.map(({ id, status }): Unsettled => [id, firstSeen.get(id) ?? context.now, status.replace(/^wc-/, '')]);
    const last = orders.at(-1);
    // Of an empty shop all is counted too: the next count goes on from before its first order.
    if (!last) return { state: tally.state(before, after ?? '0', context.now), total: page.total };
    tally.add(orders, await accountFor(context, orders));
    after = last[0];
  }
}

class Tally {
  readonly #settled: { inErp: number; explained: number };
  readonly #counts = { explained: 0, young: 0, unexplained: 0 };
  readonly #unsettled: Unsettled[] = [];
  readonly #named: string[] = [];

  constructor(before: ProofState) {
    this.#settled = { ...before.settled };
  }

  add(orders: readonly Unsettled[], accounts: Awaited<ReturnType<typeof accountFor>>): void {
    orders.forEach((order, at) => {
      const account = accounts[at] ?? 'unexplained';
      if (account === 'in-erp') this.#settled.inErp += 1;
      else if (account === 'policy') this.#settled.explained += 1;
      else {
        this.#counts[account] += 1;
        this.#unsettled.push(order);
        if (account === 'unexplained' && this.#named.length < MAX_NAMED) this.#named.push(order[0]);
      }
    });
  }

  state(before: ProofState, countedTo: string | null, now: number): ProofState {
    const { inErp, explained: leftAlone } = this.#settled;
    const { explained, young, unexplained } = this.#counts;
    const proof = {
      paid: inErp + leftAlone + explained + young + unexplained,
      inErp,
      explained: explained + leftAlone,
      young,
      unexplained,
      unexplainedIds: this.#named,
      checkedAt: new Date(now).toISOString(),
    };
    const tooMany = this.#unsettled.length > MAX_UNSETTLED;
    const unsettled = tooMany ? this.#unsettled.slice(0, MAX_UNSETTLED) : this.#unsettled;
    return { ...before, proof, settled: { ...this.#settled }, unsettled, countedTo: tooMany ? null : countedTo };
  }
}
