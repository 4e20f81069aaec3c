import type { Problem } from './problem.ts';
import { silentParty } from './problem.ts';

/** What is known about one path: the last good answer stays when a later call fails. `at` is the time of that answer. */
export interface Resource {
  readonly data: unknown;
  readonly problem: Problem | null;
  readonly at: number | null;
}

/** Somebody does not answer, since when (ms). */
export interface Outage {
  readonly party: 'agent' | 'shop';
  readonly since: number;
}

export interface State {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outage: Outage | null;
  readonly nudges: number;
}

export type Action =
  | { readonly type: 'received'; readonly path: string; readonly data: unknown; readonly at: number }
  | { readonly type: 'failed'; readonly path: string; readonly problem: Problem; readonly at: number }
  | { readonly type: 'nudged' };

export const EMPTY: State = { resources: {}, outage: null, nudges: 0 };
export const UNKNOWN: Resource = { data: null, problem: null, at: null };
const KEPT_PATHS = 40;

export function reduce(state: State = EMPTY, action: Action): State {
  switch (action.type) {
    case 'received': {
      const outage = clearsOutage(action.path, state.outage) ? null : state.outage;
      const data = unchangedOr(state.resources[action.path]?.data, action.data);
      return { ...state, outage, resources: keep(state.resources, action.path, { data, problem: null, at: action.at }) };
    }
    case 'failed': {
      const known = state.resources[action.path] ?? UNKNOWN;
      const resources = keep(state.resources, action.path, { ...known, problem: action.problem });
      return { ...state, resources, outage: outageAfter(state.outage, action.problem, action.at) };
    }
    case 'nudged':
      return { ...state, nudges: state.nudges + 1 };
    default:
      return state;
  }
}

// The plugin can answer for itself while the agent is silent, so only an answer through the proxy ends an agent's outage.
function clearsOutage(path: string, outage: Outage | null): boolean {
  return outage?.party === 'shop' || path.startsWith('agent/');
}

// An error of the agent itself ("api.not-found") is an answer too; one of plugin or WordPress says nothing about the agent.
function outageAfter(outage: Outage | null, problem: Problem, at: number): Outage | null {
  const party = silentParty(problem);
  if (party) return outage?.party === party ? outage : { party, since: at };
  const fromShop = /^(crossdock|rest)_/.test(problem.code);
  return fromShop && outage?.party === 'agent' ? outage : null;
}

// An equal answer keeps its old identity: nothing is drawn again while a person types.
function unchangedOr(before: unknown, after: unknown): unknown {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(after) ? before : after;
}

function keep(resources: State['resources'], path: string, resource: Resource): State['resources'] {
  const { [path]: _old, ...others } = resources;
  const recent = Object.entries(others).slice(-(KEPT_PATHS - 1));
  return { ...Object.fromEntries(recent), [path]: resource };
}
